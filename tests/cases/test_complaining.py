"""A complaint from a case: on the account for good, linked both ways, wherever the case goes afterwards."""

from uuid import uuid4

import pytest

from cases.models import Case, StaleEdit
from customers.models import Complaint
from tests.factories import AccountFactory, ContractFactory
from timeline.models import Entry

from .merges import apart, merge
from .moments import fresh, hours, kinds, opened

pytestmark = pytest.mark.usefixtures("in_acme")

WORDS = {"summary": "Rude on the phone", "case_type": "complaint", "reason_code": "other", "source": "phone"}


@pytest.fixture
def smith(in_acme):
    return AccountFactory(name="Jane Smith")


@pytest.fixture
def case(smith, departments):
    return opened(account=smith)


def shown(case):
    """What the page of the case says that its customer complains about."""
    return [one.words for one in Case.objects.for_page().get(pk=case.pk).open_complaints.rows]


def facts_on(kind, pk):
    return [entry.facts for entry in Entry.objects.about(kind, pk).filter(kind__startswith="customers-")]


def test_it_is_the_customers_and_linked_both_ways(case, smith, ada, max):
    complaint = case.note_complaint("Nobody called back.", by=ada)
    assert (complaint.account, complaint.subject_kind) == (smith, "case")
    assert (complaint.subject_id, complaint.subject_number) == (case.pk, case.number)
    complaint.settle("Called.", by=max)
    assert kinds(case)[-2:] == ["customers-complained", "customers-complaint-settled"]
    both = [{"account": [smith.number, "Jane Smith"], "case": case.number}] * 2
    assert facts_on("case", case.pk) == facts_on("account", smith.pk) == both


def test_every_case_of_the_customer_shows_it_until_it_is_settled(case, smith, ada, max):
    other, strangers = opened(account=smith), opened()
    complaint = case.note_complaint("Nobody called back.", by=ada)
    assert (shown(case), shown(other), shown(strangers)) == (["Nobody called back."], ["Nobody called back."], [])
    complaint.settle("Called.", by=max)
    assert shown(case) == shown(other) == []


def test_of_many_the_page_reads_the_newest_and_says_that_there_are_more(case, smith, ada):
    for nth in range(5):
        smith.note_complaint(f"Number {nth}", by=ada)
    seen = Case.objects.for_page().get(pk=case.pk).open_complaints
    assert [one.words for one in seen.rows] == ["Number 4", "Number 3", "Number 2"]
    assert (seen.number, seen.is_cut) == (5, True)


def test_sent_twice_it_is_noted_once(case, ada):
    key = uuid4()
    assert len({case.note_complaint("Late", by=ada, client_key=key).pk for _ in range(2)}) == 1
    assert kinds(case).count("customers-complained") == 1


def test_it_changes_nothing_of_the_case_itself(case, ada):
    before = fresh(case).version
    case.note_complaint("Late", by=ada)
    assert fresh(case).version == before


def test_a_resolved_case_takes_one_too(case, ada, max):
    case.resolve(by=max, path="repaired", notes="Done.")
    assert fresh(case).note_complaint("It took a month.", by=ada).is_open


class TestOpening:
    def test_a_case_can_be_opened_with_it_in_one_step(self, smith, ada):
        case = Case.objects.open_for(smith, by=ada, complained=True, description="Twice.", **WORDS)
        complaint = Complaint.objects.get()
        assert (complaint.words, complaint.subject_id) == ("Rude on the phone\n\nTwice.", case.pk)
        assert shown(case) == [complaint.words]

    def test_a_double_click_notes_it_once(self, smith, ada):
        key = uuid4()
        for _ in range(2):
            Case.objects.open_for(smith, by=ada, complained=True, opening_key=key, **WORDS)
        assert Complaint.objects.count() == 1

    def test_it_is_not_noted_unasked(self, smith, ada):
        Case.objects.open_for(smith, by=ada, **WORDS)
        assert not Complaint.objects.exists()

    def test_of_very_many_words_as_many_are_noted_as_fit(self, smith, ada):
        Case.objects.open_for(smith, by=ada, complained=True, description="x" * 20_000, **WORDS)
        assert len(Complaint.objects.get().words) == 4_000


class TestAfterwards:
    def test_a_case_that_moves_leaves_it_behind(self, case, smith, ada, max):
        complaint = case.note_complaint("Late", by=ada)
        other = ContractFactory(account=AccountFactory(name="Omar Ito"))
        fresh(case).move_to(other, by=max)
        assert (shown(case), list(smith.complaints.open())) == ([], [complaint])
        again = Complaint.objects.get()
        again.settle("Called.", by=max)
        assert kinds(case)[-1] == "customers-complaint-settled"

    def test_who_wrote_it_about_the_former_customer_is_asked(self, case, smith, ada, max):
        other = ContractFactory(account=AccountFactory(name="Omar Ito"))
        fresh(case).move_to(other, by=max)
        with pytest.raises(StaleEdit) as stale:
            case.note_complaint("Late", by=ada, was={"account": smith})
        assert stale.value.args == (("account", other.account, smith),)
        assert not Complaint.objects.exists()
        assert fresh(case).note_complaint("Late", by=ada, was={"account": other.account}).account == other.account

    def test_a_merge_moves_nothing_and_the_survivor_shows_its_lines(self, case, smith, ada, max):
        case.note_complaint("Late", by=ada)
        survivor = opened(account=smith)
        merge(case, survivor, by=max)
        assert shown(survivor) == shown(case) == ["Late"]
        assert "customers-complained" in kinds(fresh(survivor))
        Complaint.objects.get().settle("Called.", by=max)
        assert kinds(fresh(survivor))[-1] == "customers-complaint-settled"
        apart(case, by=max)
        assert "customers-complained" not in kinds(fresh(survivor))
        assert kinds(fresh(case)).count("customers-complaint-settled") == 1

    def test_merged_into_another_customers_case_it_stays_with_who_complained(self, case, smith, ada, max):
        case.note_complaint("Late", by=ada)
        survivor = opened(account=AccountFactory(name="Omar Ito"))
        merge(case, survivor, by=max, confirmed=True)
        assert (shown(survivor), shown(case)) == ([], ["Late"])
        assert Complaint.objects.get().account == smith

    def test_what_is_said_to_a_merged_case_is_noted_from_the_one_that_goes_on(self, case, smith, ada, max):
        survivor = opened(account=smith)
        merge(case, survivor, by=max)
        assert case.note_complaint("Late", by=ada, at=hours(3)).subject_id == survivor.pk

    def test_but_not_on_the_account_of_somebody_else(self, case, smith, ada, max):
        merge(case, opened(account=AccountFactory(name="Omar Ito")), by=max, confirmed=True)
        with pytest.raises(StaleEdit):
            case.note_complaint("Late", by=ada, was={"account": smith})
        assert not Complaint.objects.exists()
