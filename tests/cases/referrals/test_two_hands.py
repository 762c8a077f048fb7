"""Two people, or two workers, at the same moment, each on a real connection: one clean outcome."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from cases.models import CannotAnswer, CannotRefer, Case, Merge, Referral
from inbox.models import Notification
from routing.models import Department
from tests.cases.moments import fresh, kinds
from tests.cast import as_company, each, overtaken
from tests.factories import AccountFactory, CaseFactory, MembershipFactory

from .conftest import FRIDAY, again


@pytest.fixture
def acme(transactional_db, acme):
    return acme


@pytest.fixture
def hands(acme):
    return [MembershipFactory(tenant=acme, role="support_lead") for _ in range(2)]


@pytest.fixture
def case(acme):
    return CaseFactory(account=AccountFactory(tenant=acme), triaged=True)


@pytest.fixture
def department(acme):
    with as_company(acme):
        department = Department.objects.create(key="sales", name="Sales")
        department.enrol(MembershipFactory())
        return department


@pytest.fixture
def referral(acme, case, department):
    with as_company(acme):
        return case.refer(department, by=None, reason="price", at=FRIDAY)


def told(acme, case):
    with as_company(acme):
        return kinds(fresh(case))


def test_a_double_click_asks_once(acme, case, department, hands):
    key = uuid4()

    def click(hand):
        return Case.objects.get(pk=case.pk).refer(department, by=hand, reason="price", client_key=key).pk

    assert len(set(each(acme, click, hands[0], hands[0], hands[0]))) == 1
    assert told(acme, case).count("referred") == 1


def test_two_who_ask_the_same_department_ask_once(acme, case, department, hands):
    def ask(hand):
        return Case.objects.get(pk=case.pk).refer(department, by=hand, reason="price")

    outcomes = each(acme, ask, *hands)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["CannotRefer", "Referral"]
    assert isinstance(next(one for one in outcomes if isinstance(one, Exception)), CannotRefer)
    with as_company(acme):
        assert (fresh(case).referrals_made, fresh(case).referrals_open) == (1, 1)


def test_one_acceptance_wins_and_the_other_hears_who_has_it(acme, case, referral, hands):
    outcomes = each(acme, lambda hand: again(referral).accept(by=hand), *hands)
    [lost] = [outcome for outcome in outcomes if outcome]
    winner = hands[outcomes.index(None)]
    assert isinstance(lost, CannotAnswer)
    assert lost.args == (f"{winner.name} has accepted this already.",)
    with as_company(acme):
        assert again(referral).accepted_by == winner
    assert told(acme, case).count("referral-accepted") == 1


def test_one_answer_wins(acme, case, referral, hands):
    outcomes = each(acme, lambda hand: again(referral).reply(f"{hand.pk}", by=hand), *hands)
    [lost] = [outcome for outcome in outcomes if outcome]
    assert isinstance(lost, CannotAnswer)
    with as_company(acme):
        assert again(referral).answer == str(hands[outcomes.index(None)].pk)
        assert fresh(case).referrals_open == 0
    assert told(acme, case).count("referral-answered") == 1


def test_an_answer_and_a_withdrawal_do_not_both_happen(acme, case, referral, hands):
    acts = [lambda one: one.reply("Yes.", by=hands[0]), lambda one: one.withdraw(by=hands[1])]
    outcomes = each(acme, lambda act: act(again(referral)), *acts)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["CannotAnswer", "NoneType"]
    with as_company(acme):
        row = again(referral)
        assert [bool(row.answered_at), bool(row.withdrawn_at)] == [outcome is None for outcome in outcomes]
        assert fresh(case).referrals_open == 0


def test_resolving_and_referring_leave_no_question_on_a_resolved_case(acme, case, department, hands):
    acts = [
        lambda one: one.resolve(by=hands[0], path="repaired", notes="Done"),
        lambda one: one.refer(department, by=hands[1], reason="price") and None,
    ]
    outcomes = each(acme, lambda act: act(Case.objects.get(pk=case.pk)), *acts)
    assert [outcome is None for outcome in outcomes].count(True) == 1
    with as_company(acme):
        row = fresh(case)
        assert (row.resolved_at is None) == (row.referrals_open == 1)


def test_two_workers_ring_an_alarm_once(acme, case, referral):
    late = referral.due_at + timedelta(seconds=1)
    rung = each(acme, lambda _worker: Referral.objects.chase([referral.pk], late), 1, 2)
    assert sorted(rung) == [0, 1]
    assert told(acme, case)[-2:] == ["referral-at-risk", "referral-overdue"]
    with as_company(acme):
        assert Notification.objects.filter(what="cases-referral-overdue").count() == 1


def test_an_answer_while_the_alarm_rings_leaves_a_referral_that_makes_sense(acme, case, referral, hands):
    late = referral.due_at + timedelta(seconds=1)
    acts = [
        lambda: again(referral).reply("Yes.", by=hands[0], at=late),
        lambda: Referral.objects.chase([referral.pk], late),
    ]
    answered, rung = each(acme, lambda act: act(), *acts)
    assert (answered, rung in (0, 1)) == (None, True)
    with as_company(acme):
        assert (again(referral).state, again(referral).alarm_at) == ("answered", None)
        assert (again(referral).overdue_at is None) == ("referral-overdue" not in kinds(fresh(case)))


def test_answering_what_a_merge_moves_makes_nobody_wait_for_who_waits_for_them(acme, hands):
    with as_company(acme):
        account = AccountFactory()
        survivor, source = (CaseFactory(account=account, triaged=True) for _ in range(2))
        departments = [Department.objects.create(key=f"desk-{n}", name=f"Desk {n}") for n in range(6)]
        referrals = [source.refer(one, by=None, reason="price", at=FRIDAY) for one in departments]

    def inside(act):
        with as_company(acme), transaction.atomic():
            return act()

    for referral in referrals:
        outcomes = overtaken(
            lambda: inside(lambda: fresh(source).merge_into(fresh(survivor), by=hands[0])),
            lambda one=referral: inside(lambda: again(one).reply("Yes.", by=hands[1])),
            lambda: inside(lambda: len(Merge.objects.family_of(survivor, source).cases)),
        )
        assert outcomes == [None, 2]
        with as_company(acme):
            assert (again(referral).case, again(referral).state) == (survivor, "answered")
            fresh(source).take_apart(by=hands[0])
    with as_company(acme):
        assert (fresh(source).referrals_open, fresh(source).referrals_made) == (0, len(referrals))
