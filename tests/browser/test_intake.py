"""A call, as somebody takes it: by keyboard alone, writing before the customer is found, and nothing typed is lost."""

import re

import pytest
from playwright.sync_api import expect

from cases.models import AvoidedDuplicate, Case
from customers.models import Contact
from tests.cast import as_company
from tests.factories import AccountFactory

from . import world


@pytest.fixture
def rosa(acme, ada):
    world.enrol(ada, "support")
    return world.customer(acme)


def find(page, text="5550142"):
    """Type ``text`` and see what is found for all of it: what is found for its beginning would go again."""
    expect(page.get_by_role("combobox", name="Customer")).to_be_focused()
    with page.expect_response(lambda answer: answer.url.endswith(f"?q={text}")):
        page.keyboard.type(text)
    expect(page.locator("#lookup-q.htmx-request")).to_have_count(0)
    expect(page.locator(".lookup-choice").first).to_be_visible()


def test_a_call_is_taken_without_touching_the_mouse(visit, rosa, ada):
    page = visit(ada)
    page.goto("/acme/cases/")
    page.keyboard.press("n")
    page.wait_for_url(re.compile(r"/cases/new/$"))
    find(page)
    page.keyboard.press("ArrowDown")
    expect(page.locator(".lookup-choice.is-active")).to_contain_text("Rosa Delgado")
    page.keyboard.press("Enter")
    summary = page.get_by_label("Summary")
    expect(summary).to_be_focused()
    page.keyboard.type("Pump drips")
    page.keyboard.press("Tab")
    page.keyboard.type("Every morning.")
    page.get_by_label("Case type").focus()
    page.keyboard.type("Repair")
    page.get_by_label("Reason", exact=True).focus()
    page.keyboard.type("Defect")
    expect(page.locator("#case-proposal")).to_contain_text("due within 72 hours")
    page.get_by_label("Description").focus()
    page.keyboard.press("Control+Enter")
    page.wait_for_url(re.compile(r"/cases/\d+/$"))
    with as_company(rosa.tenant_id):
        case = Case.objects.select_related("contract", "contact").get()
        assert (case.summary, case.description, case.account_id) == ("Pump drips", "Every morning.", rosa.pk)
        assert (case.contract.number, case.contact.name) == ("AQ-1001", "Rosa Delgado")
    page.goto("/acme/cases/new/")
    expect(page.locator(".intake-draft:visible")).to_have_count(0)
    expect(page.get_by_label("Summary")).to_have_value("")


def test_what_was_typed_survives_choosing_changing_and_going_back(visit, rosa, ada, acme):
    AccountFactory(tenant=acme, name="Omar Ito")
    page = visit(ada)
    page.goto("/acme/cases/new/")
    page.get_by_label("Description").fill("It began with the storm.")
    page.get_by_role("combobox", name="Customer").focus()
    find(page, "omar")
    page.keyboard.press("Enter")
    expect(page.locator(".chosen")).to_contain_text("Omar Ito")
    expect(page.get_by_label("Description")).to_have_value("It began with the storm.")
    page.get_by_role("link", name="Someone else").click()
    find(page)
    page.keyboard.press("Escape")
    expect(page.locator(".chosen")).to_contain_text("Omar Ito")
    page.get_by_role("link", name="Someone else").click()
    find(page)
    page.keyboard.press("Enter")
    expect(page.locator(".chosen")).to_contain_text("Rosa Delgado")
    expect(page.get_by_label("Description")).to_have_value("It began with the storm.")
    expect(page.locator("#intake-context")).to_contain_text("Nothing is open.")
    expect(page).to_have_url(re.compile(rf"account={rosa.number}$"))


def test_the_note_on_the_case_that_is_there_is_the_default(visit, rosa, ada, max):
    case = world.cases(rosa, 1, by=max, summary="Heater leaks since the storm")[0]
    page = visit(ada)
    page.goto(f"/acme/cases/new/?account={rosa.number}")
    expect(page.locator("#intake-context")).to_contain_text("Heater leaks since the storm")
    page.get_by_label("Summary").fill("Heater is leaking")
    button = page.get_by_role("button", name=f"Add a note to #{case.number} instead")
    expect(button).to_have_class(re.compile("is-main"))
    with page.expect_response(lambda answer: "/likely" in answer.url):  # who leaves the line asks once more
        page.get_by_label("Summary").press("Enter")
    expect(page.locator("#case-likely.htmx-request")).to_have_count(0)
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"/cases/{case.number}/$"))
    expect(page.locator("#case-timeline").get_by_role("article")).to_contain_text("Heater is leaking")
    expect(page.get_by_text("1 duplicate avoided by you.")).to_be_visible()
    with as_company(rosa.tenant_id):
        assert (Case.objects.count(), AvoidedDuplicate.objects.count()) == (1, 1)


