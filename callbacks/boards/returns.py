"""Returns as a board: what is open, one's own, and what has been settled."""

from functools import cached_property

from django.utils.translation import gettext_lazy as _

from callbacks.forms import ReturnFilters
from callbacks.models import WarrantyReturn

from .stamps import LiveBoard


class ReturnBoard(LiveBoard):
    TABS = {"open": _("Open"), "mine": _("Mine"), "overdue": _("Overdue"), "finished": _("Settled")}
    route, pulse = "return-list", "return-pulse"

    def __init__(self, request):
        self.now, self.filters = request.company.now(), ReturnFilters(request.GET, access=request.access)
        self.chosen = self.filters.chosen
        super().__init__(request)

    @cached_property
    def visible(self):
        return WarrantyReturn.objects.visible_to(self.access)

    @cached_property
    def narrowed(self):
        return self.filters.narrow(self.visible)

    def rows_of(self, name):
        rows = self.narrowed
        if name == "finished":
            return rows.finished().newest_finished_first()
        rows = (rows.overdue(self.now) if name == "overdue" else rows.open()).due_first()
        return rows.owned_by(self.access.member) if name == "mine" else rows


def returns_context(board) -> dict:
    """What the template of the board needs."""
    return board.context() | {"rows": board.rows, "q": board.chosen.get("q", "")}
