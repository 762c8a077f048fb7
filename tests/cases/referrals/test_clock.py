"""When an answer is due, and what a referral says by itself because time passed."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection

from cases.models import Case, Referral
from routing.models import Calendar, Department, Rollout
from tenants.models import Tenant
from tests.cases.moments import kinds, last
from tests.cast import as_company, queries_of
from tests.factories import AccountFactory, BranchFactory, CaseFactory

from .conftest import FRIDAY, MONDAY_EVENING, again

pytestmark = pytest.mark.usefixtures("in_acme")


class TestClock:
    """An answer is due by the end of the next business day, where the case's branch is."""

    def due(self, at, *, branch=None):
        case = CaseFactory(account=AccountFactory(), **({"branch": branch} if branch else {}))
        return case.refer(Department.objects.get(key="support"), by=None, reason="visit", at=at).due_at

    @pytest.mark.parametrize(
        ("asked", "due"),
        [
            ((2026, 11, 20, 21, 50), (2026, 11, 23, 22)),  # Friday 16:50 -> Monday 17:00
            ((2026, 11, 21, 3), (2026, 11, 23, 22)),  # Friday 22:00
            ((2026, 11, 21, 15), (2026, 11, 23, 22)),  # Saturday
            ((2026, 11, 23, 4, 59), (2026, 11, 23, 22)),  # Sunday, a minute before midnight
            ((2026, 11, 23, 13), (2026, 11, 24, 22)),  # Monday 08:00 -> Tuesday
            ((2026, 3, 6, 21, 50), (2026, 3, 9, 21)),  # over the night in which clocks go forward
            ((2026, 10, 30, 20, 50), (2026, 11, 2, 22)),  # and back
        ],
    )
    def test_weekends_and_clock_changes(self, departments, asked, due):
        assert self.due(datetime(*asked, tzinfo=UTC)) == datetime(*due, tzinfo=UTC)

    def test_a_holiday_moves_it(self, acme, departments, ada):
        week = dict.fromkeys(range(5), ((time(8), time(17)),))
        calendar = Calendar.objects.set_hours(None, week, by=ada, was=0)
        calendar.close_on(date(2026, 11, 23), "Founder's day", by=ada)
        assert self.due(FRIDAY) == MONDAY_EVENING + timedelta(days=1)

    def test_a_branch_answers_in_its_own_zone(self, departments):
        west = BranchFactory(name="West", time_zone="America/Los_Angeles")
        assert self.due(FRIDAY, branch=west) == MONDAY_EVENING + timedelta(hours=3)

    def test_it_is_at_risk_when_a_quarter_of_the_open_time_is_left(self, referral):
        # Ten minutes on Friday and nine hours on Monday: a quarter of it is 2 h 17 min 30 s.
        assert referral.at_risk_at == MONDAY_EVENING - timedelta(minutes=137, seconds=30)


class TestAlarms:
    def chase(self, referral, now):
        return Referral.objects.chase([referral.pk], now)

    def test_at_risk_then_overdue_each_once(self, referral, case):
        said = [self.chase(referral, at) for at in (FRIDAY, referral.at_risk_at, referral.due_at)]
        assert (said, again(referral).alarm_at) == ([0, 1, 0], referral.due_at)
        late = referral.due_at + timedelta(seconds=1)
        assert [self.chase(referral, late) for _ in range(2)] == [1, 0]
        assert kinds(case)[-2:] == ["referral-at-risk", "referral-overdue"]
        assert [last(case, kind).at for kind in ("referral-at-risk", "referral-overdue")] == [
            referral.at_risk_at,
            referral.due_at,
        ]
        assert (again(referral).overdue_at, again(referral).alarm_at) == (referral.due_at, None)

    def test_a_worker_that_comes_late_says_both_at_their_moments(self, referral, case):
        self.chase(referral, referral.due_at + timedelta(days=3))
        assert kinds(case)[-2:] == ["referral-at-risk", "referral-overdue"]

    def test_what_is_finished_keeps_quiet(self, referral, case, max):
        referral.reply("Yes.", by=max, at=FRIDAY)
        assert self.chase(referral, referral.due_at + timedelta(days=9)) == 0
        assert kinds(case)[-1] == "referral-answered"

    def test_the_sweep_finds_those_of_every_company_in_its_own_time(self, referral, globex):
        def found():
            with connection.cursor() as cursor:
                cursor.callproc("kept_referrals_alarmed", [100])
                return {pk for _tenant, pk in cursor.fetchall()}

        with as_company(globex):
            theirs = CaseFactory(account=AccountFactory()).refer(
                Department.objects.get(key="support"), by=None, reason="part", at=FRIDAY - timedelta(days=30)
            )
        Tenant.objects.filter(pk=referral.tenant_id).update(clock_at=FRIDAY)
        assert found() == {theirs.pk}
        Tenant.objects.filter(pk=referral.tenant_id).update(clock_at=referral.at_risk_at)
        assert found() == {theirs.pk, referral.pk}


class TestNewHours:
    def test_a_holiday_moves_what_is_open_once_and_lets_it_speak_anew(self, referral, case, sales, ada, max):
        week = dict.fromkeys(range(5), ((time(8), time(17)),))
        done = CaseFactory(account=AccountFactory()).refer(sales, by=ada, reason="price", at=FRIDAY)
        done.reply("Yes.", by=max, at=FRIDAY)
        Referral.objects.chase([referral.pk], MONDAY_EVENING + timedelta(seconds=1))
        Calendar.objects.set_hours(None, week, by=ada, was=0).close_on(date(2026, 11, 23), "Founder's day", by=ada)
        rollout = Rollout.objects.get(kind="clock")
        for _ in range(2):
            Case.objects.carry(rollout)
        row = again(referral)
        assert (row.due_at, row.overdue_at, row.alarm_at) == (
            MONDAY_EVENING + timedelta(days=1),
            None,
            row.at_risk_at,
        )
        assert again(done).due_at == MONDAY_EVENING
        assert kinds(case)[-3:] == ["referral-at-risk", "referral-overdue", "referral-moved"]
        Referral.objects.chase([referral.pk], row.due_at + timedelta(seconds=1))
        assert kinds(case)[-2:] == ["referral-at-risk", "referral-overdue"]

    def test_what_stays_where_it_is_is_not_locked(self, referral, sales):
        CaseFactory(account=AccountFactory()).refer(sales, by=None, reason="price", at=FRIDAY)
        sent = queries_of(lambda: Referral.objects.rewind(FRIDAY))
        assert [sql for sql in sent if "FOR UPDATE" in sql] == []

    def test_a_step_winds_those_of_the_cases_that_it_looks_at(self, referral, case, sales, ada):
        other = CaseFactory(account=AccountFactory())
        second = other.refer(sales, by=ada, reason="price", at=FRIDAY)
        week = dict.fromkeys(range(5), ((time(8), time(17)),))
        Calendar.objects.set_hours(None, week, by=ada, was=0).close_on(date(2026, 11, 23), "Founder's day", by=ada)
        Referral.objects.of_cases_between(None, case.pk).rewind(FRIDAY)
        assert [again(one).due_at for one in (referral, second)] == [
            MONDAY_EVENING + timedelta(days=1),
            MONDAY_EVENING,
        ]
        Referral.objects.of_cases_between(case.pk, None).rewind(FRIDAY)
        assert again(second).due_at == MONDAY_EVENING + timedelta(days=1)
