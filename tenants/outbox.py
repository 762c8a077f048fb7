"""Asks for quick work. The row itself says what it still needs; the message is only a hint."""

import logging

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

from .current import require_tenant_id

log = logging.getLogger(__name__)


def send(name, *args, tenant=None, **options):
    """Send the task ``name`` now; False when the broker is away, which a sweep makes good."""
    headers = {"tenant": str(tenant)} if tenant else {}
    try:
        current_app.send_task(name, args=[str(arg) for arg in args], headers=headers, **options)
    except (OperationalError, OSError) as error:
        log.warning("%s waits for its sweep: %s", name, error)
        return False
    return True


def later(name, *args):
    """Send the task ``name`` for the current company once the transaction has committed. Never raises."""
    tenant = require_tenant_id()
    transaction.on_commit(lambda: send(name, *args, tenant=tenant), robust=True)
