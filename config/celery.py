"""Background work: the row says what it still needs; the queue is only a hint."""

import os

from celery import Celery
from celery.signals import worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("kept", set_as_current=True)
app.config_from_object("config.queues")
app.autodiscover_tasks()


@worker_init.connect
def refuse_wrong_role(**_):
    """Stop a worker that connects as a role which row-level security does not hold."""
    from tenants.isolation import refuse_wrong_role

    refuse_wrong_role()
