"""The search over everything by keyboard, and from a case to its order, its customer, and back."""

import re

import pytest
from playwright.sync_api import expect

from tests.cast import as_company

from . import world


@pytest.fixture
def case(acme, ada):
    world.enrol(ada, "support")
    rosa = world.customer(acme)
    with as_company(acme):
        line = rosa.orders.get().lines.get()
    case = world.cases(rosa, 1, by=ada, summary="Pump drips", order=line.order, order_line=line)[0]
    with as_company(acme):
        case.comment("The gasket is on its way.", by=ada)
    return case


def test_from_the_topbar_to_a_case_its_order_line_its_customer_and_back(visit, case, ada):
    page = visit(ada)
    page.goto("/acme/cases/")
    page.get_by_role("banner").get_by_role("link", name="Search everything").press("Enter")
    page.wait_for_url(re.compile(r"/search/$"))
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("gask", delay=20)
    expect(page.locator("#search-results mark").first).to_have_text("gasket")
    expect(page).to_have_url(re.compile(r"/search/\?q=gask$"))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"/cases/{case.number}/$"))
    page.get_by_role("link", name=re.compile("Salt cell")).click()
    page.wait_for_url(re.compile(r"/customers/orders/SO-AQ-1001/#line-1$"))
    expect(page.locator("#panel-cases")).to_contain_text("Pump drips")
    page.get_by_role("main").get_by_role("link", name="Rosa Delgado").first.click()
    expect(page.get_by_role("heading", name="Rosa Delgado")).to_be_visible()
    page.get_by_role("navigation", name="On this page").get_by_role("link", name="History").click()
    expect(page.locator("#panel-history")).to_contain_text("The gasket is on its way.")
    page.locator("#panel-cases").get_by_role("link", name="Pump drips").click()
    expect(page.get_by_role("heading", name=re.compile("Pump drips"))).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Rosa Delgado")).to_be_visible()
