"""What the templates of a queue need, and the ways to ask for one."""

import time
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from cases.forms import QueueFilters
from cases.querysets import FILTERED_CAP, capped_counts

from .queue import Queue

MOST_COUNTED = 30  # views whose cases are counted for one menu
IN_SIGHT = ("owner", "department", "priority", "q")  # what stands above the queue; the rest lies in a menu
IN_MENU = ("due", "lacks", "branch", "type", "reason")


def normal_query(access, asked):
    """Return the one way to ask for what ``asked`` asks for, without a place in the list or what means nothing."""
    return Queue(access, asked).query(view="")


def counts_of_views(access, views) -> dict:
    """How many cases there are in each view, as text, in one statement beside what tags and words take."""
    queues = {str(view.pk): Queue(access, QueryDict(view.query)) for view in views[:MOST_COUNTED]}
    counted = {pk: queue.counted_of(queue.name) for pk, queue in queues.items()}
    counts = capped_counts(FILTERED_CAP, **counted) if counted else {}
    return {pk: f"{FILTERED_CAP - 1}+" if many >= FILTERED_CAP else str(many) for pk, many in counts.items()}


def as_asked(asked):
    """Return the parts of an address that ask for a queue, as they are, without a place in it."""
    known = ("queue", "view", *QueueFilters.base_fields)
    return urlencode({name: asked[name] for name in known if asked.get(name)})


def queue_context(queue, rows) -> dict:
    """What the template of a queue needs."""
    return {
        "queue": queue.name,
        "queue_url": queue.here(),
        "pulse_url": queue.here("case-pulse", stamp=queue.stamp),
        "tabs": queue.tabs(),
        "rows": rows,
        "form": queue.filters,
        "mistyped": queue.mistyped and queue.mistyped.words,
        "shown_words": queue.mistyped and queue.search.words,
        "exact_url": queue.address(exact="1") if queue.mistyped else "",
        "is_filtered": bool(queue.chosen()),
        "chips": queue.chips(),
        "more": [
            *((name, value) for name, value in queue.chosen().items() if name not in IN_SIGHT),
            *([("view", queue.view.pk)] if queue.view else []),
        ],
        "left_out": queue.filters.left_out(),
        "views_url": queue.address("case-views"),
        "filters_url": queue.address("case-filters"),
        "all_url": queue.address("case-numbers"),
        "view": queue.view,
        "has_left_its_view": queue.has_left_its_view,
        "seen": int(time.time()),
        "clear_url": f"{reverse('case-list')}?queue={queue.name}",
        "previous_url": queue.previous_url(),
        "next_url": queue.next_url(),
    }


def filters_context(queue) -> dict:
    """What the form of the filters that lie in the menu needs."""
    form = queue.filters
    kept = {"queue": queue.name, **{name: queue.chosen().get(name, "") for name in IN_SIGHT}}
    return {
        "form": form,
        "fields": [
            {"name": name, "label": form[name].label, "control": form[name].as_widget(attrs={"id": f"filter-{name}"})}
            for name in IN_MENU
        ],
        "kept": [(name, value) for name, value in kept.items() if value],
        "back_url": queue.address(),
        "clear_url": f"{reverse('case-list')}?queue={queue.name}",
    }
