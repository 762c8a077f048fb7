"""What happened lately in all the cases of one customer, and on their account."""

from itertools import groupby

from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from cases.models import Case, Hearing
from cases.rows import rendered_each
from customers.models import TOLD_ON_BOTH, Account
from tenants.http import page, permission_required
from tenants.models.roles import READ
from timeline.models import Entry

LINES = 30


@require_GET
@permission_required(READ)
def account_history(request, number):
    account = get_object_or_404(Account.objects.visible_to(request.access), number=number)
    cases = Case.objects.openable_by(request.access).about(account)
    lines = Entry.objects.about_each(cases, Account.objects.named(account.pk)).readable_by(request.access)
    lines = Hearing(request.access, cases.handed_on()).of(lines)
    lines = lines.without("case", TOLD_ON_BOTH)  # a complaint is read on the account once more
    found = list(
        lines.preceding(request.GET.get("before", "")).newest_first().values_list("pk", "subject_id")[: LINES + 1]
    )
    older = found[LINES - 1][0] if len(found) > LINES else ""
    context = {"account": account, "stretches": _stretches(request, found[:LINES]), "older": older}
    return page(request, "cases/_history.html" if request.htmx else "cases/account_history.html", context)


def _stretches(request, found):
    """Lines that follow each other in the same case, with that case; None for those of the customer alone."""
    cases = Case.objects.in_bulk({subject for _pk, subject in found})
    lines = dict(
        zip((pk for pk, _subject in found), rendered_each([pk for pk, _s in found], request.company), strict=True)
    )
    for subject, some in groupby(found, key=lambda line: line[1]):
        yield {"case": cases.get(subject), "lines": [lines[pk] for pk, _subject in some]}
