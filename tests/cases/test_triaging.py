"""The first look: a case gets its clock and its department, once, whoever looks and however often."""

import pytest

from cases.models import Case
from cases.tasks import triage
from routing import clock
from tests.cast import as_company, queries_of

from .moments import NOON, fresh, hours, kinds, last, opened

pytestmark = pytest.mark.usefixtures("in_acme")


@pytest.mark.parametrize(("priority", "due"), [("urgent", 4), ("high", 24), ("normal", 72), ("low", 168)])
def test_the_due_time_is_elapsed_hours_from_the_opening(priority, due):
    case = fresh(opened(priority=priority))
    assert (case.due_at, case.queue_at) == (hours(due), hours(due))
    assert (case.at_risk_at, case.alarm_at) == (hours(due * 0.75), hours(due * 0.75))
    assert case.due_fingerprint == clock.fingerprint(NOON, priority, clock.DEFAULT_POLICY)
    assert (case.triage_wanted_at, case.rederived_by, case.breached_at) == (None, "", None)


def test_it_is_told_in_two_lines_of_the_house():
    case = opened()
    assert kinds(case) == ["opened", "clocked", "routed"]
    line = last(case, "clocked")
    assert (line.actor, line.at) == (None, NOON)
    assert line.facts == {"due_at": hours(72).isoformat(), "priority": "normal", "cause": ""}


def test_twice_is_harmless():
    case = opened()
    version = case.version
    case.triage(at=hours(1))
    Case.objects.get(pk=case.pk).triage(at=hours(2))
    assert fresh(case).version == version
    assert kinds(case) == ["opened", "clocked", "routed"]


def test_a_worker_locks_the_row_reads_it_once_and_writes_it_as_one_version(ada, departments):
    case = opened(by=ada, triaged=False)
    sent = queries_of(lambda: Case.objects.triage(case.pk))
    # Lock and read; company, branch, owner and their name, each by a plan that is kept; department, and does the owner
    # work there; the former owner follows; the lines; who leads, because it is late and nobody's; the row; its words.
    expected = [*["SELECT"] * 7, "INSERT", "INSERT", "SELECT", "UPDATE", "WITH"]
    assert [sql.split()[0] for sql in sent] == expected
    assert fresh(case).version == case.version + 1


def test_looking_late_says_what_came_due_meanwhile_at_its_own_time():
    case = opened(triaged=False)
    case.triage(at=hours(80))
    case = fresh(case)
    assert (case.at_risk_noted_at, case.breached_at, case.breach_cause) == (hours(54), hours(72), "time")
    assert (last(case, "at-risk").at, last(case, "breached").at) == (hours(54), hours(72))
    assert case.alarm_at is None


def test_a_case_that_was_resolved_before_anyone_looked_is_judged_by_when_it_was_resolved(max):
    case = opened(triaged=False)
    case.resolve(by=max, path="explained", notes="Told how", at=hours(10))
    case.triage(at=hours(100))
    case = fresh(case)
    assert (case.due_at, case.breached_at, case.was_met, case.alarm_at) == (hours(72), None, True, None)


def test_why_it_is_due_can_be_told(ada):
    case = opened(priority="high")
    why = case.why_due()
    assert (why.kind, why.started_at, why.priority, why.window_minutes) == ("opened", NOON, "high", 1440)
    assert opened(triaged=False).why_due() is None


def test_a_worker_looks_in_the_company_of_the_message(acme, globex):
    case = opened(triaged=False)
    with pytest.raises(Case.DoesNotExist), as_company(globex):
        triage.apply(args=[str(case.pk)], headers={"tenant": str(globex.pk)}, throw=True)
    triage.apply(args=[str(case.pk)], headers={"tenant": str(acme.pk)}, throw=True)
    assert fresh(case).is_clocked
