"""A cache that is only a hint: while Valkey is away, each process remembers for itself."""

import logging
import time

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

SECONDS_BETWEEN_TRIES = 5
# The rest of the interface goes through these.
OPERATIONS = ["add", "get", "set", "touch", "delete", "get_many", "set_many", "delete_many", "has_key", "incr", "clear"]


class HintCache(RedisCache):
    """Django's Redis cache, but an error answers from the process's own memory instead of reaching the page."""

    def __init__(self, server, params):
        super().__init__(server, params)
        self._own = LocMemCache("kept-hints", {"OPTIONS": {"MAX_ENTRIES": 2000}})
        self._away_until = 0.0

    def _try(self, operation, *args, **kwargs):
        if time.monotonic() >= self._away_until:
            try:
                return getattr(super(), operation)(*args, **kwargs)
            except (RedisError, OSError) as error:
                self._away_until = time.monotonic() + SECONDS_BETWEEN_TRIES
                log.warning("The cache is away, using this process's memory: %s", error)
        return getattr(self._own, operation)(*args, **kwargs)


def _guarded(operation):
    def guarded(self, *args, **kwargs):
        return self._try(operation, *args, **kwargs)

    guarded.__name__ = operation
    return guarded


for _operation in OPERATIONS:
    setattr(HintCache, _operation, _guarded(_operation))
