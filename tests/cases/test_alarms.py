"""At risk, then breached: each at its time, each once for a due time."""

import pytest

from cases.models import Case
from cases.models.alarms import AlarmCause
from tests.cast import as_company, queries_of
from tests.factories import AccountFactory, CaseFactory

from .moments import NOON, fresh, hours, kinds, last, opened

pytestmark = pytest.mark.usefixtures("in_acme")


def ring(now, *cases):
    return Case.objects.ring_alarms([case.pk for case in cases], now)


def test_nothing_is_said_before_its_time():
    case = opened()
    assert ring(hours(53.9), case) == 0
    assert kinds(case) == ["opened", "clocked", "routed"]


def test_a_quarter_before_the_end_it_is_at_risk():
    case = opened()
    assert ring(hours(54), case) == 1
    case = fresh(case)
    assert (case.at_risk_noted_at, case.breached_at, case.alarm_at) == (hours(54), None, hours(72))
    line = last(case, "at-risk")
    assert (line.actor, line.at, line.facts) == (None, hours(54), {"due_at": hours(72).isoformat()})


def test_in_the_very_second_it_is_not_yet_breached():
    case = opened()
    ring(hours(60), case)
    assert ring(hours(72), case) == 0
    assert fresh(case).breached_at is None
    assert ring(hours(72.001), case) == 1
    case = fresh(case)
    assert (case.breached_at, case.breach_cause, case.alarm_at) == (hours(72), AlarmCause.TIME, None)


def test_a_worker_that_comes_late_says_both_at_the_moments_when_they_were_true():
    case = opened()
    assert ring(hours(500), case) == 1
    assert kinds(case)[3:] == ["at-risk", "breached"]
    assert (last(case, "at-risk").at, last(case, "breached").at) == (hours(54), hours(72))


@pytest.mark.parametrize("times", [2, 5])
def test_however_often_it_rings_each_is_said_once(times):
    case = opened()
    for turn in range(times):
        ring(hours(55), case)
        ring(hours(73 + turn), case)
    assert kinds(case)[3:] == ["at-risk", "breached"]


def test_a_line_is_written_once_even_if_the_row_forgot():
    """A worker killed between the line and the row: the next one meets the line's key."""
    case = opened()
    ring(hours(73), case)
    Case.objects.filter(pk=case.pk).update(alarm_at=hours(54), at_risk_noted_at=None, breached_at=None, breach_cause="")
    ring(hours(74), case)
    assert kinds(case)[3:] == ["at-risk", "breached"]
    assert fresh(case).breached_at == hours(72)


def test_resolved_cases_keep_quiet(max):
    case = opened()
    case.resolve(by=max, path="repaired", notes="Done", at=hours(1))
    assert ring(hours(100), case) == 0
    assert kinds(case)[-1] == "resolved"


def test_a_case_without_a_clock_keeps_quiet():
    case = opened(triaged=False)
    assert ring(hours(100), case) == 0


def test_many_are_rung_in_few_statements():
    account = AccountFactory()
    few, many = ([opened(account=account) for _ in range(count)] for count in (2, 20))
    assert len(queries_of(lambda: ring(hours(100), *few))) == len(queries_of(lambda: ring(hours(100), *many)))
    assert {fresh(case).breached_at for case in many} == {hours(72)}


def test_alarms_of_another_company_are_not_rung(acme, globex):
    case = opened()
    with as_company(globex):
        assert ring(hours(100), case) == 0
    assert fresh(case).breached_at is None


def test_the_version_rises_so_that_rows_are_drawn_anew():
    case = opened()
    before = fresh(case).version
    ring(hours(54), case)
    assert fresh(case).version == before + 1


class TestWhoseMiss:
    def test_time_ran_out_on_whoever_had_it(self):
        case = opened()
        ring(hours(100), case)
        assert (fresh(case).breach_cause, last(case, "breached").facts["cause"]) == ("time", "time")

    def test_a_due_time_missed_before_it_was_moved_stays_in_its_line(self, ada):
        case = opened()
        ring(hours(73), case)
        case.escalate(by=ada, reason="They wait", at=hours(80))
        lines = case.history().filter(kind="cases-breached").order_by("recorded_at", "id")
        assert [(line.at, line.facts["cause"]) for line in lines] == [(hours(72), "time"), (hours(80), "escalation")]

    def test_an_escalation_that_moves_nothing_owns_no_miss(self, ada):
        case = opened(priority="high")
        case.escalate(by=ada, reason="They wait", at=hours(30))
        assert (fresh(case).breach_cause, last(case, "breached").at) == ("time", hours(24))

    def test_raising_the_priority_in_time_leaves_a_later_miss_to_time(self, ada):
        case = opened()
        case.prioritise("high", by=ada, at=hours(2))
        ring(hours(30), case)
        assert (fresh(case).breached_at, fresh(case).breach_cause) == (hours(24), "time")


def test_the_sweep_sees_what_is_due_of_every_company_and_nothing_else(acme, globex, max):
    from django.db import connection

    with as_company(globex):
        theirs = CaseFactory(account=AccountFactory(), opened_at=NOON, triaged=True)
    ours, resolved, fresh_one = opened(), opened(), CaseFactory(account=AccountFactory(), triaged=True)
    resolved.resolve(by=max, path="repaired", notes="Done", at=hours(1))
    with connection.cursor() as cursor:
        cursor.callproc("kept_cases_alarmed", [100])
        found = {pk for _tenant, pk in cursor.fetchall()}
    assert {ours.pk, theirs.pk} <= found
    assert not {resolved.pk, fresh_one.pk} & found
