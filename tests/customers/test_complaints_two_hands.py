"""Two people with one complaint at the same moment, each on a real connection: one clean outcome."""

from uuid import uuid4

import pytest

from customers.models import CannotSettle, Complaint
from tests.cast import as_company, each
from tests.factories import AccountFactory, CaseFactory, MembershipFactory
from timeline.models import Entry


@pytest.fixture
def acme(transactional_db, acme):
    return acme


@pytest.fixture
def smith(acme):
    return AccountFactory(tenant=acme)


@pytest.fixture
def hands(acme):
    return [MembershipFactory(tenant=acme, role="support_lead") for _ in range(2)]


def kinds(acme, subject_id):
    with as_company(acme):
        lines = Entry.objects.filter(subject_id=subject_id).order_by("recorded_at", "id")
        return [kind for kind in lines.values_list("kind", flat=True) if kind.startswith("customers-")]


def test_a_double_click_notes_it_once(acme, smith, hands):
    key = uuid4()
    noted = each(acme, lambda hand: smith.note_complaint("Late", by=hand, client_key=key).pk, *hands)
    assert len(set(noted)) == 1
    assert kinds(acme, smith.pk) == ["customers-complained"]


def test_a_double_click_on_a_case_notes_it_once(acme, smith, hands):
    case, key = CaseFactory(account=smith), uuid4()

    def note(hand):
        return type(case).objects.get(pk=case.pk).note_complaint("Late", by=hand, client_key=key).pk

    assert len(set(each(acme, note, *hands))) == 1
    assert kinds(acme, case.pk) == kinds(acme, smith.pk) == ["customers-complained"]


def test_one_settles_and_the_other_hears_who_did(acme, smith, hands):
    with as_company(acme):
        complaint = smith.note_complaint("Late", by=hands[0])
    outcomes = each(acme, lambda hand: Complaint.objects.get(pk=complaint.pk).settle(f"By {hand.pk}", by=hand), *hands)
    [lost] = [outcome for outcome in outcomes if outcome]
    assert isinstance(lost, CannotSettle)
    with as_company(acme):
        again = Complaint.objects.get()
        assert again.outcome == f"By {again.settled_by_id}"
        assert lost.args == (f"{again.settled_by} has settled this already: {again.outcome}",)
    assert kinds(acme, smith.pk) == ["customers-complained", "customers-complaint-settled"]
