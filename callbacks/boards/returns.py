"""Returns as a board: what is open, one's own, and what has been settled."""

from functools import cached_property
from uuid import UUID

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from callbacks.models import WarrantyReturn
from cases.querysets import COUNT_CAP, capped_counts

PAGE = 50
TABS = {"open": _("Open"), "mine": _("Mine"), "overdue": _("Overdue"), "finished": _("Settled")}


class ReturnBoard:
    """Built from the address alone. ``after`` names the last row of the page before."""

    def __init__(self, request):
        self.access, self.now = request.access, request.company.now()
        self.name = request.GET.get("tab") if request.GET.get("tab") in TABS else "open"
        self.after = self._named(request.GET.get("after", ""))

    @property
    def visible(self):
        return WarrantyReturn.objects.visible_to(self.access)

    def rows_of(self, name):
        if name == "finished":
            return self.visible.finished().newest_finished_first()
        if name == "overdue":
            return self.visible.overdue(self.now).due_first()
        rows = self.visible.open().due_first()
        return rows.owned_by(self.access.member) if name == "mine" else rows

    @cached_property
    def found(self):
        """This page, and one row more to know of a next one."""
        rows = self.rows_of(self.name)
        if self.after:
            rows = rows.finished_before(self.after) if self.name == "finished" else rows.due_after(self.after)
        return list(rows.for_rows()[: PAGE + 1])

    @cached_property
    def rows(self):
        return self.found[:PAGE]

    def tabs(self):
        counts = capped_counts(COUNT_CAP, **{name: self.rows_of(name) for name in TABS})
        return [
            {
                "key": name,
                "label": label,
                "count": f"{COUNT_CAP - 1}+" if counts[name] >= COUNT_CAP else str(counts[name]),
                "url": self.address(tab=name),
                "is_current": name == self.name,
            }
            for name, label in TABS.items()
        ]

    def address(self, **more):
        return f"{reverse('return-list')}?{urlencode({'tab': self.name, **more})}"

    def here(self):
        return self.address(after=self.after.pk) if self.after else self.address()

    def next_url(self):
        return self.address(after=self.rows[-1].pk) if len(self.found) > PAGE else ""

    def _named(self, text):
        """The row that ``text`` names, where this member may see it and it stands in this tab's order."""
        try:
            row = self.visible.filter(pk=UUID(text)).first() if text else None
        except ValueError:
            return None
        return row if row and (self.name != "finished" or row.finished_at) else None


def returns_context(board) -> dict:
    """What the template of the board needs."""
    return {
        "tab": board.name,
        "tabs": board.tabs(),
        "rows": board.rows,
        "board_url": board.here(),
        "next_url": board.next_url(),
    }
