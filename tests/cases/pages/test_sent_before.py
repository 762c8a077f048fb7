"""Back, other words, and sent again: nobody is led silently to what the first words became, and no word is lost."""

from uuid import uuid4

import pytest

from cases.models import Case
from tests.cast import as_company
from tests.factories import AccountFactory

from .desk import last_line
from .reading import read
from .test_intake import SAID

WAS = "You have sent this form before: it is #%s now."


@pytest.fixture
def said(smith):
    return {**SAID, "account": str(smith.pk), "opening_key": str(uuid4()), "told": "We call back"}


@pytest.fixture
def opened(desk, said, acme):
    assert desk.post("/cases/new/", said).status_code == 302
    with as_company(acme):
        return Case.objects.get(opening_key=said["opening_key"])


@pytest.mark.parametrize("htmx", [True, False])
def test_other_words_come_back_with_both_ways_to_go_on(desk, said, opened, acme, htmx):
    now = {**said, "summary": "Pump smokes", "description": "And smells"}
    answer = desk.post("/cases/new/", now, htmx=htmx)
    page = read(answer)
    assert answer.status_code == 422
    assert WAS % opened.number in page.alerts[0]
    assert (page.value_of("summary"), page.value_of("told")) == ("Pump smokes", "We call back")
    assert page.value_of("description") == "And smells"
    fresh_key = page.value_of("opening_key")
    assert fresh_key != said["opening_key"]
    with as_company(acme):
        assert Case.objects.count() == 1
    noted = desk.post(f"/cases/{opened.number}/repeats/", {**now, "opening_key": fresh_key})
    assert noted.headers["Location"] == f"/acme/cases/{opened.number}/"
    assert last_line(opened)[3] == "Pump smokes\n\nAnd smells\n\nTold them: We call back"


def test_another_case_is_one_click_away(desk, said, opened, acme):
    now = {**said, "summary": "Pump smokes"}
    key = read(desk.post("/cases/new/", now)).value_of("opening_key")
    place = desk.post("/cases/new/", {**now, "opening_key": key}).headers["Location"]
    assert place == f"/acme/cases/{opened.number + 1}/"


@pytest.mark.parametrize("field", ["summary", "description", "told"])
def test_every_word_counts(desk, said, opened, field):
    assert desk.post("/cases/new/", {**said, field: "Other words"}).status_code == 422


def test_for_another_customer_it_is_asked_about_too(desk, said, opened, acme):
    other = AccountFactory(tenant=acme, name="Omar Ito")
    assert desk.post("/cases/new/", {**said, "account": str(other.pk)}).status_code == 422


def test_the_same_words_lead_to_the_case_though_it_was_corrected_meanwhile(desk, said, opened, ada, acme):
    with as_company(acme):
        Case.objects.get(pk=opened.pk).edit({"summary": "Filter hums"}, was={}, by=ada)
    answer = desk.post("/cases/new/", {**said, "summary": " Pump  hums"})
    assert answer.headers["Location"] == f"/acme/cases/{opened.number}/"


@pytest.mark.parametrize("htmx", [True, False])
def test_a_note_in_other_words_is_asked_about(desk, said, opened, acme, htmx):
    path, now = f"/cases/{opened.number}/repeats/", {**said, "opening_key": str(uuid4())}
    assert desk.post(path, now).status_code == 302
    answer = desk.post(path, {**now, "summary": "It hums louder"}, htmx=htmx)
    page = read(answer)
    assert (answer.status_code, page.value_of("summary")) == (422, "It hums louder")
    assert WAS % opened.number in page.alerts[0]
    again = {**now, "summary": "It hums louder", "opening_key": page.value_of("opening_key")}
    assert desk.post(path, again).status_code == 302
    assert last_line(opened)[3].startswith("It hums louder")
