"""The main job, as somebody at the telephone and their lead do it, with a real worker in the background."""

import re

import pytest
from playwright.sync_api import expect

from tests.factories import MembershipFactory

from . import world

PASSWORD = "correct horse battery"


@pytest.fixture
def rosa(acme, ada, max):
    world.enrol(ada, "support", "warehouse")
    world.enrol(max, "support")
    return world.customer(acme)


@pytest.fixture
def case(rosa, ada):
    return world.cases(rosa, 1, by=ada)[0]


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
    page.get_by_role("combobox", name="Customer").press_sequentially("5550142")
    page.get_by_role("link", name=re.compile("Rosa Delgado")).click()
    page.get_by_label("Summary").fill(summary)
    page.get_by_label("Description").fill("Water below the pump every morning.")
    page.get_by_label("Case type").select_option("repair")
    page.get_by_label("Reason", exact=True).select_option("defect")
    page.get_by_role("group", name="Severity").get_by_label("Moderate").check()
    page.get_by_role("group", name="Urgency").get_by_label("This week").check()
    expect(page.locator("#case-proposal")).to_contain_text("due within 72 hours")
    page.get_by_role("button", name="Open case").click()
    page.wait_for_url(re.compile(r"/cases/\d+/$"))


def say_in_sheet(page, action, send=None, **answers):
    """Open the sheet of an action, answer its questions, send it, and see it close."""
    page.locator("#case-header").get_by_role("link", name=action).click()
    sheet = page.locator("#sheet")
    for label, words in answers.items():
        sheet.get_by_label(label.replace("_", " ")).fill(words)
    sheet.get_by_role("button", name=send or action, exact=True).click()
    expect(sheet).to_be_hidden()


def test_a_person_of_two_companies_signs_in_and_chooses(visit, ada, globex):
    MembershipFactory(tenant=globex, user=ada.user, role="support")
    page = visit()
    sign_in(page, ada.user)
    expect(page.get_by_role("heading", name="Choose a company")).to_be_visible()
    page.get_by_role("link", name=re.compile("Acme Pools")).click()
    expect(page).to_have_url(re.compile(r"/acme/cases/$"))
    expect(page.get_by_role("banner")).to_contain_text("Acme Pools")


def test_a_new_case_is_clocked_and_routed_in_the_background_and_says_why(visit, rosa, ada):
    page = visit(ada)
    page.goto("/acme/cases/")
    open_case(page)
    header = page.locator("#case-header")
    expect(header.locator("due-clock")).to_have_attribute("state", "ok")
    expect(header).to_contain_text("Why this due time")
    expect(header).to_contain_text("so it goes to Support")


def test_priority_and_reason_are_changed_in_place(visit, case, ada):
    page = visit(ada)
    page.goto(f"/acme/cases/{case.number}/")
    header, timeline = page.locator("#case-header"), page.locator("#case-timeline")
    due = header.locator("due-clock").get_attribute("at")
    header.get_by_label("Priority").select_option("normal")
    expect(header.locator("due-clock")).not_to_have_attribute("at", due)
    expect(timeline).to_contain_text("changed the priority from urgent to normal")
    expect(timeline).to_contain_text("Due moved from")
    header.get_by_label("Reason").select_option("wrong_item")
    expect(timeline).to_contain_text("corrected the reason")
    expect(header).to_contain_text("which goes to Warehouse")


