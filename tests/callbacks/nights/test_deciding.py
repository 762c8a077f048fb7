"""What is decided about a request: accepted, given, merged, rejected, matched; alone or with its group."""

import pytest

from callbacks.models import AfterHoursRequest, AlreadyDecided, Callback, CannotCallBack, CannotDecide
from customers.models import Account
from tests.callbacks.moments import told
from tests.factories import AccountFactory, CallbackFactory, CaseFactory
from timeline.models import Entry

from .conftest import DISPATCH, MINUTE, NIGHT, PHONE, again, heard

pytestmark = pytest.mark.usefixtures("in_acme")
MORNING = DISPATCH - 20 * MINUTE


@pytest.fixture
def request_(dana):
    return heard()


@pytest.fixture
def second(request_):
    return heard(2, received_at=NIGHT + 10 * MINUTE, words="It leaks more.")


def kinds(request):
    lines = Entry.objects.about("after_hours_request", request.pk).order_by("recorded_at", "id")
    return [kind.removeprefix("callbacks-after-hours-") for kind in lines.values_list("kind", flat=True)]


class TestAccepting:
    def test_makes_a_callback_of_who_accepts(self, request_, dana, ada):
        callback = request_.accept(by=ada, at=MORNING)
        assert (callback.account, callback.kind, callback.owner) == (dana, "after_hours", ada)
        assert (callback.phone, callback.summary, callback.due_at) == ("+17165550100", "The heater leaks.", DISPATCH)
        kept = again(request_)
        assert (kept.state, kept.acknowledged_by, kept.acknowledged_at) == ("accepted", ada, MORNING)
        assert (kept.callback, kept.alarm_at) == (callback, None)
        assert kinds(request_) == ["received", "accepted"]

    def test_gives_it_to_somebody_else_who_is_told(self, request_, ada, max):
        assert request_.accept(by=ada, owner=max, at=MORNING).owner == max
        assert told(max) == ["callbacks-given"]

    def test_an_emergency_is_due_within_the_hour_from_now(self, dana, ada):
        callback = heard(urgent=True).accept(by=ada, at=MORNING)
        assert (callback.kind, callback.due_at) == ("emergency", MORNING + 60 * MINUTE)

    def test_who_accepts_when_the_morning_is_over_promises_what_is_late_already(self, request_, ada):
        callback = request_.accept(by=ada, at=DISPATCH + 25 * MINUTE)
        assert (callback.due_at, callback.is_overdue(DISPATCH + 25 * MINUTE)) == (DISPATCH, True)

    def test_what_is_grouped_with_it_goes_along(self, request_, second, ada):
        callback = request_.accept(by=ada, at=MORNING)
        assert callback.summary == "The heater leaks.\n\nIt leaks more."
        assert (again(second).state, again(second).callback) == ("merged", callback)
        assert Callback.objects.count() == 1

    def test_one_urgent_call_of_the_group_makes_an_emergency(self, request_, ada):
        heard(2, received_at=NIGHT + MINUTE, urgent=True)
        assert request_.accept(by=ada, at=MORNING).kind == "emergency"

    def test_twice_by_one_hand_is_one_callback(self, request_, ada):
        assert request_.accept(by=ada) == request_.accept(by=ada)
        assert (Callback.objects.count(), kinds(request_)) == (1, ["received", "accepted"])

    def test_the_second_hand_is_told_who_took_it(self, request_, ada, max):
        request_.accept(by=max)
        for act in (
            lambda: request_.accept(by=ada),
            lambda: request_.reject("No", by=ada),
            lambda: request_.match(request_.account, by=ada),
            lambda: request_.part(by=ada),
        ):
            with pytest.raises(AlreadyDecided) as refusal:
                act()
            assert refusal.value.args == ("Max Planck has accepted this already.",)

    def test_nobody_is_called_whom_nobody_knows(self, ada):
        with pytest.raises(CannotDecide) as refusal:
            heard().accept(by=ada)
        assert refusal.value.args == ("Say first which customer this is.",)

    def test_an_owner_of_another_branch_is_refused_and_it_still_waits(self, request_, ada, member, north):
        with pytest.raises(CannotCallBack):
            request_.accept(by=ada, owner=member("support", branch=north))
        assert again(request_).state == "new"


class TestMatching:
    def test_says_who_called_for_the_whole_group(self, ada):
        first, second = heard(1), heard(2, received_at=NIGHT + MINUTE)
        account = AccountFactory(name="Lena")
        first.match(account, by=ada)
        first.match(account, by=ada)
        assert [again(one).account for one in (first, second)] == [account, account]
        assert kinds(first) == ["received", "matched"]

    def test_somebody_new_is_written_down_with_the_number_once(self, ada):
        request = heard()
        made = request.match_new("Nora New", by=ada)
        assert (made.name, made.phone_e164, again(request).account) == ("Nora New", "+17165550100", made)
        assert request.match_new("Nora New", by=ada) == made
        assert Account.objects.get() == made


