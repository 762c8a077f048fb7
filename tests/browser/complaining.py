"""Complaints: the banner on the case and on the page of the customer, the sheets, and what intake shows of them."""

from .sight import Sight


def complaints(found):
    case = f"/{found.slug}/cases/{found.complained}/"
    new = f"/{found.slug}/cases/new/?account="
    return [
        Sight("complained-case", "support_lead", case, see_banner),
        Sight("complained-customer", "support_lead", case, go_to_customer),
        Sight("complained-shelf", "support_lead", case, go_to_all),
        Sight("complained-intake", "support", case, call_again),
        Sight("complained-intake-type", "support", f"{new}{found.busy}", choose_complaint),
        Sight("sheet-complaint", "support", case, note_one),
        Sight("sheet-complaint-wrong", "support", case, note_nothing),
        Sight("sheet-settlement", "support_lead", case, settle),
        Sight("question-complaint", "support", f"{case}complaints/new/"),
    ]


def see_banner(page):
    page.locator(".complaints").wait_for()


def go_to_customer(page):
    page.locator("nav.trail a[href*='/customers/']").click()
    page.locator("#complaints .listing-row").first.wait_for()


def go_to_all(page):
    go_to_customer(page)
    page.goto(f"{page.url.partition('#')[0]}complaints/")
    page.locator("#shelf .listing-row").first.wait_for()


def call_again(page):
    go_to_customer(page)
    page.locator(".customer-acts .is-main").click()
    page.locator("#intake-context .complaints").wait_for()


def choose_complaint(page):
    page.get_by_label("Case type").select_option("complaint")
    page.get_by_label("Note it on their account").wait_for()


def note_one(page):
    page.locator("#case-facts").get_by_role("link", name="Note a complaint").click()
    page.locator("#sheet[open] textarea").wait_for()


def note_nothing(page):
    note_one(page)
    page.locator("#sheet [type=submit]").click()
    page.locator("#sheet .errorlist").first.wait_for()


def settle(page):
    page.locator(".complaints").get_by_role("link", name="Settle").first.click()
    page.locator("#sheet[open] textarea").wait_for()
