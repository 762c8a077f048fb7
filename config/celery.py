"""Background work: the row says what it still needs; the queue is only a hint."""

import os
import sys

from celery import Celery
from celery.signals import task_postrun, task_prerun, worker_init

from config import patience

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

# Beat only sends names: without Django and the tasks it needs half the memory.
app = Celery("kept", set_as_current=True, fixups=[] if "beat" in sys.argv else None)
app.config_from_object("config.queues")
app.autodiscover_tasks()
# Celery would sign in to the database anew for every task, which costs more than the task.
app.conf.CELERY_DB_REUSE_MAX = 1_000_000


@task_prerun.connect
def let_go_of_dead_connections(**_):
    """Drop a database connection that broke since the last task; Django's own check is tied to requests."""
    from django.db import close_old_connections, connection

    if not connection.in_atomic_block:
        close_old_connections()


if "solo" in sys.argv:
    task_prerun.connect(patience.begin)
    task_postrun.connect(patience.end)


@worker_init.connect
def refuse_wrong_role(**_):
    """Stop a worker that connects as a role which row-level security does not hold."""
    from django.core.exceptions import ImproperlyConfigured

    from tenants.isolation import refuse_wrong_role

    try:
        refuse_wrong_role()
    except ImproperlyConfigured as error:
        sys.exit(str(error))  # Celery logs any other exception of a signal and goes on
