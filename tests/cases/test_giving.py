"""Automatic assignment: the least loaded on duty, fairly, and never to somebody who should not have it."""

from collections import Counter

import pytest

from cases.models import Case
from routing.models import Department
from tests.cast import as_company, at_once
from tests.factories import AccountFactory, CaseFactory, MembershipFactory

from .moments import NOON, fresh, hours, kinds, last, opened


@pytest.fixture
def desk(in_acme, departments, ada, max):
    """Support gives out its cases by itself, to Ada and Max."""
    support = departments["support"]
    support.give_to("least_loaded", by=ada)
    for one in (ada, max):
        support.enrol(one)
    return support


def owner(case):
    return fresh(case).owner


class TestWho:
    def test_the_fewest_open_cases_first_then_who_waited_longest(self, desk, ada, max):
        first, second, third = (opened(opened_at=hours(number)) for number in range(3))
        assert {owner(first), owner(second)} == {ada, max}
        assert owner(third) == owner(first)

    def test_a_resolved_case_is_no_load(self, desk, ada, max):
        cases = [opened(opened_at=hours(number)) for number in range(2)]
        cases[1].resolve(by=max, path="repaired", notes="Done", at=hours(3))
        assert owner(opened(opened_at=hours(4))) == owner(cases[1])

    def test_the_line_of_history_says_why(self, desk):
        case = opened()
        facts = last(case, "routed").facts
        assert (facts["given"], facts["load"]) == (owner(case).name, 0)
        assert kinds(case) == ["opened", "clocked", "routed"]
        assert fresh(case).owner_chosen is False

    def test_who_is_given_a_case_is_told_once(self, desk):
        case = opened()
        case.triage(at=hours(1))
        told = owner(case).notifications.get()
        assert (told.what, told.actor) == ("cases-assigned", None)

    def test_who_is_off_duty_is_passed_by_and_back_again_afterwards(self, desk, ada, max):
        max.go_off_duty(by=max, at=NOON, until=hours(10))
        assert [owner(opened(opened_at=hours(number))) for number in (1, 2)] == [ada, ada]
        assert owner(opened(opened_at=hours(11))) == max

    def test_who_has_left_or_sees_another_branch_is_passed_by(self, desk, ada, max, north, member):
        ada.deactivate(by=None)
        desk.enrol(member("support", branch=north))
        assert [owner(opened(opened_at=hours(number))) for number in (1, 2)] == [max, max]

    def test_somebody_of_the_branch_may_have_its_cases(self, desk, ada, max, north, member):
        someone = member("support", branch=north)
        desk.enrol(someone)
        for number in range(2):
            opened(opened_at=hours(number))
        assert owner(opened(branch=north, opened_at=hours(3))) == someone

    def test_who_only_reads_is_passed_by(self, departments, in_acme, member):
        departments["support"].give_to("least_loaded", by=None)
        departments["support"].enrol(member("executive"))
        assert owner(opened()) is None

    def test_with_nobody_on_duty_it_waits_in_the_pool_and_says_so(self, desk, ada, max):
        for one in (ada, max):
            one.go_off_duty(by=one, at=NOON)
        case = opened(opened_at=hours(1))
        assert owner(case) is None
        assert last(case, "routed").facts["nobody_on_duty"] is True

    def test_a_department_with_a_pool_gives_nothing(self, in_acme, departments, ada):
        departments["support"].enrol(ada)
        assert owner(opened()) is None


class TestWhen:
    def test_whoever_opens_it_and_works_there_keeps_it(self, desk, ada, max):
        cases = [opened(by=ada, opened_at=hours(number)) for number in range(3)]
        assert {owner(case) for case in cases} == {ada}

    def test_edge_41_an_owner_whom_somebody_chose_stays(self, desk, ada, max, member):
        buyer = member("service", name="Bo")
        case = opened(reason_code="missing_part")
        case.assign(buyer, by=max)
        case.give_reason("damage", by=ada, at=hours(1))
        assert (owner(case), fresh(case).department) == (buyer, desk)
        assert last(case, "routed").facts["kept_owner"] == "Bo"

    def test_who_was_given_it_loses_it_with_the_department(self, desk, ada, departments):
        case = opened()
        given = owner(case)
        case.give_reason("missing_part", by=None, at=hours(1))
        assert owner(case) is None
        assert case.followers == [given]

    def test_giving_it_back_to_the_pool_is_no_reason_to_give_it_again(self, desk, ada, max):
        case = opened()
        case.assign(None, by=max)
        case.triage(at=hours(1))
        assert owner(case) is None


class TestTwoHands:
    @pytest.fixture
    def acme(self, transactional_db, acme):
        return acme

    def test_workers_share_fairly_and_give_no_case_twice(self, acme):
        account = AccountFactory(tenant=acme)
        team = [MembershipFactory(tenant=acme) for _ in range(3)]
        with as_company(acme):
            support = Department.objects.get(key="support")
            support.give_to("least_loaded", by=None)
            for one in team:
                support.enrol(one)
        cases = [CaseFactory(account=account, opened_at=NOON) for _ in range(9)]

        def work(case):
            def run():
                with as_company(acme):
                    Case.objects.triage(case.pk)

            return run

        assert at_once(*(work(case) for case in cases)) == [None] * 9
        with as_company(acme):
            assert Counter(Case.objects.values_list("owner", flat=True)) == dict.fromkeys([one.pk for one in team], 3)

    def test_two_workers_on_one_case_give_it_once(self, acme, ada, max):
        case = CaseFactory(account=AccountFactory(tenant=acme), opened_at=NOON)
        with as_company(acme):
            support = Department.objects.get(key="support")
            support.give_to("least_loaded", by=None)
            for one in (ada, max):
                support.enrol(one)

        def work():
            with as_company(acme):
                Case.objects.triage(case.pk)

        assert at_once(work, work, work) == [None] * 3
        with as_company(acme):
            assert kinds(fresh(case)).count("routed") == 1
            assert support.seats.exclude(given_at=None).count() == 1
