"""Moving a case to another contract: who, where and which branch follow, what is left behind, who sees it no more."""

from datetime import time, timedelta

import pytest

from cases.models import CannotMove, Case, StaleEdit
from routing.models import Calendar, SlaPolicy, Targets, setup_of
from tests.cast import as_company
from tests.factories import (
    AccountFactory,
    AssetFactory,
    CaseFactory,
    ContactFactory,
    ContractFactory,
    InstallerSeatFactory,
    JobFactory,
    MembershipFactory,
    OrderLineFactory,
    PropertyFactory,
)

from .moments import fresh, kinds, last


@pytest.fixture
def household(in_acme, north):
    """A customer with one of everything, and a case about all of it."""
    account, installer = AccountFactory(name="Jane Smith"), AccountFactory(name="Sunny", kind="installer")
    site = PropertyFactory(account=account, street="1 Oak Road")
    contract = ContractFactory(account=account, site=site, installer=installer, number="C-1")
    line = OrderLineFactory(order__account=account)
    return CaseFactory(
        account=account,
        site=site,
        contract=contract,
        installer=installer,
        contact=ContactFactory(account=account, name="Jane"),
        job=JobFactory(account=account, number="JOB"),
        asset=AssetFactory(site=site, name="Pool"),
        order=line.order,
        order_line=line,
        branch=north,
        triaged=True,
    )


@pytest.fixture
def other(household, south):
    """The contract of somebody else, worked by another branch."""
    account, installer = AccountFactory(name="Omar Ito"), AccountFactory(name="Moony", kind="installer")
    site = PropertyFactory(account=account, street="9 Mill Road")
    contract = ContractFactory(account=account, site=site, installer=installer, number="C-2")
    JobFactory(account=account, contract=contract, branch=south)
    return contract


def test_customer_address_installer_and_branch_follow(household, other, ada, south):
    household.move_to(other, by=ada)
    case = fresh(household)
    assert (case.account, case.site, case.installer) == (other.account, other.site, other.installer)
    assert (case.branch, case.contract) == (south, other)
    assert (case.contact, case.job, case.asset, case.order, case.order_line) == (None,) * 5
    facts = last(case, "moved").facts
    assert facts["contract"] == ["C-1", "C-2"]
    assert facts["account"] == ["Jane Smith", "Omar Ito"]
    assert (facts["branch"], set(facts["dropped"])) == (["North", "South"], {"contact", "job", "asset", "order"})
    assert list(Case.objects.mentioning("ito")) == [case]
    assert list(Case.objects.mentioning("smith")) == []
    assert case.version == household.version


def test_moving_there_again_is_harmless(household, other, ada):
    for _ in range(2):
        fresh(household).move_to(other, by=ada)
    assert kinds(household).count("moved") == 1


def test_under_another_contract_of_the_same_customer_they_keep_their_things(household, ada):
    second = ContractFactory(account=household.account, site=household.site, number="C-3")
    household.move_to(second, by=ada)
    case = fresh(household)
    assert case.contact and case.job and case.asset and case.order_line
    assert last(case, "moved").facts["dropped"] == {}
    assert case.branch_id == household.branch_id  # no job says another


def test_it_is_routed_anew_for_its_branch(household, other, ada, south, departments):
    from routing.models import Department

    theirs = Department.objects.create(key="branch_manager", name="South managers", branch=south)
    household.give_reason("site_not_ready", by=ada)
    household.move_to(other, by=ada)
    assert fresh(household).department == theirs
    assert kinds(household)[-2:] == ["moved", "routed"]


@pytest.fixture
def short_days(in_acme, boss, south):
    """Only business hours count, and South is open in the mornings only."""
    week = {day: ((time(8), time(17)),) for day in range(5)}
    Calendar.objects.set_hours(None, week, by=boss, was=0)
    Calendar.objects.set_hours(south, {day: ((time(8), time(12)),) for day in range(5)}, by=boss, was=0)
    SlaPolicy.objects.write(Targets(business_hours=True), by=boss, was=0)


