"""When something of a company, or for a member, changed last: a mark in the cache, so looking mostly costs no query.

Only a hint: who relies on the mark looks at the truth again after a while. See cases/middleware.py.
"""

from uuid import uuid4

from django.core.cache import cache
from django.db import transaction

from .current import require_tenant_id

KEPT_FOR = 24 * 3600
BELIEVED_FOR = 60  # seconds, should a change have been missed


def latest(whose):
    """Return the mark of the last change for the company or member of that id, or one made now when none is known."""
    return cache.get_or_set(_key(whose), _new, KEPT_FOR)


def tell():
    """Say that something of the current company changes: at once, and again when others can see it. Never raises."""
    tenant_id = require_tenant_id()
    _mark(tenant_id)
    transaction.on_commit(lambda: _mark(tenant_id), robust=True)


def tell_members(ids):
    """Say the same of what only the members ``ids`` are shown."""
    ids = set(ids)
    _mark(*ids)
    transaction.on_commit(lambda: _mark(*ids), robust=True)


def remember(whose, name, value, mark):
    """Keep what was found out when ``mark`` was the latest of ``whose``, for as long as nothing changes."""
    cache.set(f"{name}:{whose}", (mark, value), BELIEVED_FOR)


def remembered(whose, name):
    """Return what was remembered and still holds, in one look; None when nothing does."""
    found = cache.get_many([_key(whose), f"{name}:{whose}"])
    mark, value = found.get(f"{name}:{whose}", (None, None))
    return value if mark and mark == found.get(_key(whose)) else None


def _mark(*whose):
    cache.set_many({_key(one): _new() for one in whose}, KEPT_FOR)


def _key(whose):
    return f"news:{whose}"


def _new():
    return uuid4().hex
