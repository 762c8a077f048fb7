"""Taking a call: what is known at once, what must be said, what it may be about already, and where that is noted."""

from uuid import uuid4

import pytest

from cases.models import AvoidedDuplicate, Case
from customers.models import Contact
from inbox.models import Notification
from tests.cast import as_company
from tests.factories import (
    AccountFactory,
    CaseFactory,
    ContactFactory,
    ContractFactory,
    InstallerSeatFactory,
    JobFactory,
    OrderFactory,
    OrderLineFactory,
    PropertyFactory,
)

from .desk import fresh, last_line
from .reading import announced, read

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


def customer(desk, account, **asked):
    return read(desk.get("/cases/new/customer/", {"account": account.number, **asked}, htmx=True))


# Whom it is about


def test_choosing_a_customer_changes_nothing_but_their_part(desk, smith):
    page = customer(desk, smith)
    assert page.roots == [("div", "intake-customer")]
    assert page.value_of("account") == str(smith.pk)
    assert page.one(classed="chosen").attrs["data-account"] == str(smith.number)
    assert not page.has(name="summary")
    back = read(desk.get("/cases/new/customer/", {"was": smith.number}, htmx=True))
    assert back.value_of("account") == ""
    assert [link.attrs["href"] for link in back.all("a")] == [f"/acme/cases/new/?account={smith.number}"]


def test_the_only_active_contract_is_chosen_with_its_property(desk, smith):
    ContractFactory(account=smith, number="OLD", status="cancelled")
    active = ContractFactory(account=smith, number="NEW", site=PropertyFactory(account=smith))
    PropertyFactory(account=smith)
    page = customer(desk, smith)
    assert (page.value_of("contract"), page.value_of("site")) == (str(active.pk), str(active.site_id))
    assert [option.text for option in page.one(name="contract").all("option")] == ["None", "OLD · Cancelled", "NEW"]
    ContractFactory(account=smith, number="NEWER")
    assert customer(desk, smith).value_of("contract") == ""


def test_what_follows_from_an_order_line_a_job_or_a_contact_in_the_address(desk, smith):
    site = PropertyFactory(account=smith)
    contract = ContractFactory(account=smith, site=site)
    job = JobFactory(account=smith, contract=contract, site=site)
    line = OrderLineFactory(order=OrderFactory(account=smith, job=job))
    ContactFactory(account=smith)
    contact = ContactFactory(account=smith)
    page = read(desk.get("/cases/new/", {"account": smith.number, "order_line": line.pk, "contact": contact.pk}))
    chosen = {name: page.value_of(name) for name in ("order_line", "job", "contract", "site", "contact")}
    rows = {"order_line": line, "job": job, "contract": contract, "site": site, "contact": contact}
    assert chosen == {name: str(row.pk) for name, row in rows.items()}


def test_another_contract_brings_another_property_and_what_was_typed_stays(desk, smith):
    one, two = (ContractFactory(account=smith, site=PropertyFactory(account=smith)) for _ in range(2))
    asked = {"account": smith.number, "contract": two.pk, "site": one.site_id, "new_name": "Joe"}
    changed = desk.get("/cases/new/customer/", asked, htmx=True, headers={"HX-Trigger-Name": "contract"})
    page = read(changed)
    assert (page.value_of("site"), page.value_of("new_name")) == (str(two.site_id), "Joe")
    assert changed.headers["HX-Trigger-After-Settle"] == "customer-chosen"
    assert customer(desk, smith, contract=two.pk, site=one.site_id).value_of("site") == str(one.site_id)


def test_the_customer_page_offers_a_case_about_each_of_their_things(desk, smith, sunny):
    line = OrderLineFactory(order__account=smith)
    contact = ContactFactory(account=sunny)
    for account, asked in ((smith, f"order_line={line.pk}"), (sunny, f"contact={contact.pk}")):
        page = read(desk.get(f"/customers/{account.number}/"))
        links = [link.attrs["href"] for link in page.all("a") if "/cases/new/?" in link.attrs.get("href", "")]
        assert f"/acme/cases/new/?account={account.number}&{asked}" in links


# What is known of them


def test_what_is_open_told_and_promised_is_seen_at_once(desk, smith, case, resolved, ada, acme):
    with as_company(acme):
        case.comment("Somebody comes on Monday.", by=ada, audience="customer")
        case.comment("They are angry.", by=ada)
        case.edit({"next_action": "Call with a date"}, was={}, by=ada)
    ContractFactory(account=smith, number="C-9", status="cancelled")
    page = read(desk.get("/cases/new/context/", {"account": smith.number}, htmx=True))
    assert "Pump hums" in page.text
    assert "Leaking valve" not in page.text
    assert "Somebody comes on Monday." in page.text
    assert "They are angry." not in page.text
    assert "Call with a date" in page.text
    assert "C-9 Cancelled" in page.text
    whole = read(desk.get("/cases/new/context/", {"account": smith.number}))
    assert whole.one("h2", id="open-title").text == "Open for them 1"


