"""Changing how urgent a case is, and escalating it: the clock is always derived from when it was opened."""

import pytest

from cases.models import CannotEscalate, Case, StaleEdit

from .moments import NOON, fresh, hours, kinds, last, opened

pytestmark = pytest.mark.usefixtures("in_acme")


class TestPrioritising:
    @pytest.mark.parametrize(("priority", "due"), [("urgent", 4), ("high", 24), ("low", 168)])
    def test_the_clock_counts_from_the_opening(self, priority, due, ada):
        case = opened()
        case.prioritise(priority, by=ada, at=hours(2))
        case = fresh(case)
        assert (case.priority, case.due_at, case.queue_at) == (priority, hours(due), hours(due))
        assert case.rederived_by == "priority"
        assert kinds(case)[:4] == ["opened", "clocked", "routed", "prioritised"]
        facts = last(case, "prioritised").facts
        assert (facts["before"], facts["after"]) == ("normal", priority)
        assert (facts["due_before"], facts["due_after"]) == (hours(72).isoformat(), hours(due).isoformat())

    def test_the_same_again_is_harmless(self, ada):
        case = opened()
        before = fresh(case).version
        case.prioritise("normal", by=ada)
        assert (fresh(case).version, kinds(case)) == (before, ["opened", "clocked", "routed"])

    def test_somebody_elses_choice_is_not_overwritten(self, ada, max):
        case = opened()
        case.prioritise("high", by=max, was="normal")
        with pytest.raises(StaleEdit) as stale:
            case.prioritise("low", by=ada, was="normal")
        assert stale.value.args == (("priority", "high", "low"),)
        case.prioritise("high", by=ada, was="normal")  # the same wish twice is no clash
        assert fresh(case).priority == "high"

    def test_a_reason_is_kept_and_told(self, ada):
        case = opened()
        case.prioritise("high", by=ada, reason="Party on Saturday")
        assert fresh(case).priority_reason == "Party on Saturday"
        assert last(case, "prioritised").facts["reason"] == "Party on Saturday"

    def test_a_miss_that_it_causes_is_its_own(self, ada):
        case = opened()
        case.prioritise("urgent", by=ada, at=hours(10))
        case = fresh(case)
        assert (case.breached_at, case.breach_cause, case.alarm_at) == (hours(4), "priority", None)
        assert kinds(case) == ["opened", "clocked", "routed", "prioritised", "breached"]
        assert last(case, "breached").at == hours(10)

    def test_more_time_takes_the_alarm_back_and_sets_it_anew(self, ada):
        case = opened(priority="high")
        Case.objects.ring_alarms([case.pk], hours(20))
        case.prioritise("low", by=ada, at=hours(21))
        case = fresh(case)
        assert (case.at_risk_noted_at, case.alarm_at, case.due_at) == (None, hours(126), hours(168))

    def test_on_a_resolved_case_there_is_no_clock_to_move(self, ada, max):
        case = opened()
        case.resolve(by=max, path="repaired", notes="New pump", at=hours(10))
        case.prioritise("urgent", by=ada, at=hours(20))
        case = fresh(case)
        assert (case.priority, case.due_at, case.breached_at, case.alarm_at) == ("urgent", hours(72), None, None)
        assert case.was_met

    def test_and_when_it_is_reopened_the_new_priority_counts_from_then(self, ada, max):
        case = opened()
        case.resolve(by=max, path="repaired", notes="New pump", at=hours(10))
        case.prioritise("urgent", by=ada, at=hours(20))
        case.reopen(by=ada, reason="Hums again", at=hours(30))
        assert fresh(case).due_at == hours(34)

    def test_before_the_first_look_the_worker_uses_it(self, ada):
        case = opened(triaged=False)
        case.prioritise("urgent", by=ada, at=NOON)
        assert (fresh(case).due_at, kinds(case)) == (None, ["opened", "prioritised"])
        case.triage(at=NOON)
        assert fresh(case).due_at == hours(4)


class TestEscalating:
    def test_edge_case_5_thirty_hours_old_and_normal(self, ada, max):
        """Overdue at once, re-derived by escalation, and no missed target of the former owner."""
        case = opened()
        case.assign(ada, by=max)
        case.escalate(by=ada, reason="Water in the cellar", at=hours(30))
        case = fresh(case)
        assert (case.priority, case.due_at, case.escalated_at) == ("high", hours(24), hours(30))
        assert (case.rederived_by, case.why_due().rederived_by) == ("escalation", "escalation")
        assert (case.breached_at, case.breach_cause) == (hours(24), "escalation")
        assert kinds(case)[-2:] == ["escalated", "breached"]
        assert (last(case, "breached").at, last(case, "breached").facts["cause"]) == (hours(30), "escalation")
        assert not case.missed_before

    @pytest.mark.parametrize(("before", "after"), [("low", "high"), ("normal", "high"), ("high", "high")])
    def test_it_raises_to_high(self, before, after, ada):
        case = opened(priority=before)
        case.escalate(by=ada, reason="They wait", at=hours(1))
        assert fresh(case).priority == after

    def test_urgent_stays_urgent(self, ada):
        case = opened(priority="urgent")
        case.escalate(by=ada, reason="They wait", at=hours(1))
        assert (fresh(case).priority, fresh(case).due_at) == ("urgent", hours(4))
        assert fresh(case).escalated_at == hours(1)

    @pytest.mark.parametrize("reason", ["", "  \n "])
    def test_it_wants_a_reason(self, reason, ada):
        case = opened()
        with pytest.raises(CannotEscalate):
            case.escalate(by=ada, reason=reason)
        assert (fresh(case).priority, kinds(case)) == ("normal", ["opened", "clocked", "routed"])

    def test_a_resolved_case_is_reopened_first(self, ada, max):
        case = opened()
        case.resolve(by=max, path="repaired", notes="New pump")
        with pytest.raises(CannotEscalate):
            case.escalate(by=ada, reason="They wait")
        assert fresh(case).priority == "normal"

    def test_twice_by_two_people_is_said_twice_and_moves_the_clock_once(self, ada, max):
        case = opened()
        case.escalate(by=ada, reason="They wait", at=hours(1))
        case.escalate(by=max, reason="They still wait", at=hours(2))
        assert kinds(case).count("escalated") == 2
        assert fresh(case).due_at == hours(24)
