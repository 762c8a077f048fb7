"""Resolving, closing and reopening: figures stand still, and an earlier miss stays in them."""

import pytest

from cases.models import CannotClose, CannotReopen, CannotResolve, Case

from .moments import fresh, hours, kinds, last, opened

pytestmark = pytest.mark.usefixtures("in_acme")
DONE = {"path": "repaired", "notes": "New pump"}


class TestResolving:
    def test_it_stops_the_clock_in_one_line(self, max):
        case = opened()
        case.resolve(by=max, at=hours(10), **DONE)
        case = fresh(case)
        assert (case.state, case.resolved_at, case.alarm_at) == ("resolved", hours(10), None)
        assert (case.resolution_path, case.resolution_notes, case.was_met) == ("repaired", "New pump", True)
        assert kinds(case) == ["opened", "clocked", "routed", "resolved"]
        assert last(case, "resolved").facts == {"path": "repaired", "met": True}

    def test_in_the_very_second_is_in_time(self, max):
        on_time, late = opened(), opened()
        on_time.resolve(by=max, at=hours(72), **DONE)
        late.resolve(by=max, at=hours(72.001), **DONE)
        assert (fresh(on_time).was_met, fresh(on_time).breached_at) == (True, None)
        assert (fresh(late).was_met, fresh(late).breached_at) == (False, hours(72))
        assert kinds(late)[-3:] == ["at-risk", "breached", "resolved"]

    def test_what_was_met_or_missed_never_changes_afterwards(self, max):
        case = opened()
        case.resolve(by=max, at=hours(10), **DONE)
        assert Case.objects.ring_alarms([case.pk], hours(2_000)) == 0
        assert (fresh(case).breached_at, fresh(case).was_met, fresh(case).is_breached) == (None, True, False)

    def test_twice_is_harmless_and_the_first_counts(self, max, ada):
        case = opened()
        case.resolve(by=max, at=hours(10), **DONE)
        case.resolve(by=ada, path="goodwill", notes="Other words", at=hours(20))
        assert (fresh(case).resolved_at, fresh(case).resolution_notes) == (hours(10), "New pump")
        assert kinds(case).count("resolved") == 1

    @pytest.mark.parametrize(("path", "notes"), [("", "New pump"), ("magic", "New pump"), ("repaired", " \n")])
    def test_it_wants_to_know_how(self, path, notes, max):
        case = opened()
        with pytest.raises(CannotResolve):
            case.resolve(by=max, path=path, notes=notes)
        assert (fresh(case).state, kinds(case)) == ("open", ["opened", "clocked", "routed"])

    def test_another_app_may_say_no(self, max, monkeypatch):
        monkeypatch.setattr(
            "config.wiring.REFUSALS", {"cases.resolve": ["tests.cases.test_resolving.one_visit_is_open"]}
        )
        case = opened()
        with pytest.raises(CannotResolve) as refusal:
            case.resolve(by=max, **DONE)
        assert refusal.value.args == (f"One visit of #{case.number} is open.",)
        assert fresh(case).state == "open"

    def test_notes_are_kept_without_the_space_around_them(self, max):
        case = opened()
        case.resolve(by=max, path="repaired", notes="\n New pump \n")
        assert fresh(case).resolution_notes == "New pump"


def one_visit_is_open(case):
    return [f"One visit of #{case.number} is open."]


class TestClosing:
    @pytest.mark.parametrize("csat", [None, 1, 2, 3, 4, 5])
    def test_it_keeps_the_rating(self, csat, max):
        case = opened()
        case.resolve(by=max, at=hours(10), **DONE)
        case.close(by=max, csat=csat, at=hours(11))
        case = fresh(case)
        assert (case.state, case.closed_at, case.csat) == ("closed", hours(11), csat)
        assert last(case, "closed").facts == {"csat": csat}

    @pytest.mark.parametrize("csat", [0, 6, -1])
    def test_a_rating_is_one_to_five(self, csat, max):
        case = opened()
        case.resolve(by=max, **DONE)
        with pytest.raises(CannotClose) as refusal:
            case.close(by=max, csat=csat)
        assert refusal.value.args == ("A rating is a number from 1 to 5.",)
        assert fresh(case).state == "resolved"

    def test_an_open_case_is_resolved_first(self, max):
        case = opened()
        with pytest.raises(CannotClose) as refusal:
            case.close(by=max)
        assert refusal.value.args == ("Resolve the case before you close it.",)

    def test_twice_is_harmless_and_the_first_rating_counts(self, max):
        case = opened()
        case.resolve(by=max, **DONE)
        case.close(by=max, csat=5)
        case.close(by=max, csat=1)
        assert (fresh(case).csat, kinds(case).count("closed")) == (5, 1)


class TestReopening:
    def test_the_clock_starts_again_from_then(self, ada, max):
        case = opened()
        case.resolve(by=max, at=hours(10), **DONE)
        case.reopen(by=ada, reason="Hums again", at=hours(100))
        case = fresh(case)
        assert (case.state, case.resolved_at, case.closed_at) == ("open", None, None)
        assert (case.reopened_at, case.reopen_count, case.due_at) == (hours(100), 1, hours(172))
        assert (case.at_risk_at, case.alarm_at, case.queue_at) == (hours(154), hours(154), hours(172))
        assert (case.why_due().kind, case.why_due().started_at) == ("reopened", hours(100))
        assert kinds(case)[-2:] == ["reopened", "clocked"]

    def test_a_first_miss_stays_in_the_figures(self, ada, max):
        case = opened()
        case.resolve(by=max, at=hours(80), **DONE)
        case.reopen(by=ada, reason="Hums again", at=hours(100))
        case = fresh(case)
        assert (case.missed_before, case.breached_at, case.breach_cause) == (True, None, "")
        case.resolve(by=max, at=hours(110), **DONE)
        case.reopen(by=ada, reason="And again", at=hours(120))
        assert (fresh(case).missed_before, fresh(case).reopen_count) == (True, 2)

    def test_each_round_may_be_missed_and_says_so_once(self, ada, max):
        case = opened()
        case.resolve(by=max, at=hours(80), **DONE)
        case.reopen(by=ada, reason="Hums again", at=hours(100))
        for _ in range(2):
            Case.objects.ring_alarms([case.pk], hours(200))
        assert kinds(case).count("breached") == 2

    def test_a_closed_case_may_be_reopened(self, ada, max):
        case = opened()
        case.resolve(by=max, at=hours(10), **DONE)
        case.close(by=max, csat=2, at=hours(11))
        case.reopen(by=ada, reason="Hums again", at=hours(12))
        assert (fresh(case).state, fresh(case).closed_at) == ("open", None)

    def test_an_open_one_may_not(self, ada):
        with pytest.raises(CannotReopen) as refusal:
            opened().reopen(by=ada, reason="Why not")
        assert refusal.value.args == ("This case is open already.",)

    def test_it_wants_a_reason(self, ada, max):
        case = opened()
        case.resolve(by=max, **DONE)
        with pytest.raises(CannotReopen):
            case.reopen(by=ada, reason=" ")
        assert fresh(case).state == "resolved"
