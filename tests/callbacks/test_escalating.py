"""A callback that becomes a complaint keeps its history, and both know of one another."""

import pytest

from callbacks.models import CannotCallBack
from cases.models import Case
from tests.factories import AccountFactory, CallbackFactory, CaseFactory
from timeline.models import Entry

from .moments import FRIDAY, HOUR, MONDAY_MORNING, fresh, kinds, told

pytestmark = pytest.mark.usefixtures("in_acme", "departments")
TEN = MONDAY_MORNING + 2 * HOUR


def lines_of(case):
    return set(Entry.objects.about("case", case.pk).values_list("kind", flat=True))


def test_it_opens_a_case_that_knows_what_was_promised_and_tried(callback, ada, boss):
    callback.log_attempt("voicemail", by=ada, note="Asked to call back", at=TEN - HOUR)
    case = callback.escalate("Nobody ever comes", by=ada, at=TEN)
    case = Case.objects.get(pk=case.pk)
    assert (case.case_type, case.priority, case.account, case.opened_at) == ("complaint", "high", callback.account, TEN)
    assert case.summary == "Complaint: Nobody ever comes"
    for words in ("Callback #1", "The pump hums", "It is a loose screw.", "Voicemail. Asked to call back"):
        assert words in case.description
    assert lines_of(case) == {"cases-opened", "customers-complained", "callbacks-escalated"}
    assert told(boss) == ["callbacks-escalated"]


def test_both_know_of_one_another_and_the_promise_stays(callback, ada):
    case = callback.escalate("Nobody ever comes", by=ada, at=TEN)
    row = fresh(callback)
    assert (row.complaint, row.status, row.due_at) == (case, "open", callback.due_at)
    assert kinds(callback) == ["promised", "escalated"]
    assert list(type(callback).objects.of_family(case)) == [callback]
    row.log_attempt("reached", by=ada, note="Peace is made", at=TEN + HOUR)
    assert "callbacks-tried" in lines_of(case)


def test_the_complaint_stands_on_the_account_until_it_is_settled(callback, ada):
    case = callback.escalate("Nobody ever comes", by=ada, at=TEN)
    callback.escalate("Nobody ever comes", by=ada, at=TEN)
    (complaint,) = callback.account.complaints.open()
    assert (complaint.words, complaint.subject_id, complaint.noted_at) == ("Nobody ever comes", case.pk, TEN)


def test_the_case_that_it_was_about_stays_its_case(account, ada):
    about = CaseFactory(account=account, by=ada)
    callback = CallbackFactory(account=account, by=ada, case=about, at=FRIDAY)
    case = callback.escalate("It leaks again", by=ada, at=TEN)
    assert fresh(callback).case == about != case
    assert {"callbacks-promised", "callbacks-escalated"} <= lines_of(about)


def test_twice_is_one_complaint(callback, ada, max):
    assert callback.escalate("Again", by=ada, at=TEN) == callback.escalate("Again", by=max, at=TEN)
    assert Case.objects.count() == 1


def test_what_was_said_on_the_phone_may_be_a_complaint(callback, ada):
    callback.log_attempt("reached", by=ada, note="They are furious", at=TEN)
    assert callback.escalate("Furious", by=ada, at=TEN).number == 1


def test_it_needs_words_and_a_callback_that_stands(callback, ada):
    with pytest.raises(CannotCallBack):
        callback.escalate(" ", by=ada)
    callback.withdraw("They called us", by=ada)
    with pytest.raises(CannotCallBack):
        callback.escalate("Nobody comes", by=ada)


def test_with_an_installer_whoever_was_to_be_called_is_named(in_acme, ada):
    account = AccountFactory(kind="installer", name="Sunny Installations")
    callback = CallbackFactory(account=account, contact=None, phone="(716) 555-0142")
    case = callback.escalate("Nobody ever comes", by=ada, at=TEN)
    assert case.contact.phone_e164 == "+17165550142"
