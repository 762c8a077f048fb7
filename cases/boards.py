"""Lists with tabs, filters and pages; the referrals that a department has been asked, as one member looks at them."""

from hashlib import md5
from urllib.parse import quote
from uuid import UUID

from django.core.cache import cache
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from tenants import news

from .forms import ReferralFilters
from .models import Case, Referral
from .panels import answers_at
from .querysets import COUNT_CAP, capped_counts
from .rows import rendered_referrals

PAGE = 50
COUNTED_FOR = 60  # seconds, should a change have been missed
TABS = {
    "waiting": _("To accept"),
    "accepted": _("Accepted"),
    "mine": _("Mine"),
    "asked": _("Asked by me"),
    "finished": _("Answered"),
}


class Board:
    """A list with tabs, built from the address alone. ``after`` and ``before`` name a row: pages are found by it, never
    by counting. One tab is ``finished``, by when that was; the others are by what is due first.

    A list of its own says its ``TABS``, ``route``, ``visible`` rows, ``rows_of`` a tab, what is ``fetched`` of a page,
    the ``filters`` where it has any, and what of them is ``chosen`` in the address.
    """

    TABS, route, filters, chosen = {}, "", None, {}

    def __init__(self, request):
        self.asked, self.access = request.GET, request.access
        name = request.GET.get("tab")
        self.name = name if name in self.TABS else next(iter(self.TABS))
        self.after, self.before = (self._named(request.GET.get(end, "")) for end in ("after", "before"))

    @cached_property
    def found(self):
        """This page's rows, and one more to know of a next page."""
        rows, is_past = self.rows_of(self.name), self.name == "finished"
        if self.after:
            rows = rows.finished_before(self.after) if is_past else rows.due_after(self.after)
        elif self.before:
            rows = rows.finished_after(self.before) if is_past else rows.due_before(self.before)
        return list(self.fetched(rows)[: PAGE + 1])

    @cached_property
    def rows(self):
        page = self.found[:PAGE]
        return page[::-1] if self.before and not self.after else page

    @cached_property
    def counts(self):
        """How many there are behind each tab, as text. Remembered for as long as nothing in the company changes."""
        member = self.access.member
        narrowed = self.filters.chosen if self.filters else {}
        key = f"{self.route}:{news.latest(member.tenant_id)}:{member.pk}:{quote(repr(narrowed))}"
        return cache.get_or_set(key, self._counted, COUNTED_FOR)

    def _counted(self):
        counts = capped_counts(COUNT_CAP, **{name: self.rows_of(name) for name in self.TABS})
        return {name: f"{COUNT_CAP - 1}+" if count >= COUNT_CAP else str(count) for name, count in counts.items()}

    def tabs(self):
        return [
            {
                "key": name,
                "label": label,
                "count": self.counts[name],
                "url": self.address(tab=name),
                "is_current": name == self.name,
            }
            for name, label in self.TABS.items()
        ]

    def address(self, route="", **more):
        """The address of this tab with its filters; ``more`` adds to or replaces them."""
        asked = {"tab": self.name, **self.chosen, **more}
        return f"{reverse(route or self.route)}?{urlencode({name: value for name, value in asked.items() if value})}"

    def here(self, route="", **more):
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

    def context(self) -> dict:
        """What the template of every such list needs."""
        return {
            "tab": self.name,
            "board_url": self.here(),
            "tabs": self.tabs(),
            "form": self.filters,
            "previous_url": self.previous_url(),
            "next_url": self.next_url(),
        }


class ReferralBoard(Board):
    TABS, route = TABS, "referral-list"

    def __init__(self, request):
        self.company, self.filters = request.company, ReferralFilters(request.GET, access=request.access)
        self.chosen = {"department": request.GET.get("department", "")}
        super().__init__(request)

    @cached_property
    def visible(self):
        return Referral.objects.visible_to(self.access, Case.objects)

    def rows_of(self, name):
        """Everything behind that tab, in its order. What I asked myself is mine whichever department has it."""
        member, rows = self.access.member, self.visible if name == "asked" else self.filters.narrow(self.visible)
        if name == "finished":
            return rows.finished().newest_finished_first()
        lists = {"waiting": rows.to_accept, "accepted": rows.accepted}
        mine = {"mine": rows.accepted_by, "asked": rows.asked_by}
        return (lists[name]() if name in lists else mine[name](member)).due_first()

    def fetched(self, rows):
        return rows.for_board(self.access.member)

    @property
    def stamp(self):
        """Changes exactly when what this page shows has changed."""
        return md5(repr((self.rows, self.counts)).encode(), usedforsecurity=False).hexdigest()

    def shown(self):
        """The rows as HTML, with a button where this member may accept one."""
        wait = self.name == "waiting"
        rows = [(row, wait and answers_at(self.access, row.case__branch, row)) for row in self.rows]
        return rendered_referrals(rows, self.company)


def board_context(board) -> dict:
    """What the template of the list needs."""
    return board.context() | {
        "pulse_url": board.here("referral-pulse", stamp=board.stamp),
        "rows": board.shown(),
        "is_narrow": board.filters.is_narrow,
        "all_url": board.address(department="all"),
    }
