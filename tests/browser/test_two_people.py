"""Two people with the same case: nobody overwrites anybody unknowingly, and one of two is told."""

import pytest
from playwright.sync_api import expect

from . import world


@pytest.fixture
def case(acme, ada, max):
    world.enrol(ada, "support")
    world.enrol(max, "support")
    return world.cases(world.customer(acme), 1)[0]


@pytest.fixture
def both(visit, case, ada, max):
    pages = visit(ada), visit(max)
    for page in pages:
        page.goto(f"/acme/cases/{case.number}/")
    return pages


def edit(page, summary):
    page.get_by_role("link", name="Edit").click()
    page.locator("#sheet").get_by_label("Summary").fill(summary)


def test_the_second_save_is_shown_the_first_and_wins_only_knowingly(both):
    first, second = both
    edit(first, "Pump is loud")
    edit(second, "Pump is loud and wet")
    first.locator("#sheet").get_by_role("button", name="Save").click()
    expect(first.get_by_role("heading", level=1)).to_contain_text("Pump is loud")

    sheet = second.locator("#sheet")
    sheet.get_by_role("button", name="Save").click()
    expect(sheet.get_by_role("alert")).to_contain_text("Ada Lovelace changed this while you were writing.")
    expect(sheet.locator(".conflict-sides")).to_contain_text("Pump is loud")
    expect(sheet.get_by_label("Summary")).to_have_value("Pump is loud and wet")
    expect(second.get_by_role("heading", level=1)).not_to_contain_text("wet")
    sheet.get_by_role("button", name="Save").click()
    expect(sheet).to_be_hidden()
    expect(second.get_by_role("heading", level=1)).to_contain_text("Pump is loud and wet")
    expect(second.locator("#case-timeline")).to_contain_text("Max Planck corrected the case")


def test_different_corrections_do_not_get_in_each_others_way(both):
    first, second = both
    edit(first, "Pump is loud")
    second.get_by_role("link", name="Edit").click()
    second.locator("#sheet").get_by_label("Description").fill("Since Tuesday.")
    for page in both:
        page.locator("#sheet").get_by_role("button", name="Save").click()
        expect(page.locator("#sheet")).to_be_hidden()
    expect(second.get_by_role("heading", level=1)).to_contain_text("Pump is loud")
    expect(second.locator("#case-description")).to_contain_text("Since Tuesday.")


def test_a_priority_that_moved_meanwhile_is_asked_about(both):
    first, second = both
    first.get_by_label("Priority").select_option("low")
    expect(first.locator("#case-timeline")).to_contain_text("to low")
    second.get_by_label("Priority").select_option("high")
    sheet = second.locator("#sheet")
    expect(sheet.locator(".conflict")).to_contain_text("Low")
    second.keyboard.press("Escape")
    expect(second.get_by_label("Priority")).to_have_value("low")

    first.get_by_label("Priority").select_option("normal")
    expect(first.locator("#case-timeline")).to_contain_text("to normal")
    second.get_by_label("Priority").select_option("high")
    sheet.get_by_role("button", name="Use mine").click()
    expect(sheet).to_be_hidden()
    expect(second.get_by_label("Priority")).to_have_value("high")


def test_one_of_two_takes_the_case_and_the_other_is_told_who_has_it(both):
    first, second = both
    first.get_by_role("button", name="Take").click()
    expect(first.get_by_role("status")).to_contain_text("It is yours.")
    second.get_by_role("button", name="Take").click()
    header = second.locator("#case-header")
    expect(header.get_by_role("alert")).to_contain_text("Ada Lovelace has this case already.")
    expect(header.get_by_role("button", name="Take")).to_have_count(0)
