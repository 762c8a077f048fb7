"""The main job, as somebody at the telephone and their lead do it, with a real worker in the background."""

import re

import pytest
from playwright.sync_api import expect

from . import world

PASSWORD = "correct horse battery"


@pytest.fixture
def rosa(acme, ada, max):
    world.enrol(ada, "support", "warehouse")
    world.enrol(max, "support")
    return world.customer(acme)


def sign_in(page, person):
    person.set_password(PASSWORD)
    person.save()
    page.goto("/")
    page.get_by_label("Email").fill(person.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def open_case(page, summary="Pump drips since the storm"):
    """From the queue to the page of a new case, through lookup and form."""
    page.keyboard.press("n")
    page.get_by_role("searchbox", name="Customer").press_sequentially("5550142")
    page.get_by_role("link", name=re.compile("Rosa Delgado")).click()
    page.get_by_label("Summary").fill(summary)
    page.get_by_label("Description").fill("Water below the pump every morning.")
    page.get_by_label("Case type").select_option("repair")
    page.get_by_label("Reason", exact=True).select_option("defect")
    page.get_by_role("group", name="Severity").get_by_label("Moderate").check()
    page.get_by_role("group", name="Urgency").get_by_label("This week").check()
    page.get_by_role("button", name="Open case").click()
    page.wait_for_url(re.compile(r"/cases/\d+/$"))


def test_a_person_of_two_companies_signs_in_and_chooses(visit, ada, globex, member):
    from tests.factories import MembershipFactory

    MembershipFactory(tenant=globex, user=ada.user, role="support")
    page = visit()
    sign_in(page, ada.user)
    expect(page.get_by_role("heading", name="Choose a company")).to_be_visible()
    page.get_by_role("link", name=re.compile("Acme Pools")).click()
    expect(page).to_have_url(re.compile(r"/acme/cases/$"))
    expect(page.get_by_role("banner")).to_contain_text("Acme Pools")


def test_a_case_is_opened_clocked_routed_and_worked(visit, rosa, ada):
    page = visit(ada)
    page.goto("/acme/cases/")
    open_case(page)
    header = page.locator("#case-header")
    expect(header.locator("due-clock")).to_have_attribute("state", "ok")
    expect(header).to_contain_text("Why this due time")
    expect(header).to_contain_text("so it goes to Support")
    due = header.locator("due-clock").get_attribute("at")

    header.get_by_label("Priority").select_option("high")
    expect(header.locator("due-clock")).not_to_have_attribute("at", due)
    timeline = page.locator("#case-timeline")
    expect(timeline).to_contain_text("changed the priority from")
    expect(timeline).to_contain_text("Due moved from")

    header.get_by_label("Reason").select_option("wrong_item")
    expect(timeline).to_contain_text("corrected the reason")
    expect(header).to_contain_text("which goes to Warehouse")

    page.get_by_role("textbox", name="Comment").fill("Called the customer.")
    page.get_by_label("Customer sees it").check()
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(timeline.get_by_role("article")).to_contain_text("Called the customer.")
    expect(page.get_by_role("textbox", name="Comment")).to_have_value("")

    page.get_by_label("Add a tag").fill("storm")
    page.locator("#case-tags").get_by_role("button", name="Add").click()
    expect(page.locator("#case-tags .tag")).to_contain_text("storm")

    page.get_by_role("link", name="Escalate").click()
    sheet = page.get_by_role("dialog")
    sheet.get_by_label("Why does this need to go faster?").fill("They leave on Friday.")
    sheet.get_by_role("button", name="Escalate").click()
    expect(sheet).to_be_hidden()
    expect(header).to_contain_text("Escalated")
    expect(header.get_by_label("Priority")).to_have_value("high")
    expect(page.get_by_role("link", name="Resolve")).to_have_count(0)