class TestMerging:
    def test_into_an_open_case_says_there_what_was_said(self, request_, second, dana, ada, max):
        case = CaseFactory(account=dana, by=max, triaged=True, owner=max)
        request_.merge_into_case(case, by=ada)
        request_.merge_into_case(case, by=ada)
        (line,) = case.history().filter(kind="cases-commented")
        assert (line.body, line.facts["caller"]) == ("The heater leaks.\n\nIt leaks more.", "Dana Fields")
        assert [(again(one).state, again(one).case) for one in (request_, second)] == [("merged", case)] * 2

    def test_the_case_of_somebody_else_or_one_that_is_resolved_takes_nothing(self, request_, dana, max):
        other = CaseFactory(account=AccountFactory(), triaged=True)
        resolved = CaseFactory(account=dana, triaged=True)
        resolved.resolve(by=max, path="repaired", notes="Done.")
        for case in (other, resolved):
            with pytest.raises(CannotDecide):
                request_.merge_into_case(case, by=max)
        assert again(request_).state == "new"

    def test_into_an_open_callback_tells_its_owner(self, request_, dana, ada, max):
        callback = CallbackFactory(account=dana, by=max, reason="The pump")
        request_.merge_into_callback(callback, by=ada)
        request_.merge_into_callback(callback, by=ada)
        lines = Entry.objects.about("callback", callback.pk).filter(kind="callbacks-called-again")
        assert [line.body for line in lines] == ["The heater leaks."]
        assert told(max)[-1] == "callbacks-called-again"
        assert (again(request_).state, again(request_).callback) == ("merged", callback)
        assert kinds(request_) == ["received", "merged"]

    def test_a_finished_callback_takes_nothing(self, request_, dana, ada, max):
        callback = CallbackFactory(account=dana, by=max, reason="The pump")
        callback.withdraw("Solved", by=max)
        with pytest.raises(CannotDecide):
            request_.merge_into_callback(callback, by=ada)

    def test_each_way_leaves_one_line(self, request_, dana, ada):
        request_.merge_into_case(CaseFactory(account=dana, triaged=True), by=ada)
        other = heard(7, phone="")
        other.reject("Wrong number", by=ada)
        assert (kinds(request_), kinds(other)) == (["received", "merged"], ["received", "rejected"])

    def test_an_unknown_caller_becomes_the_customer_whose_callback_it_is_merged_into(self, ada):
        callback = CallbackFactory(account=AccountFactory(name="Lena"), by=ada)
        request = heard()
        request.merge_into_callback(callback, by=ada)
        assert again(request).account == callback.account

    def test_an_unknown_caller_becomes_the_customer_of_of_what_it_is_merged_into(self, ada):
        case = CaseFactory(account=AccountFactory(name="Lena"), triaged=True)
        request = heard()
        request.merge_into_case(case, by=ada)
        assert again(request).account == case.account

    def test_two_that_wait_become_one_to_decide_and_may_part_again(self, request_, ada):
        other = heard(2, phone="(716) 555-0177")
        other.join(request_, by=ada)
        other.join(request_, by=ada)
        assert (again(other).first, list(AfterHoursRequest.objects.waiting().firsts())) == (request_, [request_])
        request_.join(other, by=ada)  # the same again, from the other side
        assert again(request_).first is None
        other.part(by=ada)
        assert (again(other).first, kinds(other)) == (None, ["received", "joined", "parted"])

    def test_a_group_joins_as_a_whole(self, request_, second, ada):
        other = heard(3, phone="(716) 555-0177")
        request_.join(other, by=ada)
        assert [again(one).first for one in (request_, second)] == [other, other]


class TestRejecting:
    def test_needs_a_reason_and_keeps_it(self, request_, second, ada):
        with pytest.raises(CannotDecide):
            request_.reject("  ", by=ada)
        request_.reject("Wrong number", by=ada)
        request_.reject("Wrong number", by=ada)
        for one in (request_, second):
            assert (again(one).state, again(one).rejection) == ("rejected", "Wrong number")
        assert not Callback.objects.exists()

    def test_a_call_that_is_something_else_is_decided_alone(self, request_, second, ada):
        second.part(by=ada)
        request_.reject("Advertising", by=ada)
        assert again(second).state == "new"
        assert again(second).phone_given == PHONE
