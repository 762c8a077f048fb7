"""What must be said before a case is opened: the contract, who speaks, who answers; an ending contract is meant."""

from uuid import uuid4

import pytest

from cases.models import Case
from customers.models import Contact
from inbox.models import Notification
from tests.cast import as_company
from tests.factories import (
    AccountFactory,
    ContactFactory,
    ContractFactory,
    JobFactory,
    OrderFactory,
    OrderLineFactory,
)

from .desk import fresh, last_line
from .reading import read

SAID = {
    "summary": "Pump hums",
    "case_type": "repair",
    "reason_code": "defect",
    "severity": "moderate",
    "urgency": "this_week",
    "source": "phone",
}


@pytest.fixture
def send(desk, smith):
    """Return ``send(**said)``: the answer to the form, sent by Ada or ``by``, about Jane Smith or ``account``."""

    def post(by=None, account=smith, htmx=False, **said):
        body = {**SAID, "account": account.pk, "opening_key": uuid4(), **said}
        return (by or desk).post("/cases/new/", body, htmx=htmx)

    return post


@pytest.fixture
def sunny(acme):
    return AccountFactory(tenant=acme, name="Sunny Installations", kind="installer")


def opened(company):
    with as_company(company):
        return fresh(Case.objects.newest_first().first())


def test_a_homeowners_case_belongs_to_a_contract_unless_that_is_denied(send, smith, acme):
    assert send().status_code == 302
    contract = ContractFactory(account=smith)
    refused = send()
    assert refused.status_code == 422
    assert read(refused).errors_of("contract") == ["Choose the contract, or say that none is concerned."]
    assert send(no_contract="on").status_code == 302
    assert opened(acme).contract is None
    assert send(contract=contract.pk).status_code == 302
    assert opened(acme).contract == contract


def test_with_an_installer_somebody_is_spoken_with(send, sunny, acme):
    assert read(send(account=sunny)).errors_of("new_name") == ["With an installer, say whom you speak with."]
    contact = ContactFactory(account=sunny)
    assert read(send(account=sunny)).errors_of("contact") == ["With an installer, say whom you speak with."]
    assert send(account=sunny, contact=contact.pk).status_code == 302
    assert opened(acme).contact == contact


def test_a_person_is_written_down_in_place_and_once(send, sunny, acme):
    ann = ContactFactory(account=sunny, name="Ann", phone="(716) 555-0101", email="ann@sunny.example")
    said = {"new_name": "Bob Builder", "new_phone": "716-555-0102", "new_email": "bob@sunny.example"}
    refused = send(account=sunny, **said, summary="")
    assert (refused.status_code, read(refused).value_of("new_name")) == (422, "Bob Builder")
    key = uuid4()
    for _ in range(2):
        assert send(account=sunny, opening_key=key, **said).status_code == 302
    bob = opened(acme).contact
    assert (bob.name, bob.phone_e164, bob.email_normalised) == ("Bob Builder", "+17165550102", "bob@sunny.example")
    for again in ({"new_phone": "7165550101"}, {"new_email": "ANN@sunny.example"}):
        assert send(account=sunny, new_name="Anna", **again).status_code == 302
        assert opened(acme).contact == ann
    with as_company(acme):
        assert Contact.objects.count() == 2


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("new_phone", "call me", "That is no phone number."),
        ("new_email", "bob at home", "Enter a valid email address."),
        ("new_name", "", "Say who this is."),
        ("owner", "nonsense", "Choose somebody who works cases."),
    ],
)
def test_what_is_wrong_about_people_is_said_at_the_field(send, acme, field, value, message):
    said = {"new_name": "Bob", "new_phone": "716-555-0102", field: value}
    answer = send(htmx=True, **said)
    assert (answer.status_code, read(answer).errors_of(field)) == (422, [message])
    with as_company(acme):
        assert (Case.objects.count(), Contact.objects.count()) == (0, 0)