def test_what_was_told_when_it_was_opened_counts_until_something_else_is(desk, smith, case):
    page = read(desk.get("/cases/new/context/", {"account": smith.number}, htmx=True))
    assert "We promised a call" in page.text


def test_nothing_of_other_branches_companies_or_customers_is_known(
    desk, smith, acme, globex, north, south, member, client_for
):
    CaseFactory(account=smith, branch=south, summary="In the south")
    CaseFactory(account=AccountFactory(tenant=acme), summary="Of somebody else")
    theirs = CaseFactory(account=AccountFactory(tenant=globex), summary="Of Globex")
    nell = client_for(member("support", branch=north))
    said = {"account": smith.pk, "summary": "In the south of somebody else of Globex"}
    for visitor, seen in ((desk, ["In the south"]), (nell, [])):
        context = read(visitor.get("/cases/new/context/", {"account": smith.number}, htmx=True))
        likely = read(visitor.post("/cases/new/likely/", said, htmx=True))
        assert [link.text for link in context.all("a", classed="listing-link")] == seen
        assert ("In the south" in likely.text) == bool(seen)
        assert "Globex" not in context.text + likely.text
    for about in (theirs.account_id, 999_999, "nobody", ""):
        assert read(desk.post("/cases/new/likely/", {**said, "account": about}, htmx=True)).text == ""
        assert "Open for them" not in read(desk.get("/cases/new/context/", {"account": about}, htmx=True)).text


# What it may be about already


def test_a_likely_case_says_why_and_takes_the_note(desk, smith, acme, ada, max):
    case = CaseFactory(account=smith, by=max, summary="Heater leaks badly")
    said = {**SAID, "account": smith.pk, "summary": "Heater is leaking", "description": "Since noon"}
    said |= {"opening_key": uuid4(), "new_name": "Joe", "told": "We call back"}
    page = read(desk.post("/cases/new/likely/", said, htmx=True))
    assert "Same customer: heater, leaking" in page.text
    button = page.one("button")
    assert button.text == f"Add a note to #{case.number} instead"
    assert button.attrs["formaction"] == f"/acme/cases/{case.number}/repeats/"
    for htmx in (True, False, True):
        answer = desk.post(f"/cases/{case.number}/repeats/", said, htmx=htmx)
        place = answer.headers["HX-Redirect" if htmx else "Location"]
        assert place == f"/acme/cases/{case.number}/"
    assert "case-sent" in answer.headers["HX-Trigger"]
    kind, name, facts, body = last_line(case)
    assert (kind, name, body) == (
        "commented",
        "Ada Lovelace",
        "Heater is leaking\n\nSince noon\n\nTold them: We call back",
    )
    assert facts == {"source": "phone", "caller": "Joe", "again": True}
    shown = read(desk.get(f"/cases/{case.number}/"))
    assert "Joe said it again" in shown.text
    assert f"Noted on #{case.number}. Max Planck is told. 1 duplicate avoided by you." in shown.text
    with as_company(acme):
        assert Notification.objects.filter(member=max).count() == 1
        assert (AvoidedDuplicate.objects.count(), Case.objects.count()) == (1, 1)


def test_a_note_without_words_is_refused_beside_the_form(desk, case):
    answer = desk.post(f"/cases/{case.number}/repeats/", {"source": "phone", "opening_key": uuid4()}, htmx=True)
    assert answer.status_code == 422
    assert read(answer).roots == [("form", "case-form")]
    assert fresh(case).version == case.version


def test_what_is_likely_is_never_resolved_nor_more_than_three(desk, smith, resolved):
    for _ in range(5):
        CaseFactory(account=smith, summary="Leaking valve")
    said = {"account": smith.pk, "summary": "valve leaking", "description": "x" * 30_000}
    page = read(desk.post("/cases/new/likely/", said, htmx=True))
    assert len(page.all("button")) == 3
    assert f"#{resolved.number} " not in page.text


# What must be said


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
    assert last_line(case)[2] == {"source": "phone", "late": False, "confirmed": status, "contract": "C-9"}
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


# The contract of a case


