"""Two at the same callback in the same moment, each on a real connection: one clean outcome."""

from uuid import uuid4

import pytest

from callbacks.models import Callback, CannotCallBack, Chain, ReviewRequest
from cases.models import CannotClose, Case
from customers.models import Job
from tests.cases.test_two_hands import each
from tests.cast import as_company
from tests.factories import (
    AccountFactory,
    CallbackFactory,
    CaseFactory,
    JobFactory,
    MembershipFactory,
    PropertyFactory,
)
from timeline.models import Entry

from .moments import FRIDAY, HOUR, MONDAY_EVENING, MONDAY_MORNING, fresh, kinds


@pytest.fixture
def acme(transactional_db, acme):
    return acme


@pytest.fixture
def hands(acme):
    return [MembershipFactory(tenant=acme, role="support_lead") for _ in range(2)]


@pytest.fixture
def callback(acme, hands):
    return CallbackFactory(account=AccountFactory(tenant=acme), by=hands[0], at=FRIDAY)


def look(acme, callback, ask):
    with as_company(acme):
        return ask(fresh(callback))


def test_a_double_click_promises_once(acme, hands):
    account, key = AccountFactory(tenant=acme), uuid4()

    def click(hand):
        told = {"kind": "warranty", "reason": "It hums", "client_key": key}
        return Callback.objects.promise(account, by=hand, **told).pk

    assert len(set(each(acme, click, *hands))) == 1


def test_one_reaches_them_and_the_other_hears_who_has(acme, callback, hands):
    def call(hand):
        return fresh(callback).log_attempt("reached", by=hand, note=f"{hand} spoke", at=MONDAY_MORNING).outcome

    outcomes = each(acme, call, *hands)
    assert sorted(type(one).__name__ for one in outcomes) == ["CannotCallBack", "Outcome"]
    assert look(acme, callback, lambda row: (row.tries, kinds(row))) == (1, ["promised", "tried"])


def test_two_failed_tries_are_two_tries(acme, callback, hands):
    def call(hand):
        return fresh(callback).log_attempt("no_answer", by=hand, at=MONDAY_MORNING).outcome

    assert each(acme, call, *hands) == ["no_answer", "no_answer"]
    assert look(acme, callback, lambda row: row.tries) == 2


def test_reaching_them_while_the_alarm_rings_leaves_one_truth(acme, callback, hands):
    late = MONDAY_EVENING + HOUR / 60
    acts = [
        lambda: fresh(callback).log_attempt("reached", by=hands[0], note="At last", at=late).outcome,
        lambda: Callback.objects.ring([callback.pk], late),
    ]
    reached, rung = each(acme, lambda act: act(), *acts)
    assert (reached, rung in (0, 1)) == ("reached", True)
    row = look(acme, callback, lambda row: row)
    assert (row.status, row.alarm_at, row.was_kept) == ("done", None, False)


def test_workers_who_ring_together_tell_once(acme, callback, hands):
    late = MONDAY_EVENING + HOUR / 60
    outcomes = each(acme, lambda _worker: Callback.objects.ring([callback.pk], late), 1, 2, 3)
    assert set(outcomes) <= {0, 1}
    with as_company(acme):
        assert list(hands[0].notifications.values_list("what", flat=True)) == ["callbacks-due"]
        assert kinds(callback) == ["promised", "missed"]


def test_a_case_is_closed_or_promises_a_call_but_not_both(acme, hands):
    with as_company(acme):
        account = AccountFactory(tenant=acme)
        case = CaseFactory(account=account, by=hands[0])
        case.resolve(by=hands[0], path="repaired", notes="Mended")
    acts = [
        lambda: Case.objects.get(pk=case.pk).close(by=hands[0]),
        lambda: CallbackFactory(account=account, by=hands[1], case=Case.objects.get(pk=case.pk)).number,
    ]
    outcomes = each(acme, lambda act: act(), *acts)
    refused = [one for one in outcomes if isinstance(one, CannotClose | CannotCallBack)]
    assert len(refused) == 1
    with as_company(acme):
        row = Case.objects.get(pk=case.pk)
        assert bool(row.closed_at) != Callback.objects.open().exists()
        assert Entry.objects.about("case", case.pk).filter(kind="callbacks-promised").exists() != bool(row.closed_at)


@pytest.fixture(params=["one address", "no address"])
def jobs(acme, hands, request):
    """Two large jobs of one customer at one address, or without any, done on Friday."""
    site = PropertyFactory(tenant=acme)
    at = {"site": site} if request.param == "one address" else {}
    jobs = [JobFactory(account=site.account, **at) for _ in range(2)]
    with as_company(acme):
        for job in jobs:
            job.complete(by=hands[0], at=FRIDAY)
    return jobs


def test_two_workers_make_one_call_for_one_address(acme, jobs):
    outcomes = each(acme, lambda job: Callback.objects.follow_job(job.pk, FRIDAY), *jobs, *jobs)
    assert not [one for one in outcomes if isinstance(one, Exception)]
    with as_company(acme):
        (call,) = Callback.objects.all()
        assert set(call.jobs) == set(jobs)


def test_a_job_that_is_reopened_while_its_call_follows_leaves_no_call(acme, jobs, hands):
    acts = [
        lambda: Callback.objects.follow_job(jobs[0].pk, FRIDAY),
        lambda: Job.objects.get(pk=jobs[0].pk).reopen("It leaks", by=hands[0]),
    ]
    outcomes = each(acme, lambda act: act(), *acts)
    assert not [one for one in outcomes if isinstance(one, Exception)]
    with as_company(acme):
        assert not Callback.objects.open().exists()


def test_two_happy_calls_ask_for_one_review(acme, hands):
    account = AccountFactory(tenant=acme)
    calls = [CallbackFactory(account=account, by=hand, kind="proactive", at=FRIDAY) for hand in hands]
    each(acme, lambda call: call.log_attempt("reached", by=call.owner, happy=True), *calls)
    with as_company(acme):
        assert ReviewRequest.objects.count() == 1


def test_two_hands_follow_one_quote_up_in_one_chain(acme, hands):
    account = AccountFactory(tenant=acme)
    calls = each(acme, lambda hand: Callback.objects.follow_up(account, reference="Q-17", by=hand).pk, *hands)
    assert len(set(calls)) == 1  # neither hears that the other was quicker
    with as_company(acme):
        assert (Chain.objects.count(), Callback.objects.count()) == (1, 1)


def test_two_hands_who_hear_different_answers_leave_one(acme, hands):
    account = AccountFactory(tenant=acme)
    with as_company(acme):
        call = Callback.objects.follow_up(account, reference="Q-17", by=hands[0])

    def hear(said):
        hand, answer = said
        return fresh(call).log_attempt("reached", by=hand, note="We spoke.", answer=answer).outcome

    outcomes = each(acme, hear, (hands[0], "undecided"), (hands[1], "accepted"))
    assert sorted(type(one).__name__ for one in outcomes) == ["CannotCallBack", "Outcome"]
    with as_company(acme):
        chain = Chain.objects.get()
        assert chain.calls.open().count() == (chain.answer == "")
