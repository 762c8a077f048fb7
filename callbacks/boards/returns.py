"""Returns as a board: what is open, one's own, and what has been settled."""

from functools import cached_property

from django.utils.translation import gettext_lazy as _

from callbacks.models import WarrantyReturn
from cases.boards import Board


class ReturnBoard(Board):
    TABS = {"open": _("Open"), "mine": _("Mine"), "overdue": _("Overdue"), "finished": _("Settled")}
    route = "return-list"

    def __init__(self, request):
        self.now = request.company.now()
        super().__init__(request)

    @cached_property
    def visible(self):
        return WarrantyReturn.objects.visible_to(self.access)

    def rows_of(self, name):
        if name == "finished":
            return self.visible.finished().newest_finished_first()
        if name == "overdue":
            return self.visible.overdue(self.now).due_first()
        rows = self.visible.open().due_first()
        return rows.owned_by(self.access.member) if name == "mine" else rows

    def fetched(self, rows):
        return rows.for_rows()


def returns_context(board) -> dict:
    """What the template of the board needs."""
    return board.context() | {"rows": board.rows}
