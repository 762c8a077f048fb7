"""A complaint is noted on the account, is there until somebody says what was done, and leaves its lines of history."""

from uuid import uuid4

import pytest
from django.utils import timezone

from customers.models import Account, CannotSettle, Complaint
from tests.factories import AccountFactory
from timeline.models import Entry

pytestmark = pytest.mark.usefixtures("in_acme")


@pytest.fixture
def smith(in_acme):
    return AccountFactory(name="Jane Smith")


@pytest.fixture
def complaint(smith, ada):
    return smith.note_complaint("Nobody called back.", by=ada)


def lines(account):
    """(kind, actor, body, facts) of what was written on the account, the latest last."""
    entries = Entry.objects.about("account", account.pk).order_by("recorded_at", "id")
    return [(entry.kind, entry.actor, entry.body, entry.facts) for entry in entries]


def test_it_is_noted_with_whose_words_and_when(smith, ada):
    at = timezone.now()
    complaint = smith.note_complaint("  Nobody called back. ", by=ada, at=at)
    again = Complaint.objects.get()
    assert (again.account, again.words, again.noted_by, again.noted_at) == (smith, "Nobody called back.", ada, at)
    assert (again.is_open, again.outcome, again.subject_kind) == (True, "", "")
    facts = {"account": [smith.number, "Jane Smith"]}
    assert lines(smith) == [("customers-complained", ada, "Nobody called back.", facts)]
    assert complaint == again


def test_the_house_may_note_one_as_well(smith):
    assert smith.note_complaint("By mail", by=None).noted_by is None


def test_sent_twice_it_is_noted_once(smith, ada):
    key = uuid4()
    first, second = (smith.note_complaint(words, by=ada, client_key=key) for words in ("One", "Other words"))
    assert first == second
    assert (second.words, Complaint.objects.count(), len(lines(smith))) == ("One", 1, 1)


def test_without_a_key_each_is_one_of_its_own(smith, ada):
    for _ in range(2):
        smith.note_complaint("Again", by=ada)
    assert Complaint.objects.about(smith).count() == 2


def test_the_same_key_on_another_account_is_another_complaint(smith, ada):
    key, other = uuid4(), AccountFactory()
    assert smith.note_complaint("One", by=ada, client_key=key) != other.note_complaint("Two", by=ada, client_key=key)


def test_settling_says_what_was_done(complaint, smith, max):
    at = timezone.now()
    complaint.settle(" Called and said sorry. ", by=max, at=at)
    again = Complaint.objects.get()
    assert (again.settled_at, again.settled_by, again.outcome) == (at, max, "Called and said sorry.")
    assert not again.is_open
    facts = {"account": [smith.number, "Jane Smith"]}
    assert lines(smith)[1:] == [("customers-complaint-settled", max, "Called and said sorry.", facts)]


def test_settling_twice_with_the_same_words_is_harmless(complaint, smith, max):
    for _ in range(2):
        Complaint.objects.get().settle("Said sorry.", by=max)
    assert len(lines(smith)) == 2


@pytest.mark.parametrize("same_person", [True, False])
def test_what_is_settled_is_not_settled_otherwise(complaint, smith, ada, max, same_person):
    complaint.settle("Said sorry.", by=max)
    stale = Complaint.objects.get()
    with pytest.raises(CannotSettle, match="Max Planck has settled this already: Said sorry."):
        stale.settle("A credit." if same_person else "Said sorry.", by=max if same_person else ada)
    assert (Complaint.objects.get().outcome, len(lines(smith))) == ("Said sorry.", 2)


def test_nothing_is_settled_without_words(complaint, smith, max):
    with pytest.raises(CannotSettle, match="Say what was done about it."):
        complaint.settle("  ", by=max)
    assert (Complaint.objects.get().is_open, len(lines(smith))) == (True, 1)


def test_open_ones_come_first_and_then_what_was_settled_last(smith, ada, max):
    one, two, three, four = (smith.note_complaint(words, by=ada) for words in "abcd")
    two.settle("x", by=max)
    one.settle("x", by=max)
    assert list(Complaint.objects.about(smith).open_first()) == [four, three, one, two]
    assert list(Complaint.objects.open().order_by("pk")) == [three, four]


def test_the_page_of_the_customer_reads_the_first_and_says_how_many_there_are(smith, ada, max):
    for nth in range(8):
        smith.note_complaint(f"Number {nth}", by=ada)
    account = Account.objects.for_page().get(pk=smith.pk)
    assert [one.words for one in account.open_complaints] == [f"Number {nth}" for nth in (7, 6, 5, 4, 3, 2)]
    assert (account.shelves["complaints"].number, account.has_more_complaints) == (8, True)
    for complaint in Complaint.objects.all()[:6]:
        complaint.settle("Done.", by=max)
    account = Account.objects.for_page().get(pk=smith.pk)
    assert (len(account.open_complaints), account.has_more_complaints) == (2, False)
