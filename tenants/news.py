"""When something of a company changed last: a mark in the cache, so that looking for news mostly costs no query.

Only a hint: who relies on the mark looks at the truth again after a while. See cases/middleware.py.
"""

from uuid import uuid4

from django.core.cache import cache
from django.db import transaction

from .current import require_tenant_id

KEPT_FOR = 24 * 3600


def latest(tenant_id):
    """Return the mark of the last change, or one made now when none is known."""
    return cache.get_or_set(_key(tenant_id), _new, KEPT_FOR)


def tell():
    """Say that something of the current company changes: at once, and again when others can see it. Never raises."""
    tenant_id = require_tenant_id()
    _mark(tenant_id)
    transaction.on_commit(lambda: _mark(tenant_id), robust=True)


def _mark(tenant_id):
    cache.set(_key(tenant_id), _new(), KEPT_FOR)


def _key(tenant_id):
    return f"news:{tenant_id}"


def _new():
    return uuid4().hex
