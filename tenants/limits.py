"""How often a company may ask something of the house: counted in the cache, a minute at a time."""

import time

from django.core.cache import cache


def wait_for(what, most) -> int:
    """Count one more ``what`` in this minute; 0 while there are no more than ``most``, else the seconds to wait.

    Without the cache each process counts for itself.
    """
    now = int(time.time())
    key = f"limit:{what}:{now // 60}"
    cache.add(key, 0, 120)
    try:
        count = cache.incr(key)
    except ValueError:  # the cache went or came back in between
        return 0
    return 0 if count <= most else 60 - now % 60