@pytest.mark.parametrize("status", ["cancelled", "pending_cancellation"])
def test_an_ending_contract_is_confirmed_and_the_history_keeps_it(send, desk, smith, acme, status):
    contract = ContractFactory(account=smith, number="C-9", status=status)
    words = status.replace("_", " ")
    for wrong in ("", "active"):
        refused = send(contract=contract.pk, ending_confirmed=wrong)
        assert refused.status_code == 422
        assert f"Contract C-9 is {words}. Confirm that it is the right one." in read(refused).text
    job = JobFactory(account=smith, contract=contract)
    assert send(job=job.pk).status_code == 422
    assert send(contract=contract.pk, ending_confirmed=status).status_code == 302
    case = opened(acme)
    facts = {"source": "phone", "late": False, "confirmed": status, "contract": "C-9"}
    assert last_line(case)[2].items() >= facts.items()
    assert f"Confirmed that contract C-9 is {words}." in read(desk.get(f"/cases/{case.number}/")).text


def test_who_owns_the_next_answer_is_chosen(send, acme, ada, max, departments):
    send()
    assert (opened(acme).owner, opened(acme).owner_chosen) == (ada, False)
    send(owner="pool")
    assert (opened(acme).owner, opened(acme).owner_chosen) == (None, False)
    send(owner=max.pk)
    assert (opened(acme).owner, opened(acme).owner_chosen) == (max, True)
    with as_company(acme):
        assert Notification.objects.get(what="cases-given").member == max


def test_an_owner_who_does_not_see_the_branch_is_refused(send, acme, north, south, member):
    nell = member("support", branch=north, name="Nell")
    answer = send(owner=nell.pk, branch=south.pk)
    assert (answer.status_code, read(answer).alerts) == (422, ["Nell does not work cases of this branch."])
    assert send(owner=nell.pk, branch=north.pk).status_code == 302


def test_how_to_reach_them_for_this_case_stands_on_its_page(send, desk, acme):
    send(reach_by="text", reach_under="716 555 9999, after six")
    page = read(desk.get(f"/cases/{opened(acme).number}/"))
    assert "Text message 716 555 9999, after six" in page.one(id="case-facts").text


def test_types_used_before_are_suggested(send, desk, smith, acme):
    send(request_type="Noise", request_subtype="At night")
    page = read(desk.get("/cases/new/", {"account": smith.number}))
    assert [word.attrs["value"] for word in page.one("datalist", id="request-types").all("option")] == ["Noise"]


def test_a_sent_form_lets_the_browser_forget_its_draft(send, acme):
    answer = send(htmx=True)
    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"] == f"/acme/cases/{opened(acme).number}/"
    assert answer.headers["HX-Trigger"] == "case-sent"


def test_an_order_line_whose_job_is_another_branchs_is_not_taken(send, smith, acme, north, south, member, client_for):
    with as_company(acme):
        job = JobFactory(account=smith, branch=south)
        line = OrderLineFactory(order=OrderFactory(account=smith, job=job))
    near = client_for(member("support", branch=north))
    refused = send(by=near, order_line=line.pk, no_contract="on")
    assert refused.status_code == 422
    said = "This job belongs to a branch whose cases you do not work."
    assert read(refused).errors_of("order_line") == [said]
    assert send(order_line=line.pk, no_contract="on").status_code == 302


def test_what_was_resolved_while_somebody_wrote_is_said_and_their_words_stay(desk, smith, case, max):
    with as_company(smith.tenant_id):
        case.resolve(by=max, path="repaired", notes="A seal")
    body = {**SAID, "account": smith.pk, "opening_key": uuid4(), "description": "It hums again"}
    answer = desk.post(f"/cases/{case.number}/repeats/", body, htmx=True)
    assert answer.status_code == 422
    assert f"#{case.number} was resolved meanwhile" in read(answer).one(role="alert").text
    assert read(answer).value_of("description") == "It hums again"


def test_without_scripts_the_customer_comes_first_and_the_page_says_so(desk, smith):
    page = desk.get("/cases/new/").content.decode()
    assert "Find the customer first and choose them" in page.partition("<noscript>")[2].partition("</noscript>")[0]
    found = read(desk.get("/cases/new/", {"q": "Smith"})).one("a", classed="lookup-choice")
    assert found.attrs["href"] == f"/acme/cases/new/?account={smith.number}"
    chosen = desk.get("/cases/new/", {"account": smith.number})
    assert "Find the customer first and choose them" not in chosen.content.decode()
    key = read(chosen).one("form", id="case-form").value_of("opening_key")
    sent = SAID | {"account": smith.pk, "opening_key": key}
    assert desk.post("/cases/new/", sent).status_code == 302