def test_its_clock_and_its_referrals_follow_the_hours_of_its_branch(short_days, household, other, ada, acme):
    acme.refresh_from_db()
    case = fresh(household)
    case.follow_clock(by=None)
    asked = case.refer(case.department, by=ada, reason="part")
    was = case.due_at
    fresh(household).move_to(other, by=ada)
    case = fresh(household)
    assert case.is_derived_by(setup_of(acme))
    assert (case.due_at > was, case.rederived_by) == (True, "move")
    facts = last(case, "moved").facts
    assert (facts["due_before"], facts["due_after"]) == (was.isoformat(), case.due_at.isoformat())
    assert case.alarm_at == case.at_risk_at
    before = asked.due_at
    asked.refresh_from_db()
    assert asked.due_at == before - timedelta(hours=5)  # noon instead of five
    assert kinds(case)[-3:] == ["moved", "routed", "referral-moved"]


def test_overdue_by_a_move_is_not_the_former_owners_miss(short_days, household, other, ada, south, boss, acme):
    week = {day: ((time(0), time(23)),) for day in range(7)}
    Calendar.objects.set_hours(south, week, by=boss, was=1)
    acme.refresh_from_db()
    case = fresh(household)
    case.follow_clock(by=None)
    fresh(household).move_to(other, by=ada, at=case.due_at - timedelta(minutes=1))
    case = fresh(household)
    assert (case.breached_at, case.breach_cause) == (case.due_at, "move")


def test_who_loses_it_by_a_move_and_who_takes_it_then_are_a_hand_over(household, other, ada, north):
    near = MembershipFactory(branch=north, role="service")
    household.assign(near, by=ada)
    household.move_to(other, by=ada)
    fresh(household).take(by=ada)
    assert fresh(household).hand_overs == 1


def test_who_may_not_see_it_any_more_leaves_and_is_named(household, other, ada, north, south):
    near, far = MembershipFactory(branch=north, role="service"), MembershipFactory(branch=south, role="service")
    household.assign(near, by=ada)
    household.add_helper(MembershipFactory(branch=north, role="service", user__name="Nora"), by=ada)
    household.follow(by=ada)
    household.move_to(other, by=ada)
    case = fresh(household)
    assert (case.owner, case.helpers, case.followers) == (None, [], [ada])
    facts = last(case, "moved").facts
    assert (facts["left"], facts["released"]) == (sorted([near.name, "Nora"]), near.name)
    assert far in Case.objects.readers_of(case)
    assert near not in Case.objects.readers_of(case)


def test_the_former_installer_sees_it_no_more_and_the_next_one_does(household, other, acme, ada):
    from tenants.access import access_of

    before = InstallerSeatFactory(account=household.installer).member
    after = InstallerSeatFactory(account=other.installer).member

    def sees(member):
        return Case.objects.visible_to(access_of(member.user, acme)).filter(pk=household.pk).exists()

    assert (sees(before), sees(after)) == (True, False)
    household.move_to(other, by=ada)
    assert (sees(before), sees(after)) == (False, True)


@pytest.mark.parametrize("status", ["cancelled", "pending_cancellation"])
def test_an_ending_contract_needs_confirming(household, ada, status):
    ending = ContractFactory(account=AccountFactory(), number="C-4", status=status)
    for confirmed in ("", "active", {"cancelled": "pending_cancellation"}.get(status, "cancelled")):
        with pytest.raises(CannotMove):
            fresh(household).move_to(ending, by=ada, ending_confirmed=confirmed)
    household.move_to(ending, by=ada, ending_confirmed=status)
    assert last(household, "moved").facts["confirmed"] == status


def test_from_another_contract_than_was_seen_it_is_not_moved(household, other, ada):
    third = ContractFactory(account=AccountFactory(), number="C-5")
    seen = household.contract
    household.move_to(other, by=ada)
    with pytest.raises(StaleEdit) as stale:
        fresh(household).move_to(third, by=ada, was={"contract": seen})
    assert stale.value.args == (("contract", other, third),)
    assert kinds(household).count("moved") == 1


def test_two_hands_move_it_once(transactional_db, acme, ada):
    from .test_two_hands import each

    case = CaseFactory(account=AccountFactory(tenant=acme), triaged=True)
    two = [ContractFactory(account=AccountFactory(tenant=acme)) for _ in range(2)]
    outcomes = each(acme, lambda one: Case.objects.get(pk=case.pk).move_to(one, by=ada, was={"contract": None}), *two)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NoneType", "StaleEdit"]
    with as_company(acme):
        assert fresh(case).contract == two[outcomes.index(None)]
