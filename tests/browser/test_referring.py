"""A referral from end to end: an agent asks Sales from the case, Sales accepts and answers, the case shows it."""

import pytest
from playwright.sync_api import expect

from routing.models import Department
from tests.cast import as_company

from . import world


@pytest.fixture
def sal(acme, member):
    """Sal, who works in Sales."""
    sal = member("service", acme, name="Sal Sales")
    with as_company(acme):
        Department.objects.create(key="sales", name="Sales").enrol(sal)
    return sal


@pytest.fixture
def case(acme, ada):
    world.enrol(ada, "support")
    rosa = world.customer(acme)
    with as_company(acme):
        type(rosa).objects.filter(pk=rosa.pk).update(sales_manager=ada)
    return world.cases(rosa, 1, by=ada, summary="Wants the contract back")[0]


def panel_of(page):
    return page.locator("#case-referrals")


def ask_sales(desk, case):
    """Refer the case to Sales as an agent does, with one slip."""
    desk.goto(f"/acme/cases/{case.number}/")
    desk.locator("#case-header").get_by_role("link", name="Next step", exact=True).click()
    desk.locator("#sheet").get_by_role("link", name="Refer it to a department").click()
    sheet = desk.locator("#sheet")
    expect(sheet.get_by_label("Sales manager")).to_be_hidden()
    expect(sheet.get_by_label("Which reason?")).to_be_hidden()
    sheet.get_by_label("Department").select_option(label="Sales")
    expect(sheet.get_by_label("Sales manager").locator("option:checked")).to_have_text("Ada Lovelace")
    sheet.get_by_role("button", name="Refer").click()
    expect(sheet.locator(".errorlist")).to_have_count(2)
    sheet.get_by_label("Reason", exact=True).select_option(label="Contract to restore")
    sheet.get_by_label("What should they do").fill("Please restore it.")
    sheet.get_by_role("button", name="Refer").click()
    expect(sheet).to_be_hidden()


def test_sales_is_asked_accepts_and_answers(visit, case, ada, sal):
    desk = visit(ada)
    ask_sales(desk, case)
    expect(panel_of(desk)).to_contain_text("Waits to be accepted")
    expect(desk.locator("#case-timeline")).to_contain_text("Ada Lovelace referred the case to Sales")
    expect(panel_of(desk).get_by_role("button", name="Accept")).to_have_count(0)

    theirs = visit(sal)
    theirs.goto("/acme/cases/")
    theirs.get_by_role("link", name="Referrals").click()
    expect(theirs.locator("#tab-waiting .count")).to_have_text("1")
    theirs.get_by_role("button", name="Accept the referral").click()
    expect(theirs.locator("#tab-mine .count")).to_have_text("1")
    theirs.goto("/acme/referrals/?tab=mine")
    expect(theirs.locator(".queue-link")).to_have_text("Wants the contract back")
    theirs.keyboard.press("j")
    theirs.keyboard.press("Enter")
    theirs.wait_for_url("**/cases/*/*")
    panel_of(theirs).get_by_role("link", name="Answer").click()
    theirs.locator("#sheet").get_by_label("Answer").fill("It is restored.")
    theirs.locator("#sheet").get_by_role("button", name="Send the answer").click()
    expect(panel_of(theirs)).to_contain_text("It is restored.")
    theirs.locator("nav.trail").get_by_role("link", name="Referrals").click()
    expect(theirs.locator("#tab-finished .count")).to_have_text("1")

    desk.reload()
    expect(panel_of(desk)).to_contain_text("Answered")
    expect(panel_of(desk)).to_contain_text("It is restored.")


def test_a_browser_without_scripts_asks_and_answers_too(visit, case, ada, max):
    page = visit(max, java_script_enabled=False)
    page.goto(f"/acme/cases/{case.number}/")
    page.get_by_role("link", name="Next step", exact=True).click()
    page.get_by_role("link", name="Refer it to a department").click()
    page.get_by_label("Department", exact=True).select_option(label="Warehouse")
    page.get_by_label("Reason", exact=True).select_option(label="Part or delivery")
    page.get_by_label("What should they do").fill("Do we have one?")
    page.get_by_role("button", name="Refer").click()
    page.get_by_role("link", name="Referrals", exact=True).last.click()
    page.get_by_role("button", name="Accept").click()
    page.get_by_role("link", name="Referrals", exact=True).last.click()
    page.get_by_role("link", name="Answer", exact=True).click()
    page.get_by_role("textbox", name="Answer").fill("On the shelf.")
    page.get_by_role("button", name="Send the answer").click()
    page.get_by_role("link", name="Referrals", exact=True).last.click()
    expect(page.locator("#case-referrals")).to_contain_text("On the shelf.")
