"""A Monday noon in New York from which the tests of cases count, and what they ask of a timeline."""

from datetime import UTC, datetime, timedelta

from cases.models import Case
from tests.factories import AccountFactory, CaseFactory

NOON = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)


def hours(number):
    """The moment ``number`` hours after NOON."""
    return NOON + timedelta(hours=number)


def opened(**about):
    """A case opened at NOON, clocked and routed there and then; ``triaged=False`` leaves that to a worker."""
    account = about.pop("account", None) or AccountFactory()
    return CaseFactory(account=account, **{"opened_at": NOON, "triaged": True} | about)


def kinds(case):
    """The kinds of the timeline's lines in the order in which they were written, without ``cases-``."""
    lines = case.history().order_by("recorded_at", "id")
    return [kind.removeprefix("cases-") for kind in lines.values_list("kind", flat=True)]


def last(case, kind):
    """The newest line of that kind."""
    return case.history().filter(kind=f"cases-{kind}").order_by("recorded_at", "id").last()


def fresh(case):
    """The case as it stands in the database now."""
    return Case.objects.get(pk=case.pk)
