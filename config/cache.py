"""A cache that is only a hint: while Valkey is away, each process remembers for itself."""

import logging
import time

from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from django.utils.functional import cached_property
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

SECONDS_BETWEEN_TRIES = 5
# The rest of the interface goes through these.
OPERATIONS = ["add", "get", "set", "touch", "delete", "get_many", "set_many", "delete_many", "has_key", "incr", "clear"]


class OneClient(RedisCacheClient):
    """Makes its client once: making one takes as long as asking it."""

    def get_client(self, key=None, *, write=False):
        return self._only

    @cached_property
    def _only(self):
        return super().get_client(write=True)


class HintCache(RedisCache):
    """Django's Redis cache, but an error answers from the process's own memory instead of reaching the page."""

    def __init__(self, server, params):
        super().__init__(server, params)
        self._class = OneClient
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
