"""Which department a case is in, why, and whose it is then (edge case 41)."""

import pytest

from cases.models import StaleEdit
from routing.models import Department

from .moments import NOON, fresh, hours, kinds, last, opened

pytestmark = pytest.mark.usefixtures("in_acme")


@pytest.mark.parametrize(
    ("reason_code", "department"),
    [
        ("missing_part", "purchasing"),
        ("wrong_item", "warehouse"),
        ("damage", "support"),
        ("site_not_ready", "branch_manager"),
        ("access_issue", "branch_manager"),
        ("defect", "support"),
        ("other", "support"),
    ],
)
def test_the_reason_decides(reason_code, department):
    case = fresh(opened(reason_code=reason_code))
    assert (case.department.key, case.routed_at) == (department, NOON)
    line = last(case, "routed")
    assert (line.actor, line.facts["after"]) == (None, str(case.department))


def test_a_branch_with_managers_of_its_own_gets_their_cases(north, south):
    own = Department.objects.create(key="branch_manager", name="North managers", branch=north)
    assert fresh(opened(reason_code="access_issue", branch=north)).department == own
    assert fresh(opened(reason_code="access_issue", branch=south)).department.branch is None
    assert fresh(opened(reason_code="missing_part", branch=north)).department.key == "purchasing"


def test_why_it_is_there_is_kept_in_pieces():
    assert fresh(opened(reason_code="missing_part")).routed_because == {
        "kind": "reason-code",
        "reason_code": "missing_part",
        "department": "purchasing",
        "branch": "",
    }


def test_without_that_department_it_goes_to_support_and_says_so(departments):
    departments["warehouse"].delete()
    case = fresh(opened(reason_code="wrong_item"))
    assert (case.department.key, case.routed_because["kind"]) == ("support", "no-such-department")


def test_without_any_department_it_is_still_a_case(departments):
    Department.objects.all().delete()
    case = fresh(opened())
    assert (case.department, case.is_clocked, case.triage_wanted_at) == (None, True, None)


class TestCorrectingTheReason:
    def test_it_is_routed_anew_and_both_steps_are_told(self, ada):
        case = opened(reason_code="missing_part")
        case.give_reason("damage", by=ada, was="missing_part", at=hours(1))
        case = fresh(case)
        assert (case.reason_code, case.department.key, case.routed_at) == ("damage", "support", hours(1))
        assert kinds(case) == ["opened", "clocked", "routed", "reason", "routed"]
        assert last(case, "reason").facts == {"before": "missing_part", "after": "damage"}
        assert (last(case, "routed").facts["before"], last(case, "routed").actor) == ("Purchasing", ada)
        assert case.due_at == hours(72)

    def test_the_same_again_is_harmless(self, ada):
        case = opened(reason_code="damage")
        before = fresh(case).version
        case.give_reason("damage", by=ada)
        assert (fresh(case).version, kinds(case)) == (before, ["opened", "clocked", "routed"])

    def test_somebody_elses_correction_is_not_overwritten(self, ada, max):
        case = opened(reason_code="missing_part")
        case.give_reason("damage", by=max, was="missing_part")
        with pytest.raises(StaleEdit) as stale:
            case.give_reason("wrong_item", by=ada, was="missing_part")
        assert stale.value.args == (("reason_code", "damage", "wrong_item"),)
        assert fresh(case).reason_code == "damage"

    def test_an_owner_whom_somebody_chose_stays_and_the_line_says_so(self, ada, max):
        case = opened(reason_code="missing_part")
        case.assign(ada, by=max)
        case.give_reason("damage", by=max)
        assert fresh(case).owner == ada
        assert last(case, "routed").facts["kept_owner"] == "Ada Lovelace"

    def test_a_chosen_owner_is_left_behind_when_that_is_confirmed(self, ada, max):
        case = opened(reason_code="missing_part")
        case.assign(ada, by=max)
        case.give_reason("damage", by=max, release_owner=True)
        case = fresh(case)
        assert (case.owner, case.followers) == (None, [ada])
        assert last(case, "routed").facts["released"] == "Ada Lovelace"

    def test_before_anyone_has_looked_the_first_look_routes_it(self, ada):
        case = opened(reason_code="missing_part", triaged=False)
        case.give_reason("damage", by=ada)
        assert kinds(case) == ["opened", "reason"]
        case.triage(at=NOON)
        assert fresh(case).department.key == "support"
        assert kinds(case) == ["opened", "reason", "clocked", "routed"]


class TestWhoOwnsANewCase:
    def test_the_opener_keeps_it_in_a_department_of_theirs(self, ada, departments):
        departments["support"].enrol(ada)
        case = fresh(opened(by=ada, reason_code="damage"))
        assert (case.owner, case.owner_chosen, case.followers) == (ada, False, [])

    def test_elsewhere_it_waits_in_the_pool_and_the_opener_follows_it(self, ada, departments):
        departments["support"].enrol(ada)
        case = fresh(opened(by=ada, reason_code="missing_part"))
        assert (case.owner, case.followers) == (None, [ada])
        assert last(case, "routed").facts["released"] == "Ada Lovelace"


class TestByHand:
    def test_it_moves_and_says_by_whom_and_why(self, ada, departments):
        case = opened()
        case.reroute(departments["warehouse"], by=ada, reason="They have the pump", at=hours(1))
        case = fresh(case)
        assert case.department == departments["warehouse"]
        assert case.routed_because == {"kind": "by-hand", "by": "Ada Lovelace", "reason": "They have the pump"}
        assert kinds(case) == ["opened", "clocked", "routed", "routed"]

    def test_the_same_department_again_is_harmless(self, ada, departments):
        case = opened()
        case.reroute(departments["support"], by=ada)
        assert kinds(case) == ["opened", "clocked", "routed"]

    def test_it_stays_there_until_the_reason_changes(self, ada, departments):
        case = opened(reason_code="damage")
        case.reroute(departments["warehouse"], by=ada)
        case.prioritise("high", by=ada)
        case.triage()
        assert fresh(case).department == departments["warehouse"]
        case.give_reason("missing_part", by=ada)
        assert fresh(case).department == departments["purchasing"]

    def test_by_hand_before_the_first_look_is_not_undone_by_it(self, ada, departments):
        case = opened(reason_code="missing_part", triaged=False)
        case.reroute(departments["warehouse"], by=ada)
        case.triage(at=NOON)
        assert fresh(case).department == departments["warehouse"]
        assert kinds(case) == ["opened", "routed", "clocked"]

    def test_a_clock_does_not_move_with_the_department(self, ada, departments):
        case = opened()
        case.reroute(departments["warehouse"], by=ada, at=hours(5))
        assert fresh(case).due_at == hours(72)
