"""Asks for quick work. The row itself says what it still needs; the message is only a hint."""

import logging
import time

from celery import current_app
from django.db import transaction
from kombu.exceptions import ChannelError, OperationalError

from .current import require_tenant_id

log = logging.getLogger(__name__)

SECONDS_BETWEEN_TRIES = 5
_away_until = 0.0


def send(name, *args, tenant=None, **options):
    """Send the task ``name`` now; False when the broker is away, which a sweep makes good.

    After a failure this process does not try again for some seconds: only the first one waits for a silent broker.
    """
    global _away_until
    if time.monotonic() < _away_until:
        return False
    headers = {"tenant": str(tenant)} if tenant else {}
    try:
        current_app.send_task(name, args=[str(arg) for arg in args], headers=headers, **options)
    except (OperationalError, OSError) as error:
        _away_until = time.monotonic() + SECONDS_BETWEEN_TRIES
        log.warning("The broker is away; %s and what follows wait for their sweeps: %s", name, error)
        return False
    return True


def later(name, *args):
    """Send the task ``name`` for the current company once the transaction has committed. Never raises."""
    tenant = require_tenant_id()
    transaction.on_commit(lambda: send(name, *args, tenant=tenant), robust=True)


def waiting(queue) -> int:
    """Return how many messages wait in ``queue``. Errors: OperationalError when the broker is away."""
    with current_app.connection_for_write() as connection:
        try:
            return connection.default_channel.queue_declare(queue, passive=True).message_count
        except ChannelError:  # nobody has used it yet
            return 0
