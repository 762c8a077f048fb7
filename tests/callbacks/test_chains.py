"""Quotes and maintenance are asked about until they are accepted or declined: one open call, one history."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from callbacks.explanations import why_due
from callbacks.models import Callback, CallbackStandards, CannotCallBack, Chain
from callbacks.rules import Standards
from tests.factories import AccountFactory, JobFactory, OrderFactory
from timeline.models import Entry

from .moments import FRIDAY, HOUR, MONDAY_MORNING, fresh, kinds, told

pytestmark = pytest.mark.usefixtures("in_acme", "departments")
THURSDAY_EVENING = datetime(2026, 11, 26, 17, tzinfo=ZoneInfo("America/New_York"))


@pytest.fixture
def call(account, ada):
    return Callback.objects.follow_up(account, reference="Q-17", by=ada, at=FRIDAY)


def undecided(call, by, at=MONDAY_MORNING, **more):
    """They were reached and want to think; return the next call."""
    call.log_attempt("reached", by=by, note="They ask the bank.", answer="undecided", at=at, **more)
    return Callback.objects.open().get(chain=call.chain)


class TestStarting:
    def test_it_is_a_promise_of_its_kind_with_the_time_of_that(self, call, ada):
        assert (call.kind, call.owner, call.link, str(call.chain)) == ("quote_follow_up", ada, 1, "Quote Q-17")
        assert (call.reason, call.chain.started_by) == ("What they decide: Quote Q-17", ada)
        assert (call.due_facts["rule"], call.promised_at, call.chain.started_at) == ("business-days", FRIDAY, FRIDAY)
        assert kinds(call) == ["promised"]

    def test_the_same_quote_again_is_the_call_that_is_open(self, call, account, max):
        assert Callback.objects.follow_up(account, reference="  Q-17 ", by=max) == call
        following = undecided(call, max)
        assert Callback.objects.follow_up(account, reference="Q-17", by=max) == following

    def test_a_form_that_is_sent_twice_is_one_chain_even_when_it_has_ended(self, account, ada):
        Callback.objects.follow_up(account, reference="Q-1", by=ada)
        told = {"reference": "Q-17", "by": ada, "client_key": "0198c0de-0000-7000-8000-000000000002"}
        call = Callback.objects.follow_up(account, **told)
        call.log_attempt("reached", by=ada, answer="declined")
        assert Callback.objects.follow_up(account, **told) == call
        assert Chain.objects.count() == 2

    def test_maintenance_and_another_customer_have_their_own(self, call, account, ada):
        others = [
            Callback.objects.follow_up(account, reference="Q-17", topic="maintenance", by=ada),
            Callback.objects.follow_up(AccountFactory(), reference="Q-17", by=ada),
            Callback.objects.follow_up(account, reference="Q-18", by=ada),
        ]
        assert len({call.chain, *(other.chain for other in others)}) == 4

    def test_it_may_be_about_a_job_and_an_order(self, account, ada):
        job, order = JobFactory(account=account), OrderFactory(account=account)
        call = Callback.objects.follow_up(account, reference="Q-1", by=ada, job=job, order=order, reason="The pump")
        following = undecided(call, ada)
        assert (following.job, following.order, following.reason) == (job, order, "The pump")

    def test_it_needs_a_reference_and_refuses_what_a_promise_refuses(self, account, ada):
        with pytest.raises(CannotCallBack, match="Say which quote"):
            Callback.objects.follow_up(account, reference=" ", by=ada)
        with pytest.raises(CannotCallBack):
            Callback.objects.follow_up(account, reference="Q-1", by=ada, job=JobFactory())
        assert not Chain.objects.exists()


class TestUndecided:
    def test_the_next_call_is_promised_by_itself_to_the_same_owner(self, call, ada, max):
        following = undecided(call, max)
        assert (following.link, following.owner, following.chain) == (2, ada, call.chain)
        assert (fresh(call).status, following.status) == ("done", "open")
        assert following.due_at == THURSDAY_EVENING
        assert why_due(following) == (
            "Not decided Mon 23 Nov 2026, 08:00 EST, asked again in 3 business days: Thu 26 Nov 2026, 17:00 EST."
        )
        assert "callbacks-given" in told(ada)

    def test_the_company_says_how_soon(self, call, ada):
        CallbackStandards.objects.write(Standards(again_days=1), by=ada, was=0)
        assert undecided(call, ada).due_at == THURSDAY_EVENING - timedelta(days=2)

    def test_another_time_may_be_agreed(self, call, ada):
        following = undecided(call, ada, again_at=MONDAY_MORNING + timedelta(days=8))
        assert (following.due_at, following.due_facts["rule"]) == (MONDAY_MORNING + timedelta(days=8), "agreed")

    def test_a_time_that_is_past_is_refused_and_nothing_is_written(self, call, ada):
        for past in (MONDAY_MORNING - HOUR, MONDAY_MORNING):
            with pytest.raises(CannotCallBack, match="in the future"):
                undecided(call, ada, again_at=past)
        assert (fresh(call).status, call.attempts.count()) == ("open", 0)

    def test_a_failed_try_promises_nothing_new(self, call, ada):
        call.log_attempt("voicemail", by=ada, at=MONDAY_MORNING, answer="undecided")
        assert Callback.objects.get().tries == 1

    def test_when_the_owner_has_left_somebody_else_asks_again(self, call, ada, boss):
        ada.deactivate(by=boss)
        assert undecided(call, boss).owner == boss

    def test_sent_twice_it_is_one_next_call(self, call, ada):
        key = "0198c0de-0000-7000-8000-000000000001"
        for _ in range(2):
            undecided(fresh(call), ada, client_key=key)
        assert Callback.objects.count() == 2

    def test_what_they_say_has_to_be_said(self, call, ada):
        with pytest.raises(CannotCallBack, match="whether they have decided"):
            call.log_attempt("reached", by=ada, note="We spoke.")
        with pytest.raises(CannotCallBack, match="Write what came of it"):
            call.log_attempt("reached", by=ada, answer="undecided")


class TestDeciding:
    @pytest.mark.parametrize("answer", ["accepted", "declined"])
    def test_it_ends_the_chain_and_says_who_and_when(self, call, ada, max, answer):
        following = undecided(call, ada)
        following.log_attempt("reached", by=max, answer=answer, at=MONDAY_MORNING + HOUR)
        chain = Chain.objects.get()
        assert (chain.answer, chain.decided_by, chain.decided_at) == (answer, max, MONDAY_MORNING + HOUR)
        assert not Callback.objects.open().exists()
        assert kinds(following) == ["promised", "tried", "decided"]
        (line,) = Entry.objects.about("account", call.account_id)
        assert (line.kind, line.facts["chain"], line.facts["link"]) == ("callbacks-decided", "Quote Q-17", 2)
        assert line.facts["answer"] == answer
        following.end_chain("dropped", by=ada, at=MONDAY_MORNING + 2 * HOUR)
        assert (Chain.objects.get().answer, kinds(following)[-1]) == (answer, "decided")

    def test_the_same_quote_may_be_asked_about_anew_afterwards(self, call, account, ada):
        call.log_attempt("reached", by=ada, answer="declined")
        again = Callback.objects.follow_up(account, reference="Q-17", by=ada)
        assert (again.chain != call.chain, again.link) == (True, 1)

    def test_withdrawing_a_call_is_not_to_ask_any_more(self, call, ada):
        undecided(call, ada).withdraw("They moved away", by=ada)
        chain = Chain.objects.get()
        assert (chain.answer, chain.decided_by) == ("dropped", ada)


class TestOneHistory:
    def test_each_call_knows_the_others(self, call, ada):
        assert call.links == []
        second = undecided(call, ada)
        third = undecided(second, ada, at=MONDAY_MORNING + HOUR)
        assert [one.link for one in fresh(third).links] == [1, 2, 3]
        assert fresh(third).earlier == [call, second]

    def test_a_complaint_knows_what_was_said_before(self, call, ada):
        case = undecided(call, ada).escalate("Nobody ever explains the price", by=ada)
        assert "They ask the bank." in case.description
        assert fresh(call).complaint is None

    def test_the_database_takes_no_second_open_call_of_a_chain(self, call, ada):
        second = undecided(call, ada)
        with pytest.raises(IntegrityError, match="callbacks_link_open"), transaction.atomic():
            Callback.objects.filter(pk=call.pk).update(status="open")
        with pytest.raises(IntegrityError, match="callbacks_link"), transaction.atomic():
            Callback.objects.filter(pk=second.pk).update(link=1)
