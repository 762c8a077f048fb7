"""Taking a call: whom it is about, what is known of them at once, what it may be about already and is noted there."""

from uuid import uuid4

import pytest

from cases.models import AvoidedDuplicate, Case
from inbox.models import Notification
from tests.cast import as_company
from tests.factories import (
    AccountFactory,
    CaseFactory,
    ContactFactory,
    ContractFactory,
    JobFactory,
    OrderFactory,
    OrderLineFactory,
    PropertyFactory,
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
def sunny(acme):
    return AccountFactory(tenant=acme, name="Sunny Installations", kind="installer")


def customer(desk, account, **asked):
    return read(desk.get("/cases/new/customer/", {"account": account.number, **asked}, htmx=True))


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
    assert facts | {"typed": ""} == {"source": "phone", "caller": "Joe", "again": True, "typed": ""}
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
