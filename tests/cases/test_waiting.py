"""Waiting and going on: the clock stands still where the policy says so, and only while it would run."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction

from cases.models import CannotWait, Case, CasePause
from routing.models import Calendar, SlaPolicy, Targets, WaitingLabel
from tests.cast import queries_of

from .moments import NOON, fresh, hours, kinds, last, opened

pytestmark = pytest.mark.usefixtures("in_acme")

OFFICE = {day: ((time(8), time(17)),) for day in range(5)}
PARTS = Targets(pausing=("parts",))
WEEKS = timedelta(days=7)


@pytest.fixture
def pausing(boss):
    """Acme's clock stands still while a case waits for parts."""
    SlaPolicy.objects.write(PARTS, by=boss, was=0)


@pytest.fixture
def office(boss):
    """The same, and only Monday to Friday from eight to five counts."""
    Calendar.objects.set_hours(None, OFFICE, by=boss, was=0)
    targets = Targets(pausing=("parts",), business_hours=True, windows=dict.fromkeys(PARTS.windows, 9 * 60))
    SlaPolicy.objects.write(targets, by=boss, was=0)


class TestThePolicy:
    def test_by_default_nothing_pauses_and_the_clock_runs_on(self, ada):
        case = opened()
        case.wait("parts", by=ada, at=hours(1))
        case = fresh(case)
        assert (case.due_at, case.is_waiting, case.is_paused) == (hours(72), True, False)
        assert last(case, "waiting").facts["is_paused"] is False

    def test_waiting_for_what_the_policy_names_stops_the_clock(self, pausing, ada):
        case = opened()
        case.wait("parts", by=ada, reason="A seal", at=hours(1))
        case = fresh(case)
        assert (case.due_at, case.at_risk_at, case.alarm_at, case.is_paused) == (None, None, None, True)
        case.resume(by=ada, at=hours(11))
        case = fresh(case)
        assert (case.due_at, case.at_risk_at, case.queue_at) == (hours(82), hours(64), hours(82))
        assert kinds(case) == ["opened", "clocked", "routed", "waiting", "resumed"]

    def test_waiting_for_something_else_does_not(self, pausing, ada):
        case = opened()
        case.wait("customer", by=ada, at=hours(1))
        assert fresh(case).due_at == hours(72)

    def test_changing_over_ends_the_one_and_begins_the_other(self, pausing, ada):
        case = opened()
        case.wait("parts", by=ada, at=hours(1))
        case.wait("customer", by=ada, at=hours(3))
        assert (fresh(case).due_at, fresh(case).waiting_for) == (hours(74), "customer")
        assert [(row.category, row.ended_at) for row in case.pauses.order_by("started_at")] == [
            ("parts", hours(3)),
            ("customer", None),
        ]


class TestEdges:
    def test_edge_9_a_pause_outside_of_business_hours_adds_nothing(self, office, ada):
        friday_five = datetime(2026, 3, 6, 22, tzinfo=UTC)
        monday_eight, monday_nine = (datetime(2026, 3, 9, hour, tzinfo=UTC) for hour in (12, 13))
        case = opened(opened_at=friday_five - timedelta(hours=1))
        due_at = fresh(case).due_at
        case.wait("parts", by=ada, at=friday_five)
        case.resume(by=ada, at=monday_eight)
        assert fresh(case).due_at == due_at
        case.wait("parts", by=ada, at=monday_eight)
        case.resume(by=ada, at=monday_nine)
        assert fresh(case).due_at == due_at + timedelta(hours=1)

    def test_edge_10_resolved_out_of_half_a_year_of_waiting_is_in_time(self, pausing, ada, max):
        case = opened()
        case.wait("parts", by=ada, at=hours(1))
        case.resolve(by=max, path="replaced", notes="It came", at=NOON + 26 * WEEKS)
        case = fresh(case)
        assert (case.was_met, case.breached_at, case.is_waiting) == (True, None, False)
        assert case.due_at == NOON + 26 * WEEKS + timedelta(hours=71)
        assert case.pauses.get().ended_at == case.resolved_at

    def test_edge_11_an_edit_of_a_paused_case_never_makes_it_late(self, pausing, ada):
        case = opened()
        case.wait("parts", by=ada, at=hours(1))
        case.tag("leak", by=ada)
        case.edit({"summary": "Other words"}, was={"summary": case.summary}, by=ada)
        assert Case.objects.ring_alarms([case.pk], hours(500)) == 0
        assert (fresh(case).is_paused, fresh(case).breached_at) == (True, None)

    def test_edge_12_a_pause_counts_whatever_happens_to_the_priority_meanwhile(self, pausing, ada):
        case = opened()
        case.wait("parts", by=ada, at=hours(1))
        case.prioritise("high", by=ada, at=hours(5))
        assert fresh(case).due_at is None
        case.resume(by=ada, at=hours(11))
        assert fresh(case).due_at == hours(34)

    def test_edge_14_another_label_moves_nothing(self, pausing, ada, boss):
        case = opened()
        case.wait("parts", by=ada, at=hours(1))
        case.resume(by=ada, at=hours(11))
        before = fresh(case)
        WaitingLabel.objects.call("parts", "On order", by=boss)
        case.follow_clock(by=boss, at=hours(12))
        assert (fresh(case).due_at, fresh(case).due_fingerprint, fresh(case).version) == (
            before.due_at,
            before.due_fingerprint,
            before.version,
        )
        assert last(case, "waiting").facts["label"] == "Waiting for parts"

    def test_edge_20_a_pause_that_would_end_before_it_begins_is_refused(self, pausing, ada):
        case = opened()
        with pytest.raises(CannotWait):
            case.wait("parts", by=ada, at=hours(2), until=hours(1))
        case.wait("parts", by=ada, at=hours(2))
        with pytest.raises(CannotWait):
            case.resume(by=ada, at=hours(1))
        with pytest.raises(IntegrityError), transaction.atomic():
            case.pauses.update(ended_at=hours(1))
        assert fresh(case).is_paused

    def test_edge_22_how_late_it_was_never_changes_again(self, office, max, boss):
        case = opened()
        case.resolve(by=max, path="repaired", notes="Done", at=hours(100))
        before = fresh(case)
        SlaPolicy.objects.write(Targets(windows=dict.fromkeys(PARTS.windows, 1)), by=boss, was=1)
        case.follow_clock(by=boss, at=hours(200))
        after = fresh(case)
        assert (after.due_at, after.breached_at, after.was_met) == (before.due_at, before.breached_at, False)

    def test_a_late_case_stays_late_by_putting_it_on_hold(self, pausing, ada):
        case = opened()
        Case.objects.ring_alarms([case.pk], hours(73))
        case.wait("parts", by=ada, at=hours(80))
        case = fresh(case)
        assert (case.due_at, case.is_paused, case.breached_at) == (hours(72), False, hours(72))
        case.resume(by=ada, at=hours(90))
        assert fresh(case).due_at == hours(72)
        assert kinds(case).count("breached") == 1


