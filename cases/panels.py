"""What cases show on the pages below them, and to whom."""

from tenants.wiring import Panel

from .models import Case

MOST_OPEN, PAST = 50, 20


def for_account(request, account):
    cases = Case.objects.visible_to(request.access).about(account).for_rows()
    past = cases.resolved().newest_resolved_first()[:PAST]
    return Panel(
        "cases", "cases/_account_panel.html", {"open": list(cases.open().due_first()[:MOST_OPEN]), "past": list(past)}
    )


def visible_to(access):
    return Case.objects.visible_to(access)
