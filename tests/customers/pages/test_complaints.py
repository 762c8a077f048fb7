"""Complaints on the page of a customer: the ladder of both sheets, the banner, the list, and the page with all."""

from uuid import uuid4

import pytest

from customers.models import Complaint
from tests.cases.pages.reading import read
from tests.cast import as_company
from tests.factories import AccountFactory

pytestmark = pytest.mark.django_db

SAID, DONE = {"words": "Nobody called <b>back</b>."}, {"outcome": "Called and said sorry."}


@pytest.fixture
def smith(acme):
    return AccountFactory(tenant=acme, name="Jane Smith")


@pytest.fixture
def desk(ada, client_for):
    return client_for(ada)


@pytest.fixture
def lead(max, client_for):
    return client_for(max)


@pytest.fixture
def complaint(smith, ada):
    with as_company(smith.tenant_id):
        return smith.note_complaint(SAID["words"], by=ada)


@pytest.fixture
def new(smith):
    return f"/customers/{smith.number}/complaints/new/"


@pytest.fixture
def settlement(smith, complaint):
    return f"/customers/{smith.number}/complaints/{complaint.pk}/settlement/"


def noted(company):
    with as_company(company):
        return list(Complaint.objects.order_by("pk"))


@pytest.mark.parametrize("htmx", [True, False])
class TestByHtmxAndWithout:
    def test_noting_leads_back_to_the_customer(self, desk, smith, new, acme, htmx):
        answer = desk.post(new, {**SAID, "client_key": uuid4()}, htmx=htmx)
        place = answer.headers["HX-Redirect" if htmx else "Location"]
        assert (answer.status_code, place) == (204 if htmx else 302, f"/acme/customers/{smith.number}/")
        assert [(one.words, one.account_id, one.subject_kind) for one in noted(acme)] == [(SAID["words"], smith.pk, "")]

    def test_so_does_settling(self, lead, smith, settlement, acme, htmx, max):
        answer = lead.post(settlement, DONE, htmx=htmx)
        place = answer.headers["HX-Redirect" if htmx else "Location"]
        assert (answer.status_code, place) == (204 if htmx else 302, f"/acme/customers/{smith.number}/")
        assert [(one.outcome, one.settled_by_id) for one in noted(acme)] == [(DONE["outcome"], max.pk)]

    def test_the_forms_are_sheets_or_pages(self, lead, new, settlement, htmx):
        for path, words in ((new, "On the account of Jane Smith."), (settlement, SAID["words"])):
            page = read(lead.get(path, htmx=htmx))
            assert words in page.text
            assert page.has("form", action=f"/acme{path}")
            assert page.has("main") is not htmx

    def test_what_is_wrong_is_said_at_its_field(self, lead, new, settlement, acme, htmx):
        for path, field in ((new, "words"), (settlement, "outcome")):
            answer = lead.post(path, {field: " "}, htmx=htmx)
            assert (answer.status_code, read(answer).errors_of(field)) == (422, ["This field is required."])
        assert [one.is_open for one in noted(acme)] == [True]

    def test_what_is_settled_already_is_refused_with_the_words_kept(self, lead, settlement, complaint, acme, ada, htmx):
        with as_company(acme):
            complaint.settle("A credit.", by=ada)
        answer = lead.post(settlement, DONE, htmx=htmx)
        page = read(answer)
        assert answer.status_code == 422
        assert page.alerts == ["Ada Lovelace has settled this already: A credit."]
        assert page.value_of("outcome") == DONE["outcome"]

    def test_a_role_that_may_not_is_told_which_may(self, desk, new, settlement, member, client_for, htmx):
        reader = client_for(member("executive"))
        for visitor, path, body in ((reader, new, SAID), (reader, settlement, DONE), (desk, settlement, DONE)):
            assert visitor.post(path, body, htmx=htmx).status_code == 403
        assert "Your role does not include this." in read(desk.post(settlement, DONE)).text

    def test_another_company_finds_nothing(self, new, settlement, acme, eve, member, client_for, htmx):
        boss = member("owner", eve.tenant)
        for company in (acme, eve.tenant):
            for path, body in ((new, SAID), (settlement, DONE)):
                assert client_for(boss, company).post(path, body, htmx=htmx).status_code == 404
        assert len(noted(acme)) == 1


def test_sent_twice_it_is_noted_once(desk, new, acme):
    body = {**SAID, "client_key": uuid4()}
    assert [desk.post(new, body).status_code for _ in range(2)] == [302, 302]
    assert len(noted(acme)) == 1


def test_the_complaint_of_another_customer_is_not_settled_here(lead, complaint, acme):
    other = AccountFactory(tenant=acme)
    answer = lead.post(f"/customers/{other.number}/complaints/{complaint.pk}/settlement/", DONE)
    assert (answer.status_code, noted(acme)[0].is_open) == (404, True)


def test_the_page_says_what_is_not_settled_first_and_lists_all(lead, smith, complaint, acme, ada, max):
    with as_company(acme):
        smith.note_complaint("Mud in the hall.", by=ada).settle("Cleaned the rug.", by=max)
    page = read(lead.get(f"/customers/{smith.number}/"))
    assert SAID["words"] in page.one(classed="complaints").text
    assert "Mud" not in page.one(classed="complaints").text
    listed = page.one(id="complaints")
    assert listed.one("h2").text == "Complaints 2"
    open_, settled = listed.all("li")
    assert "Not settled Settle" in open_.text
    assert "Settled" in settled.text
    assert "Cleaned the rug." in settled.text
    assert "by Max Planck" in settled.text
    assert "Complaints 2" in page.one("nav", classed="tabs").text
    with as_company(acme):
        complaint.settle("Done.", by=max)
    assert not read(lead.get(f"/customers/{smith.number}/")).has(classed="complaints")


def test_who_never_complained_has_only_the_button(desk, smith):
    page = read(desk.get(f"/customers/{smith.number}/"))
    assert not page.has(id="complaints")
    assert not page.has(classed="complaints")
    assert [link.attrs["href"] for link in page.all("a") if link.text == "Note a complaint"] == [
        f"/acme/customers/{smith.number}/complaints/new/"
    ]


def test_who_only_reads_sees_them_without_buttons(smith, complaint, member, client_for):
    page = read(client_for(member("executive")).get(f"/customers/{smith.number}/"))
    assert SAID["words"] in page.one(classed="complaints").text
    assert not [link for link in page.all("a") if "/complaints/" in link.attrs.get("href", "")]


def test_all_of_them_have_a_page_of_their_own(desk, smith, acme, ada):
    with as_company(acme):
        for nth in range(8):
            smith.note_complaint(f"Number {nth}", by=ada)
    page = read(desk.get(f"/customers/{smith.number}/"))
    assert "Show all 8" in page.one(id="complaints").text
    assert page.one(classed="complaints").all("a")[-1].text == "All complaints"
    shelf = read(desk.get(f"/customers/{smith.number}/complaints/"))
    assert [one.one("p", classed="prose").text for one in shelf.all("li", classed="is-complaint")] == [
        f"Number {nth}" for nth in reversed(range(8))
    ]