def test_whoever_calls_is_written_down_in_place(visit, rosa, ada):
    page = visit(ada)
    page.goto(f"/acme/cases/new/?account={rosa.number}")
    page.get_by_text("Somebody else is calling").click()
    page.locator("[name=new_name]").fill("Joe Delgado")
    page.locator("[name=new_phone]").fill("602 555 0177")
    page.get_by_label("Summary").fill("Gate is stuck")
    page.get_by_role("button", name="Open case").click()
    expect(page.get_by_text("This field is required.").first).to_be_visible()
    expect(page.locator("[name=new_name]")).to_have_value("Joe Delgado")
    page.get_by_label("Case type").select_option("repair")
    page.get_by_label("Reason", exact=True).select_option("defect")
    page.get_by_role("button", name="Open case").click()
    page.wait_for_url(re.compile(r"/cases/\d+/$"))
    expect(page.locator("#case-facts")).to_contain_text("Joe Delgado")
    with as_company(rosa.tenant_id):
        assert Contact.objects.filter(phone_e164="+16025550177").count() == 1


def test_a_draft_survives_a_reload_and_is_nobody_elses(visit, rosa, ada, max):
    page = visit(ada)
    page.goto(f"/acme/cases/new/?account={rosa.number}")
    page.get_by_label("Summary").fill("Half a sentence")
    page.get_by_label("Critical: damage or danger").check()
    page.reload()
    expect(page.get_by_label("Summary")).to_have_value("Half a sentence")
    expect(page.get_by_label("Critical: damage or danger")).to_be_checked()
    expect(page.get_by_text("What you had not sent is back.")).to_be_visible()
    page.goto("/acme/cases/new/")
    expect(page.get_by_text("You have not sent a case about Rosa Delgado")).to_be_visible()
    expect(page.get_by_label("Summary")).to_have_value("")
    page.get_by_role("link", name="Go on with it").click()
    expect(page.get_by_label("Summary")).to_have_value("Half a sentence")
    kept = page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('kept-draft'))")
    assert kept == [f"kept-draft:{ada.tenant_id}:{ada.pk}"]
    page.get_by_role("button", name="Start afresh").click()
    expect(page.get_by_label("Summary")).to_have_value("")
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('kept-draft')).length") == 0


def test_an_ending_contract_is_warned_about_as_soon_as_it_is_chosen(visit, rosa, ada):
    world.end(rosa, "AQ-1001")
    page = visit(ada)
    page.goto(f"/acme/cases/new/?account={rosa.number}")
    page.get_by_label("Summary").fill("Restore the contract")
    page.get_by_label("Contract", exact=True).select_option(label="AQ-1001 · Cancelled")
    expect(page.get_by_role("alert")).to_contain_text("Contract AQ-1001 is cancelled.")
    expect(page.get_by_label("Summary")).to_have_value("Restore the contract")
    page.get_by_label("Yes, this contract is meant").check()
    page.get_by_label("Case type").select_option("question")
    page.get_by_label("Reason", exact=True).select_option("other")
    page.get_by_role("button", name="Open case").click()
    page.wait_for_url(re.compile(r"/cases/\d+/$"))
    expect(page.locator("#case-timeline")).to_contain_text("Confirmed that contract AQ-1001 is cancelled.")


def test_who_signs_out_leaves_no_draft_in_the_browser(visit, rosa, ada):
    page = visit(ada)
    page.goto("/acme/cases/new/")
    page.get_by_label("Summary").fill("Secret of Rosa")
    page.wait_for_function("Object.keys(localStorage).some((name) => name.startsWith('kept-draft:'))")
    page.locator("[popovertarget=user-menu]").first.click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(re.compile("/accounts/login/"))
    assert page.evaluate("Object.values(localStorage).join().includes('Secret of Rosa')") is False


def test_back_and_sent_in_other_words_it_becomes_a_note(visit, rosa, ada):
    page = visit(ada)
    page.goto(f"/acme/cases/new/?account={rosa.number}")
    page.get_by_label("Summary").fill("Gate is stuck")
    page.get_by_label("Case type").select_option("repair")
    page.get_by_label("Reason", exact=True).select_option("defect")
    key = page.locator("[name=opening_key]").input_value()
    page.get_by_role("button", name="Open case").click()
    page.wait_for_url(re.compile(r"/cases/\d+/$"))
    page.go_back()
    page.get_by_label("Summary").fill("Gate is open and will not close")
    page.get_by_label("Case type").select_option("repair")
    page.get_by_label("Reason", exact=True).select_option("defect")
    page.locator("[name=opening_key]").evaluate(
        "(field, key) => { field.value = key }", key
    )  # as some browsers keep it
    page.get_by_role("button", name="Open case").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("You have sent this form before")
    expect(page.get_by_label("Summary")).to_have_value("Gate is open and will not close")
    note = alert.get_by_role("button", name="Add it as a note")
    expect(note).to_be_focused()
    note.press("Enter")
    page.wait_for_url(re.compile(r"/cases/\d+/$"))
    expect(page.locator("#case-timeline").get_by_role("article")).to_contain_text("Gate is open and will not close")
    with as_company(rosa.tenant_id):
        assert Case.objects.count() == 1
