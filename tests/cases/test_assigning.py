"""One accountable owner, helpers and followers."""

import pytest

from cases.models import CannotAssign, TakenAlready
from tests.factories import BranchFactory

from .moments import fresh, hours, kinds, last, opened

pytestmark = pytest.mark.usefixtures("in_acme")


class TestAssigning:
    def test_it_makes_one_owner_and_one_line(self, ada, max):
        case = opened()
        case.assign(ada, by=max, at=hours(1))
        case = fresh(case)
        assert (case.owner, case.owner_chosen) == (ada, True)
        assert kinds(case)[3:] == ["assigned"]
        line = last(case, "assigned")
        assert (line.actor, line.at, line.facts) == (max, hours(1), {"before": "", "after": "Ada Lovelace"})

    def test_the_same_again_is_harmless(self, ada, max):
        case = opened()
        case.assign(ada, by=max)
        before = fresh(case).version
        case.assign(ada, by=max)
        assert (fresh(case).version, kinds(case).count("assigned")) == (before, 1)

    def test_choosing_the_owner_it_began_with_makes_them_the_chosen_one(self, ada, max, departments):
        departments["support"].enrol(ada)
        case = opened(by=ada)
        case.assign(ada, by=max)
        assert fresh(case).owner_chosen
        assert kinds(case).count("assigned") == 1

    def test_it_passes_from_one_to_another_and_back_to_the_pool(self, ada, max):
        case = opened()
        case.assign(ada, by=max)
        case.assign(max, by=ada)
        case.assign(None, by=max)
        case = fresh(case)
        assert (case.owner, case.owner_chosen) == (None, False)
        assert last(case, "assigned").facts == {"before": "Max Planck", "after": ""}

    @pytest.mark.parametrize("role", ["installer", "buyer", "executive"])
    def test_only_those_who_work_cases_can_own_one(self, role, max, member):
        case, reader = opened(), member(role, name="Rita")
        with pytest.raises(CannotAssign) as refusal:
            case.assign(reader, by=max)
        assert refusal.value.args == ("Rita does not work cases.",)
        assert (fresh(case).owner, kinds(case)) == (None, ["opened", "clocked", "routed"])

    def test_nobody_owns_what_they_cannot_open(self, max, member, north, south):
        case, colleague = opened(branch=north), member("support", branch=south, name="Sue")
        with pytest.raises(CannotAssign) as refusal:
            case.assign(colleague, by=max)
        assert refusal.value.args == ("Sue does not see cases of North.",)
        case.assign(member("support", branch=north), by=max)

    def test_who_has_left_gets_no_more_cases(self, ada, max):
        case = opened()
        ada.deactivate(by=None)
        with pytest.raises(CannotAssign):
            case.assign(ada, by=max)


class TestTaking:
    def test_a_free_case_is_taken(self, ada):
        case = opened()
        case.take(by=ada)
        assert (fresh(case).owner, fresh(case).owner_chosen) == (ada, True)
        assert last(case, "assigned").facts == {"before": "", "after": "Ada Lovelace"}

    def test_ones_own_case_may_be_taken_again(self, ada):
        case = opened()
        case.take(by=ada)
        case.take(by=ada)
        assert kinds(case).count("assigned") == 1

    def test_somebody_elses_is_not(self, ada, max):
        case = opened()
        case.take(by=ada)
        with pytest.raises(TakenAlready) as refusal:
            case.take(by=max)
        assert refusal.value.args == ("Ada Lovelace has this case already.",)
        assert fresh(case).owner == ada

    def test_a_reader_takes_none(self, member):
        case = opened()
        with pytest.raises(CannotAssign):
            case.take(by=member("executive"))
        assert fresh(case).owner is None


class TestHelping:
    def test_helpers_join_once_and_leave_once(self, ada, max):
        case = opened()
        case.add_helper(ada, by=max)
        case.add_helper(ada, by=max)
        assert fresh(case).helpers == [ada]
        case.remove_helper(ada, by=max)
        case.remove_helper(ada, by=max)
        assert fresh(case).helpers == []
        assert kinds(case)[3:] == ["helper", "helper"]
        assert last(case, "helper").facts == {"member": "Ada Lovelace", "joined": False}

    def test_a_helper_has_to_be_able_to_work_it(self, max, member):
        with pytest.raises(CannotAssign):
            opened().add_helper(member("executive"), by=max)
        with pytest.raises(CannotAssign):
            opened().add_helper(member("support", branch=BranchFactory()), by=max)

    def test_helpers_change_nothing_about_the_owner(self, ada, max):
        case = opened()
        case.assign(max, by=max)
        case.add_helper(ada, by=max)
        assert (fresh(case).owner, fresh(case).helpers) == (max, [ada])
