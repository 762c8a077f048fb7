"""A sheet lies on top of the page: the keyboard goes in, stays in, and comes back to where it was."""

import pytest
from playwright.sync_api import expect

from . import world


@pytest.fixture
def page(visit, acme, max):
    (case,) = world.cases(world.customer(acme), 1, by=max)
    page = visit(max)
    page.goto(f"/acme/cases/{case.number}/")
    return page


def opener(page, name):
    return page.locator("#case-header").get_by_role("link", name=name, exact=True)


def test_escape_closes_it_and_gives_the_focus_back(page):
    opener(page, "Escalate").press("Enter")
    expect(page.locator("#sheet textarea")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#sheet")).to_be_hidden()
    expect(opener(page, "Escalate")).to_be_focused()


def test_what_was_sent_from_it_leaves_the_focus_where_it_was_opened(page):
    opener(page, "Edit").press("Enter")
    page.locator("#sheet").get_by_label("Summary").fill("Pump hums at night")
    page.locator("#sheet [type=submit]").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Pump hums at night")
    expect(page.locator("#sheet")).to_be_hidden()
    expect(opener(page, "Edit")).to_be_focused()


def test_its_button_cannot_be_pressed_twice_while_it_is_on_the_way(page):
    waiting = []
    page.route(
        "**/escalation/", lambda route: waiting.append(route) if route.request.method == "POST" else route.fallback()
    )
    opener(page, "Escalate").click()
    page.locator("#sheet textarea").fill("Water near electrics")
    form = page.locator("#sheet form")
    with page.expect_request(lambda request: request.method == "POST" and request.url.endswith("/escalation/")):
        page.locator("#sheet [type=submit]").press("Enter")
    expect(form).to_have_attribute("aria-busy", "true")
    page.locator("#sheet [type=submit]").press("Enter")
    waiting[0].continue_()
    expect(page.locator("#sheet")).to_be_hidden()
    assert len(waiting) == 1
