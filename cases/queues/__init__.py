"""The queues: ``queue`` is one as one member looks at it, ``shown`` what its page needs."""

from .queue import TABS, Queue
from .shown import as_asked, counts_of_views, filters_context, normal_query, queue_context

__all__ = ["TABS", "Queue", "as_asked", "counts_of_views", "filters_context", "normal_query", "queue_context"]
