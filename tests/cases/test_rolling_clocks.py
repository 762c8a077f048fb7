"""Other targets, hours or holidays reach the clocks of the open cases: as the preview said, once, and nothing else."""

from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from cases.models import Case
from routing.models import Calendar, Rollout, SlaPolicy, Targets
from routing.models.setup import read_setup
from tenants.models import Tenant

from .carrying import carry_out
from .moments import NOON, fresh, hours, kinds, last, opened

pytestmark = pytest.mark.usefixtures("in_acme")

ALL_DAY = {day: ((time(0), time(12)), (time(12), time(0))) for day in range(7)}


class TestClocks:
    @pytest.fixture
    def office(self, boss):
        """Monday to Friday from eight to five count, and a high case has nine such hours."""
        weekly = {day: ((time(8), time(17)),) for day in range(5)}
        calendar = Calendar.objects.set_hours(None, weekly, by=boss, was=0)
        targets = Targets(business_hours=True, windows=dict.fromkeys(Targets().windows, 27 * 60))
        SlaPolicy.objects.write(targets, by=boss, was=0)
        return calendar

    def test_edge_18_a_holiday_moves_every_case_over_it_in_one_job_and_twice_is_nothing(self, office, boss):
        cases = [opened() for _ in range(5)]
        before = fresh(cases[0]).due_at
        Rollout.objects.all().delete()
        office.close_on(date(2026, 3, 3), "Snow day", by=boss)
        assert sorted(carry_out("clock")) == sorted(case.pk for case in cases)
        assert {fresh(case).due_at for case in cases} == {before + timedelta(days=1)}
        assert [kinds(case).count("clocked") for case in cases] == [2] * 5
        assert last(cases[0], "clocked").facts["cause"] == "policy"
        versions = [fresh(case).version for case in cases]
        assert carry_out("clock") == []
        for case in cases:
            case.follow_clock(by=boss)
        assert [fresh(case).version for case in cases] == versions

    def test_taking_it_back_takes_it_back(self, office, boss):
        case = opened()
        before = fresh(case)
        office.close_on(date(2026, 3, 3), "Snow day", by=boss)
        carry_out("clock")
        office.open_on(date(2026, 3, 3), by=boss)
        carry_out("clock")
        assert (fresh(case).due_at, fresh(case).due_fingerprint) == (before.due_at, before.due_fingerprint)

    def test_resolved_cases_keep_their_figures(self, office, boss, max):
        case = opened()
        case.resolve(by=max, path="repaired", notes="Done", at=hours(1))
        office.close_on(date(2026, 3, 3), "Snow day", by=boss)
        assert carry_out("clock") == []

    def test_a_case_that_shorter_targets_make_late_is_nobodys_miss(self, boss):
        case = opened(opened_at=timezone.now() - timedelta(hours=30))
        SlaPolicy.objects.write(Targets(windows=dict.fromkeys(Targets().windows, 60)), by=boss, was=0)
        carry_out("clock")
        case = fresh(case)
        assert (case.breach_cause, case.breached_at) == ("policy", case.opened_at + timedelta(hours=1))
        assert "at-risk" not in kinds(case)

    def test_the_same_hours_said_otherwise_are_told_to_nobody(self, boss):
        case = opened()
        version = fresh(case).version
        Calendar.objects.set_hours(None, ALL_DAY, by=boss, was=0)
        SlaPolicy.objects.write(Targets(business_hours=True), by=boss, was=0)
        assert carry_out("clock") == [case.pk]
        assert (fresh(case).version, kinds(case).count("clocked")) == (version, 1)
        assert carry_out("clock") == []

    def test_edge_19_a_late_entry_counts_from_the_call_in_business_hours_too(self, office):
        friday = NOON - timedelta(days=3)
        case = opened(opened_at=friday, at=NOON)
        assert fresh(case).due_at == NOON + timedelta(days=2)
        assert (fresh(case).entered_late, fresh(case).why_due().is_entered_late) == (True, True)

    @pytest.mark.parametrize("change", ["windows", "hours", "share", "answers"])
    def test_the_preview_counts_what_then_happens(self, office, acme, boss, change):
        for number in range(6):
            opened(priority=["low", "normal", "high", "urgent"][number % 4], opened_at=hours(number * 20))
        version, now = SlaPolicy.objects.in_force()
        wanted = {
            "windows": Targets(windows={**now.windows, "high": 60}, business_hours=True),
            "hours": Targets(windows=now.windows),
            "share": Targets(windows=now.windows, business_hours=True, at_risk_percent=60),
            "answers": Targets(windows=now.windows, business_hours=True, response={"low": 90}),
        }[change]
        company = Tenant.objects.get(pk=acme.pk)
        moves = Case.objects.clock_moves_under(read_setup(company, targets=wanted), hours(200))
        before = {case.pk: case.moments() for case in Case.objects.all()}
        SlaPolicy.objects.write(wanted, by=boss, was=version)
        carry_out("clock")
        moved = [case for case in Case.objects.all() if case.moments() != before[case.pk]]
        assert (moves.looked_at, moves.moved, bool(moves.moved)) == (6, len(moved), True)
        due = [(case.due_at, before[case.pk][0]) for case in moved]
        assert (moves.sooner, moves.later) == (sum(a < b for a, b in due), sum(a > b for a, b in due))