def test_a_case_is_taken_commented_tagged_and_escalated(visit, rosa, ada):
    case = world.cases(rosa, 1)[0]
    page = visit(ada)
    page.goto(f"/acme/cases/{case.number}/")
    header, timeline = page.locator("#case-header"), page.locator("#case-timeline")
    header.get_by_role("button", name="Take").click()
    expect(header).to_contain_text("Ada Lovelace")
    expect(timeline).to_contain_text("Ada Lovelace took the case.")

    page.get_by_role("textbox", name="Comment").fill("Called the customer.")
    page.get_by_text("Customer sees it").click()
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(timeline.get_by_role("article")).to_contain_text("Called the customer.")
    expect(page.get_by_role("textbox", name="Comment")).to_have_value("")

    page.get_by_label("Add a tag").fill("storm")
    page.locator("#case-tags").get_by_role("button", name="Add").click()
    expect(page.locator("#case-tags .tag")).to_contain_text("storm")

    say_in_sheet(page, "Escalate", Why_does_this_need_to_go_faster="They leave on Friday.")
    expect(header).to_contain_text("Escalated")
    expect(timeline).to_contain_text("They leave on Friday.")
    expect(header.get_by_role("link", name="Resolve")).to_have_count(0)


def test_a_photo_is_cleaned_shown_turned_over_and_captioned(visit, case, ada):
    page = visit(ada)
    page.goto(f"/acme/cases/{case.number}/")
    files = [world.photo_file("Pump leaking.jpg"), world.photo_file("Valve.jpg")]
    page.get_by_label("Choose files").set_input_files(files)
    thumbs = page.locator("#case-evidence .shot-open img")
    expect(thumbs).to_have_count(2)
    page.wait_for_function("document.querySelector('#case-evidence .shot-open img').naturalWidth > 0")

    expect(page.locator("#case-timeline")).to_contain_text("attached Valve.jpg")

    thumbs.first.click()
    box = page.locator("dialog.lightbox")
    expect(box).to_be_visible()
    expect(box.locator(".lightbox-count")).to_have_text("1 / 2")
    page.keyboard.press("ArrowRight")
    expect(box.locator(".lightbox-count")).to_have_text("2 / 2")
    box.get_by_label("Caption").fill("The valve behind the pump")
    box.get_by_role("button", name="Save").click()
    captions = page.locator("#case-evidence figcaption")
    expect(captions.nth(1)).to_have_text("The valve behind the pump")
    expect(box.locator(".lightbox-name")).to_have_text("The valve behind the pump")
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()


def test_a_lead_resolves_closes_with_a_rating_and_reopens(visit, case, max):
    page = visit(max)
    page.goto(f"/acme/cases/{case.number}/")
    header = page.locator("#case-header")
    header.get_by_role("link", name="Resolve").click()
    sheet = page.locator("#sheet")
    sheet.get_by_role("button", name="Resolve").click()
    expect(sheet.get_by_text("This field is required.").first).to_be_visible()
    sheet.get_by_label("How was it resolved?").select_option("repaired")
    sheet.get_by_label("What was done").fill("New seal.")
    sheet.get_by_role("button", name="Resolve").click()
    expect(sheet).to_be_hidden()
    expect(header).to_contain_text("Resolved in time")
    expect(page.locator("#case-description")).to_contain_text("New seal.")

    header.get_by_role("link", name="Close").click()
    sheet.get_by_role("radio", name="4").check()
    sheet.get_by_role("button", name="Close case").click()
    expect(header).to_contain_text("Closed")
    expect(page.locator("#case-timeline")).to_contain_text("The customer rated it 4 of 5.")

    say_in_sheet(page, "Reopen", Why_is_it_not_settled="It drips again.")
    expect(header).to_contain_text("Reopened")
    expect(header.locator("due-clock")).to_have_attribute("state", "ok")


def test_another_company_sees_nothing_of_it(visit, watch, case, ada, eve):
    watch.expect("status of 404")
    photo = world.attach(case, ada)
    page = visit(eve)
    page.goto("/globex/cases/")
    expect(page.get_by_text(case.summary)).to_have_count(0)
    for path in ("", "timeline/", f"evidence/{photo.pk}/thumb/"):
        for company in ("acme", "globex"):
            answer = page.goto(f"/{company}/cases/{case.number}/{path}")
            assert answer.status == 404
            expect(page.get_by_text(case.summary)).to_have_count(0)
