"""Complaints while somebody is on the phone: noted together with a case, and seen before all else at the next call."""

from uuid import uuid4

import pytest

from customers.models import Complaint
from tests.cast import as_company

from .reading import read

WORDS = "Nobody called <b>back</b>."
OPENED = {"summary": "Rude on the phone", "case_type": "complaint", "reason_code": "other", "source": "phone"}
OPENED |= {"severity": "minor", "urgency": "today"}


@pytest.fixture
def complaint(case, ada):
    with as_company(case.tenant_id):
        return case.note_complaint(WORDS, by=ada)


def noted(company):
    with as_company(company):
        return list(Complaint.objects.order_by("pk"))


@pytest.mark.parametrize(("asked", "many"), [({"complained": "on"}, 1), ({}, 0)])
def test_a_complaint_is_noted_with_its_case_when_that_is_ticked(desk, smith, acme, asked, many):
    body = {"account": smith.pk, "opening_key": uuid4(), "description": "Twice.", **OPENED, **asked}
    for _ in range(2):
        assert desk.post("/cases/new/", body).status_code == 302
    assert [one.words for one in noted(acme)] == ["Rude on the phone\n\nTwice."] * many


def test_a_case_of_another_type_notes_none_whatever_the_box_behind_it_says(desk, smith, acme):
    body = {"account": smith.pk, "opening_key": uuid4(), **OPENED, "case_type": "repair", "complained": "on"}
    assert desk.post("/cases/new/", body).status_code == 302
    assert noted(acme) == []


def test_the_form_proposes_it_and_keeps_what_was_chosen(desk, smith):
    box = read(desk.get("/cases/new/", {"account": smith.number})).one(name="complained")
    assert "checked" in box.attrs
    again = read(desk.post("/cases/new/", {"account": smith.pk, "case_type": "complaint"}, htmx=True))
    assert "checked" not in again.one(name="complained").attrs


def test_whoever_takes_the_next_call_sees_it_before_all_else(desk, case, complaint, smith, acme, max, ada):
    path = "/cases/new/context/"
    with as_company(acme):
        smith.note_complaint("Mud in the hall.", by=ada).settle("Cleaned the rug.", by=max)
    for htmx in (False, True):
        page = read(desk.get(path, {"account": smith.number}, htmx=htmx))
        assert WORDS in page.one(classed="complaints").text
        past = page.one(id="panel-complaints").text
        assert "Complaints that were settled Mud in the hall." in past
        assert "Cleaned the rug." in past
        assert page.text.index("not settled") < page.text.index("Open for them")


def test_who_never_complained_has_no_such_panel(desk, smith):
    page = read(desk.get("/cases/new/context/", {"account": smith.number}, htmx=True))
    assert not page.has(id="panel-complaints")
    assert not page.has(classed="complaints")
