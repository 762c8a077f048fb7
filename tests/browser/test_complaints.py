"""A complaint from end to end: noted on a case, seen by whoever takes the next call, settled by a lead."""

import pytest
from playwright.sync_api import expect

from . import world


@pytest.fixture
def case(acme, ada):
    world.enrol(ada, "support")
    return world.cases(world.customer(acme), 1, by=ada, summary="Pump hums")[0]


def take_a_call(page):
    """Find the customer as somebody does who is on the phone."""
    page.goto("/acme/cases/new/")
    expect(page.get_by_role("combobox", name="Customer")).to_be_focused()
    page.keyboard.type("5550142")
    page.locator(".lookup-choice").first.click()
    expect(page.locator(".chosen")).to_contain_text("Rosa Delgado")


def note(page, words):
    page.locator("#case-facts").get_by_role("link", name="Note a complaint").click()
    page.locator("#sheet").get_by_role("button", name="Note it").click()
    expect(page.locator("#sheet .errorlist")).to_have_text("This field is required.")
    page.locator("#sheet").get_by_label("What do they complain about?").fill(words)
    page.locator("#sheet").get_by_role("button", name="Note it").click()
    expect(page.locator("#sheet")).to_be_hidden()


def test_it_is_noted_seen_at_the_next_call_and_settled(visit, case, ada, max, member):
    page = visit(ada)
    page.goto(f"/acme/cases/{case.number}/")
    note(page, "Nobody called back.")
    banner = page.locator("#case-header .complaints")
    expect(banner).to_contain_text("Nobody called back.")
    expect(banner.get_by_role("link", name="Settle")).to_have_count(0)
    expect(page.locator("#case-timeline")).to_contain_text("noted a complaint on the account of Rosa Delgado")

    theirs = visit(member("support", name="Nora Next"))
    take_a_call(theirs)
    expect(theirs.locator("#intake-context .complaints")).to_contain_text("Nobody called back.")

    lead = visit(max)
    lead.goto(f"/acme/cases/{case.number}/")
    lead.locator(".complaints").get_by_role("link", name="Settle").click()
    expect(lead.locator("#sheet")).to_contain_text("Nobody called back.")
    lead.locator("#sheet").get_by_label("What was done about it?").fill("Called and said sorry.")
    lead.locator("#sheet").get_by_role("button", name="Settle").click()
    expect(lead.locator("#case-header .complaints")).to_have_count(0)
    lead.locator("nav.trail").get_by_role("link", name="Rosa Delgado").click()
    expect(lead.locator("#complaints")).to_contain_text("Called and said sorry.")


def test_on_the_page_of_the_customer_it_is_noted_and_settled_too(visit, case, max):
    page = visit(max)
    page.goto(f"/acme/cases/{case.number}/")
    page.locator("nav.trail").get_by_role("link", name="Rosa Delgado").click()
    page.get_by_role("link", name="Note a complaint").click()
    page.locator("#sheet").get_by_label("What do they complain about?").fill("Mud in the hall.")
    page.locator("#sheet").get_by_role("button", name="Note it").click()
    expect(page.locator("main > .complaints")).to_contain_text("Mud in the hall.")
    page.locator("main > .complaints").get_by_role("link", name="Settle").click()
    page.locator("#sheet").get_by_label("What was done about it?").fill("Cleaned the rug.")
    page.locator("#sheet").get_by_role("button", name="Settle").click()
    expect(page.locator("main > .complaints")).to_have_count(0)
    expect(page.locator("#complaints")).to_contain_text("Cleaned the rug.")


def test_a_case_about_a_complaint_proposes_to_note_it(visit, case, ada):
    page = visit(ada)
    take_a_call(page)
    page.get_by_label("Summary").fill("Rude on the phone")
    box = page.get_by_label("Note it on their account as a complaint")
    expect(box).to_be_hidden()
    page.get_by_label("Case type").select_option(label="Complaint")
    expect(box).to_be_checked()
    page.get_by_label("Reason", exact=True).select_option(label="Other")
    page.get_by_role("button", name="Open case").click()
    page.wait_for_url("**/cases/2/")
    expect(page.locator("#case-header .complaints")).to_contain_text("Rude on the phone")


def test_a_browser_without_scripts_notes_and_settles_too(visit, case, max):
    page = visit(max, java_script_enabled=False)
    page.goto(f"/acme/cases/{case.number}/")
    page.get_by_role("link", name="Note a complaint").click()
    page.get_by_label("What do they complain about?").fill("Nobody called back.")
    page.get_by_role("button", name="Note it").click()
    page.locator(".complaints").get_by_role("link", name="Settle").click()
    page.get_by_label("What was done about it?").fill("Called.")
    page.get_by_role("button", name="Settle").click()
    expect(page.locator(".complaints")).to_have_count(0)
    expect(page.locator("#case-timeline")).to_contain_text("settled the complaint")
