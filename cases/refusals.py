"""Why cases say no to a lower app's verb."""

from django.utils.translation import ngettext

from .models import Case
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


def _counted(cases) -> int:
    return capped_counts(COUNT_CAP, cases=cases)["cases"]