class TestGoingOn:
    def test_by_itself_at_the_very_moment_however_late_the_sweep(self, pausing, ada):
        case = opened()
        case.wait("parts", by=ada, at=hours(1), until=hours(11))
        assert fresh(case).queue_at == hours(11)
        case.resume_when_due(hours(10))
        assert fresh(case).is_paused
        case.resume_when_due(hours(20))
        assert (fresh(case).due_at, last(case, "resumed").at, last(case, "resumed").actor) == (
            hours(82),
            hours(11),
            None,
        )

    def test_twice_is_harmless(self, pausing, ada):
        case = opened()
        for _ in range(2):
            case.wait("parts", by=ada, at=hours(1))
        for at in (hours(2), hours(3)):
            case.resume(by=ada, at=at)
        assert kinds(case)[3:] == ["waiting", "resumed"]
        assert fresh(case).due_at == hours(73)

    def test_the_rest_of_the_time_brings_its_own_alarms(self, pausing, ada):
        case = opened()
        case.wait("parts", by=ada, at=hours(1))
        case.resume(by=ada, at=hours(101))
        assert fresh(case).alarm_at == hours(154)
        Case.objects.ring_alarms([case.pk], hours(173))
        assert last(case, "breached").at == hours(172)

    def test_a_case_that_waits_before_its_first_look_is_clocked_as_paused(self, pausing, ada):
        case = opened(triaged=False)
        case.wait("parts", by=ada, at=hours(1))
        case.triage(at=hours(2))
        case = fresh(case)
        assert (case.is_clocked, case.is_paused, case.due_at, case.queue_at) == (True, True, None, hours(72))

    def test_a_resolved_case_waits_for_nothing(self, max):
        case = opened()
        case.resolve(by=max, path="repaired", notes="Done", at=hours(1))
        with pytest.raises(CannotWait):
            case.wait("parts", by=max, at=hours(2))

    def test_after_reopening_only_later_pauses_count(self, pausing, ada, max):
        case = opened()
        case.wait("parts", by=ada, at=hours(1))
        case.resume(by=ada, at=hours(11))
        case.resolve(by=max, path="repaired", notes="Done", at=hours(20))
        case.reopen(by=max, reason="It hums", at=hours(100))
        assert fresh(case).due_at == hours(172)


class TestQueues:
    def test_it_stays_in_the_open_queue_as_paused(self, pausing, ada, client_for):
        case = opened()
        case.wait("parts", by=ada, at=hours(1))
        rows = client_for(ada).get("/cases/").content.decode()
        assert (case.summary in rows, "is-paused" in rows, "is-waiting" in rows) == (True, True, False)

    def test_where_the_clock_runs_on_it_is_shown_as_waiting(self, ada, client_for):
        case = opened()
        case.wait("parts", by=ada, at=hours(1))
        rows = client_for(ada).get("/cases/").content.decode()
        assert ("is-paused" in rows, "is-waiting" in rows, "<due-clock" in rows) == (False, True, True)

    def test_the_page_reads_the_pauses_with_the_case(self, pausing, ada, client_for):
        case = opened()
        desk = client_for(ada)
        desk.get(f"/cases/{case.number}/")
        before = len(queries_of(lambda: desk.get(f"/cases/{case.number}/")))
        case.wait("parts", by=ada, reason="A seal", at=hours(1))
        desk.get(f"/cases/{case.number}/")
        assert len(queries_of(lambda: desk.get(f"/cases/{case.number}/"))) == before
        page = desk.get(f"/cases/{case.number}/").content.decode()
        assert "A seal" in page
        assert "The clock stands still since" in page


def test_there_is_one_open_pause_at_most(ada):
    case = opened()
    case.wait("parts", by=ada, at=hours(1))
    with pytest.raises(IntegrityError), transaction.atomic():
        CasePause.objects.create(case=case, category="customer", started_at=hours(2))