def test_a_pasted_number_moves_the_case(desk, case, acme):
    target = ContractFactory(account=AccountFactory(tenant=acme, name="Omar Ito"), number="C-77")
    sheet = read(desk.get(f"/cases/{case.number}/contract/", htmx=True))
    assert sheet.value_of("was") == ""
    answer = desk.post(f"/cases/{case.number}/contract/", {"number": " c-77 ", "was": ""}, htmx=True)
    assert (answer.status_code, announced(answer)["toast"]["text"]) == (200, "Moved.")
    assert fresh(case).contract == target
    page = read(desk.get(f"/cases/{case.number}/"))
    assert "Ada Lovelace moved the case to another contract:" in page.text
    assert "Jane Smith → Omar Ito" in page.text


def test_what_is_wrong_with_the_number_is_said_at_the_field(
    smith, case, acme, globex, south, member, north, client_for
):
    foreign = ContractFactory(account=AccountFactory(tenant=globex), number="THEIRS")
    own = ContractFactory(account=smith, number="OWN")
    elsewhere = ContractFactory(account=smith, number="SOUTH")
    JobFactory(account=smith, contract=elsewhere, branch=south)
    with as_company(acme):
        case.move_to(own, by=None)
        type(case).objects.filter(pk=case.pk).update(branch=north)
    nell = client_for(member("support", branch=north))
    tries = {
        "": "This field is required.",
        "nothing": "There is no contract with this number.",
        foreign.number: "There is no contract with this number.",
        "OWN": "The case is under this contract already.",
        "SOUTH": "This contract belongs to a branch whose cases you do not work.",
    }
    for number, message in tries.items():
        answer = nell.post(f"/cases/{case.number}/contract/", {"number": number, "was": "OWN"}, htmx=True)
        assert (answer.status_code, read(answer).errors_of("number")) == (422, [message])


def test_an_ending_contract_and_likely_cases_are_asked_about_before_it_moves(desk, case, acme):
    account = AccountFactory(tenant=acme)
    there = CaseFactory(account=account, summary="Pump hums, too")
    ContractFactory(account=account, number="C-8", status="cancelled")
    said = {"number": "C-8", "was": ""}
    page = read(desk.post(f"/cases/{case.number}/contract/", said, htmx=True))
    assert "Contract C-8 is cancelled." in page.text
    assert f"#{there.number} Pump hums, too" in page.text
    for half in ({"ending_confirmed": "cancelled"}, {"in_spite": "on"}):
        assert desk.post(f"/cases/{case.number}/contract/", said | half, htmx=True).status_code == 422
    whole = {"ending_confirmed": "cancelled", "in_spite": "on"}
    assert desk.post(f"/cases/{case.number}/contract/", said | whole, htmx=True).status_code == 200
    assert fresh(case).contract.number == "C-8"


def test_somebody_elses_move_is_a_question(desk, case, acme):
    one, two = (ContractFactory(account=AccountFactory(tenant=acme), number=number) for number in ("ONE", "TWO"))
    with as_company(acme):
        case.move_to(one, by=None)
    answer = desk.post(f"/cases/{case.number}/contract/", {"number": "TWO", "was": ""}, htmx=True)
    page = read(answer)
    assert answer.status_code == 409
    assert (page.value_of("number"), page.value_of("was")) == ("TWO", "ONE")
    assert "ONE" in page.one(classed="conflict-sides").text
    assert fresh(case).contract == one
    again = desk.post(f"/cases/{case.number}/contract/", {"number": "TWO", "was": page.value_of("was")}, htmx=True)
    assert again.status_code == 200
    assert fresh(case).contract == two


def test_who_loses_sight_of_it_by_moving_it_is_led_to_the_queue(desk, smith, acme, member, client_for):
    terry = member("technician")
    job = JobFactory(account=smith, technician=terry)
    case = CaseFactory(account=smith, job=job)
    ContractFactory(account=AccountFactory(tenant=acme), number="C-99")
    said = {"number": "C-99", "was": ""}
    answer = client_for(terry).post(f"/cases/{case.number}/contract/", said, htmx=True)
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/acme/cases/")


def test_installers_open_and_move_nothing(smith, case, member, acme, client_for):
    ines = member("installer")
    with as_company(acme):
        InstallerSeatFactory(member=ines, account=smith)
    visitor = client_for(ines)
    assert visitor.get(f"/cases/{case.number}/").status_code == 200
    assert "/contract/" not in visitor.get(f"/cases/{case.number}/").content.decode()
    for path in ("new/", "new/likely/", f"{case.number}/contract/", f"{case.number}/repeats/"):
        assert visitor.post(f"/cases/{path}", {}).status_code == 403
