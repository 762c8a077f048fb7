"""The queues as somebody works them all day: tabs, filters, Back, links, keys, pages, and what others change."""

import re

import pytest
from playwright.sync_api import expect

from . import world
from .gestures import pulse

ROWS = ".queue-row"
IS_CURRENT = re.compile("page")


@pytest.fixture
def rosa(acme, ada, max):
    world.enrol(ada, "support")
    world.enrol(max, "support")
    return world.customer(acme)


@pytest.fixture
def queue(visit, rosa, ada):
    """Ada before two cases of hers and three of nobody's."""
    world.cases(rosa, 3)
    world.cases(rosa, 2, by=ada)
    page = visit(ada)
    page.goto("/acme/cases/")
    page.evaluate("window.isStillThisPage = true")
    return page


def stayed(page):
    return page.evaluate("window.isStillThisPage === true")


def tab(page, name):
    return page.get_by_role("navigation", name="Queues").get_by_role("link", name=name)


def test_tabs_and_filters_change_the_address_and_not_the_page(queue):
    expect(queue.locator(ROWS)).to_have_count(5)
    tab(queue, "Unassigned").click()
    expect(queue.locator(ROWS)).to_have_count(3)
    expect(tab(queue, "Unassigned")).to_have_attribute("aria-current", IS_CURRENT)
    queue.get_by_label("Priority").select_option("high")
    expect(queue.locator(ROWS)).to_have_count(1)
    expect(queue).to_have_url(re.compile(r"queue=unassigned&priority=high|priority=high&queue=unassigned"))
    expect(tab(queue, "Unassigned")).to_contain_text("1")
    assert stayed(queue)


def test_back_brings_the_former_tab_and_filters(queue):
    tab(queue, "Mine").click()
    expect(queue.locator(ROWS)).to_have_count(2)
    queue.get_by_label("Priority").select_option("urgent")
    expect(queue.locator(ROWS)).to_have_count(1)
    queue.go_back()
    expect(queue.locator(ROWS)).to_have_count(2)
    expect(queue.get_by_label("Priority")).to_have_value("")
    queue.go_back()
    expect(queue.locator(ROWS)).to_have_count(5)
    queue.go_forward()
    expect(tab(queue, "Mine")).to_have_attribute("aria-current", IS_CURRENT)


def test_a_link_shows_another_person_the_same(queue, visit, max):
    tab(queue, "Unassigned").click()
    queue.get_by_role("searchbox", name="Search cases").press_sequentially("pump")
    expect(queue).to_have_url(re.compile("q=pump"))
    expect(queue.locator(ROWS)).to_have_count(3)
    other = visit(max)
    other.goto(queue.url)
    expect(other.locator(".queue-link")).to_have_text(queue.locator(".queue-link").all_inner_texts())
    expect(other.get_by_role("searchbox", name="Search cases")).to_have_value("pump")


def test_the_queue_is_worked_by_keyboard(queue):
    links = queue.locator(".queue-link")
    queue.keyboard.press("j")
    queue.keyboard.press("j")
    expect(links.nth(1)).to_be_focused()
    expect(queue.locator(ROWS).nth(1)).to_have_class(re.compile("is-selected"))
    queue.keyboard.press("k")
    expect(links.nth(0)).to_be_focused()
    queue.keyboard.press("/")
    expect(queue.get_by_role("searchbox", name="Search cases")).to_be_focused()
    queue.keyboard.press("Escape")
    queue.keyboard.press("?")
    expect(queue.get_by_role("dialog", name="Keyboard")).to_be_visible()
    queue.keyboard.press("Escape")
    expect(queue.get_by_role("dialog", name="Keyboard")).to_be_hidden()
    queue.keyboard.press("j")
    queue.keyboard.press("Enter")
    queue.wait_for_url(re.compile(r"/cases/\d+/$"))
    queue.keyboard.press("n")
    expect(queue).to_have_url(re.compile(r"/cases/new/$"))


def test_pages_are_turned_forth_and_back(visit, rosa, ada):
    world.cases(rosa, 53, hours=0.1)
    page = visit(ada)
    page.goto("/acme/cases/")
    first = page.locator(".queue-link").first.get_attribute("id")
    page.get_by_role("link", name="Next").click()
    expect(page.locator(ROWS)).to_have_count(3)
    page.get_by_role("link", name="Previous").click()
    expect(page.locator(ROWS)).to_have_count(50)
    expect(page.locator(".queue-link").first).to_have_id(first)


def resolve(page, case):
    page.goto(f"/acme/cases/{case.number}/")
    page.get_by_role("link", name="Resolve").click()
    page.get_by_label("How was it resolved?").select_option("repaired")
    page.get_by_label("What was done").fill("New seal.")
    page.locator("#sheet").get_by_role("button", name="Resolve").click()
    expect(page.locator("#case-header")).to_contain_text("Resolved late")


def test_what_others_change_appears_and_nothing_of_mine_is_lost(visit, rosa, ada, max):
    cases = world.cases(rosa, 30)
    page = visit(ada)
    page.set_viewport_size({"width": 1180, "height": 500})
    page.goto("/acme/cases/")
    for _press in range(20):
        page.keyboard.press("j")
    chosen = page.locator(".queue-row.is-selected")
    link, top = chosen.locator(".queue-link").get_attribute("id"), chosen.bounding_box()["y"]
    search = page.get_by_role("searchbox", name="Search cases")
    search.evaluate("input => { input.value = 'half a wo' }")  # as typed just now

    other = visit(max)
    resolve(other, cases[1])
    other.goto(f"/acme/cases/{cases[0].number}/")
    other.get_by_role("button", name="Take").click()
    expect(other.get_by_role("status")).to_contain_text("It is yours.")
    pulse(page)

    expect(page.locator(f"{ROWS}:has(#case-{cases[0].number})")).to_contain_text("Max Planck")
    expect(page.locator(ROWS)).to_have_count(29)
    expect(chosen.locator(".queue-link")).to_have_id(link)
    expect(page.locator(f"#{link}")).to_be_focused()
    assert abs(chosen.bounding_box()["y"] - top) < 2
    expect(search).to_have_value("half a wo")


def test_a_quiet_pulse_changes_nothing(queue):
    with queue.expect_response(re.compile("/cases/pulse/")) as answer:
        pulse(queue)
    assert answer.value.status == 204
    assert "HX-Trigger" not in answer.value.headers
