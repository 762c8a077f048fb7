"""The callbacks of everybody, as a list with tabs, filters and pages."""

from functools import cached_property

from django.utils.translation import gettext_lazy as _

from callbacks.explanations import tries_in_words
from callbacks.forms import CallbackFilters
from callbacks.models import Callback

from .stamps import LiveBoard


class CallbackBoard(LiveBoard):
    TABS = {"open": _("Open"), "overdue": _("Overdue"), "finished": _("Done")}
    route, pulse = "callback-list", "callback-pulse"

    def __init__(self, request):
        self.now, self.filters = request.company.now(), CallbackFilters(request.GET, access=request.access)
        self.chosen = self.filters.chosen
        super().__init__(request)

    @cached_property
    def visible(self):
        return Callback.objects.visible_to(self.access)

    def rows_of(self, name):
        rows = self.filters.narrow(self.visible)
        if name == "finished":
            return rows.finished().newest_finished_first()
        return (rows.overdue(self.now) if name == "overdue" else rows.open()).due_first()


def board_context(board) -> dict:
    """What the template of the list needs."""
    return board.context() | {
        "rows": [{"callback": row, "tried": tries_in_words(row)} for row in board.rows],
        "may_choose": board.access.can_write and board.name != "finished",
    }
