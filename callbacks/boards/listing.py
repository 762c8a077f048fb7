"""The callbacks of everybody, as a list with tabs, filters and pages."""

from functools import cached_property
from uuid import UUID

from django.core.cache import cache
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from callbacks.explanations import tries_in_words
from callbacks.forms import CallbackFilters
from callbacks.models import Callback
from cases.querysets import COUNT_CAP, capped_counts
from tenants import news

from .stamps import stamp_of

PAGE = 50
COUNTED_FOR = 60  # seconds, should a change have been missed
TABS = {"open": _("Open"), "overdue": _("Overdue"), "finished": _("Done")}


class CallbackBoard:
    """Built from the address alone. ``after`` and ``before`` name a row: pages are found by it, never by counting."""

    def __init__(self, request):
        self.asked, self.access, self.now = request.GET, request.access, request.company.now()
        self.name = request.GET.get("tab", "open")
        if self.name not in TABS:
            self.name = "open"
        self.filters = CallbackFilters(request.GET, access=self.access)
        self.after, self.before = (self._named(request.GET.get(end, "")) for end in ("after", "before"))

    @cached_property
    def visible(self):
        return Callback.objects.visible_to(self.access)

    def rows_of(self, name):
        rows = self.filters.narrow(self.visible)
        if name == "finished":
            return rows.finished().newest_finished_first()
        return (rows.overdue(self.now) if name == "overdue" else rows.open()).due_first()

    @cached_property
    def found(self):
        """This page's rows, and one more to know of a next page."""
        rows, is_past = self.rows_of(self.name), self.name == "finished"
        if self.after:
            rows = rows.finished_before(self.after) if is_past else rows.due_after(self.after)
        elif self.before:
            rows = rows.finished_after(self.before) if is_past else rows.due_before(self.before)
        return list(rows.for_rows()[: PAGE + 1])

    @cached_property
    def rows(self):
        page = self.found[:PAGE]
        return page[::-1] if self.before and not self.after else page

    @cached_property
    def counts(self):
        """How many there are behind each tab, as text; remembered for as long as nothing in the company changes."""
        member = self.access.member
        chosen = sorted(self.filters.chosen.items())
        key = f"callbacks:{news.latest(member.tenant_id)}:{member.pk}:{urlencode(chosen)}"
        return cache.get_or_set(key, self._counted, COUNTED_FOR)

    def _counted(self):
        counts = capped_counts(COUNT_CAP, **{name: self.rows_of(name) for name in TABS})
        return {name: f"{COUNT_CAP - 1}+" if count >= COUNT_CAP else str(count) for name, count in counts.items()}

    @property
    def stamp(self):
        """Changes exactly when what this page shows has changed."""
        return stamp_of([(row.pk, row.version) for row in self.rows], self.counts)

    def tabs(self):
        return [
            {
                "key": name,
                "label": label,
                "count": self.counts[name],
                "url": self.address(tab=name),
                "is_current": name == self.name,
            }
            for name, label in TABS.items()
        ]

    def address(self, route="callback-list", **more):
        """The address of this tab with its filters; ``more`` adds to or replaces them."""
        asked = {"tab": self.name, **self.filters.chosen, **more}
        return f"{reverse(route)}?{urlencode({name: value for name, value in asked.items() if value})}"

    def here(self, route="callback-list", **more):
        """The address of this very page."""
        return self.address(route, **{end: self.asked.get(end, "") for end in ("after", "before")}, **more)

    def next_url(self):
        more = len(self.found) > PAGE or (self.before and not self.after)
        return self.address(after=self.rows[-1].pk) if more and self.rows else ""

    def previous_url(self):
        more = self.after or (self.before and len(self.found) > PAGE)
        return self.address(before=self.rows[0].pk) if more and self.rows else ""

    def _named(self, text):
        """The row that ``text`` names, where this member may see it and it stands in this tab's order."""
        try:
            row = self.visible.filter(pk=UUID(text)).first() if text else None
        except ValueError:
            return None
        return row if row and (self.name != "finished" or row.finished_at) else None


def board_context(board) -> dict:
    """What the template of the list needs."""
    return {
        "tab": board.name,
        "board_url": board.here(),
        "pulse_url": board.here("callback-pulse", stamp=board.stamp),
        "tabs": board.tabs(),
        "rows": [{"callback": row, "tried": tries_in_words(row)} for row in board.rows],
        "form": board.filters,
        "is_narrow": bool(board.filters.chosen),
        "all_url": f"{reverse('callback-list')}?tab={board.name}",
        "may_choose": board.access.can_write and board.name != "finished",
        "previous_url": board.previous_url(),
        "next_url": board.next_url(),
    }
