"""Why cases say no: to a lower app's verb, and to being finished."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import Case, Referral
from .querysets import COUNT_CAP, capped_counts


def open_cases_in(department) -> list[str]:
    """A department where open cases lie needs its people."""
    count = _counted(Case.objects.in_department(department).open())
    return [ngettext("%(n)s open case lies there.", "%(n)s open cases lie there.", count) % {"n": count}] * bool(count)


def resolved_cases_in(department) -> list[str]:
    """One where resolved cases lie is what their pages and figures name."""
    count = _counted(Case.objects.in_department(department).resolved())
    said = ngettext(
        "%(n)s resolved case lies there. Rename the department instead.",
        "%(n)s resolved cases lie there. Rename the department instead.",
        count,
    )
    return [said % {"n": count}] * bool(count)


def open_referrals_to(department) -> list[str]:
    """Nobody would be left to answer."""
    count = _counted(Referral.objects.to(department).open())
    said = ngettext("%(n)s referral waits for its answer.", "%(n)s referrals wait for its answer.", count)
    return [said % {"n": count}] * bool(count)


def finished_referrals_to(department) -> list[str]:
    """What was asked of it once is told by name."""
    count = _counted(Referral.objects.to(department).finished())
    said = ngettext(
        "%(n)s referral was answered there. Rename the department instead.",
        "%(n)s referrals were answered there. Rename the department instead.",
        count,
    )
    return [said % {"n": count}] * bool(count)


def open_referrals(case) -> list[str]:
    """A department that was asked still works on the case: its question is answered or withdrawn first."""
    if not case.referrals_open:
        return []
    said = _("%(department)s has not answered its referral yet. Wait for the answer, or withdraw the referral.")
    asked = case.referrals.open().select_related("department").due_first()
    return [said % {"department": referral.department.name} for referral in asked]


def _counted(cases) -> int:
    return capped_counts(COUNT_CAP, cases=cases)["cases"]
