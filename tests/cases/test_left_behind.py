"""Whoever leaves the company leaves no case behind (edge 29): each goes to somebody, or back to the pool."""

import pytest

from cases.models import Case
from inbox.models import Notification
from routing.models import Department
from tenants.tasks import due_work
from tests.cast import as_company, each, outside
from tests.factories import AccountFactory, CaseFactory, MembershipFactory

from .moments import fresh, hours, kinds, last, opened

DONE = {"path": "repaired", "notes": "Done"}


def found():
    with outside():
        return {pk for _tenant, pk in due_work("kept_cases_orphaned", 100)}


@pytest.mark.usefixtures("in_acme")
class TestWhoHasLeft:
    @pytest.fixture
    def case(self, ada, departments):
        case = opened()
        case.assign(ada, by=ada)
        return case

    def test_their_case_goes_back_to_the_pool_and_says_why(self, case, ada, max, client_for):
        ada.deactivate(by=max)
        fresh(case).outlive_owner(at=hours(1))
        case = fresh(case)
        assert (case.owner, case.owner_chosen, case.due_at) == (None, False, hours(72))
        assert (last(case, "assigned").actor, last(case, "assigned").facts["has_left"]) == (None, True)
        page = client_for(max).get(f"/cases/{case.number}/timeline/").content.decode()
        assert "Ada Lovelace no longer works here: the case is back in the pool." in page
        assert case.summary in client_for(max).get("/cases/?tab=unassigned").content.decode()

    def test_where_a_department_gives_by_itself_the_next_one_gets_it(self, case, ada, max, member, client_for):
        ben = member("support", name="Ben Nevis")
        Department.objects.filter(pk=case.department_id).update(giving="least_loaded")
        for one in (ada, ben):
            case.department.enrol(one)
        ada.deactivate(by=max)
        fresh(case).outlive_owner(at=hours(1))
        assert (fresh(case).owner, fresh(case).owner_chosen, fresh(case).hand_overs) == (ben, False, 1)
        assert list(Notification.objects.filter(member=ben).values_list("what", flat=True)) == ["cases-assigned"]
        page = client_for(max).get(f"/cases/{case.number}/timeline/").content.decode()
        assert "Ada Lovelace no longer works here: Ben Nevis got the case" in page

    def test_twice_is_harmless_and_who_is_still_here_keeps_theirs(self, case, ada, max):
        fresh(case).outlive_owner(at=hours(1))
        assert fresh(case).owner == ada
        ada.deactivate(by=max)
        for _ in range(2):
            fresh(case).outlive_owner(at=hours(1))
        assert kinds(case).count("assigned") == 2

    def test_what_is_resolved_keeps_the_name_of_who_did_it(self, case, ada, max):
        case.resolve(by=max, **DONE)
        ada.deactivate(by=max)
        fresh(case).outlive_owner(at=hours(1))
        assert fresh(case).owner == ada

    def test_a_fixed_owner_who_has_left_holds_nobody_up(self, case, ada, max):
        Case.objects.filter(pk=case.pk).update(owner_fixed_at=hours(0), hand_overs=3)
        ada.deactivate(by=max)
        fresh(case).outlive_owner(at=hours(1))
        fresh(case).take(by=max)
        assert (fresh(case).owner, fresh(case).is_owner_fixed) == (max, True)


@pytest.mark.usefixtures("in_acme")
def test_the_sweep_finds_their_open_cases_in_every_company_and_no_other(ada, max, eve, globex, acme):
    stays, goes, resolved, free = (opened() for _ in range(4))
    stays.assign(max, by=max)
    for case in (goes, resolved):
        case.assign(ada, by=max)
    resolved.resolve(by=max, **DONE)
    with as_company(globex):
        theirs = CaseFactory(account=AccountFactory(), triaged=True)
        theirs.assign(eve, by=eve)
    assert found() == set()
    ada.deactivate(by=max)
    with as_company(globex):
        eve.deactivate(by=None)
    assert found() == {goes.pk, theirs.pk}
    goes.outlive_owner()
    assert found() == {theirs.pk}
    assert free.owner is None


def test_taking_it_and_two_workers_at_once_leave_one_owner(transactional_db, acme):
    gone, hand = (MembershipFactory(tenant=acme, role="support_lead") for _ in range(2))
    case = CaseFactory(account=AccountFactory(tenant=acme), triaged=True)
    with as_company(acme):
        case.assign(gone, by=gone)
        gone.deactivate(by=hand)
    acts = [lambda: fresh(case).outlive_owner()] * 2 + [lambda: fresh(case).assign(hand, by=hand)]
    assert each(acme, lambda act: act(), *acts) == [None, None, None]
    with as_company(acme):
        assert fresh(case).owner == hand
        assert len([line for line in kinds(case) if line == "assigned"]) in (2, 3)
