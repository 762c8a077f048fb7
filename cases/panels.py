"""What cases show on the pages below them, and to whom."""

from tenants.wiring import Panel

from .models import Case
from .rows import rendered_briefly

MOST_OPEN, PAST = 50, 20


def for_account(request, account):
    cases = Case.objects.visible_to(request.access).about(account)
    open_ = list(cases.open().due_first().values_list("pk", "version")[:MOST_OPEN])
    past = list(cases.resolved().newest_resolved_first().values_list("pk", "version")[:PAST])
    lines = rendered_briefly([*open_, *past], request.company)
    return Panel("cases", "cases/_account_panel.html", {"open": lines[: len(open_)], "past": lines[len(open_) :]})


def visible_to(access):
    return Case.objects.visible_to(access)
