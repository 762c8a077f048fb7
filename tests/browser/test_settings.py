"""A manager sets the company up in a real browser, a case waits and goes on, somebody goes off duty and comes back."""

import re

import pytest
from playwright.sync_api import expect

from tests.cases.carrying import carry_out
from tests.cast import as_company

from . import world


@pytest.fixture
def grace(acme, member):
    return member("manager", acme, name="Grace Hopper")


@pytest.fixture
def damaged(acme, ada):
    return world.cases(world.customer(acme), 1, by=ada, reason_code="damage", summary="The cover is torn")[0]


def test_a_rule_is_written_looked_at_put_in_force_and_moves_a_case(visit, acme, grace, damaged):
    page = visit(grace)
    page.goto("/acme/cases/")
    page.get_by_role("link", name="Settings").first.click()
    page.get_by_role("link", name="Routing rules").click()
    page.get_by_role("button", name="Add a rule").click()
    rule = page.locator(".rules-list .rule").nth(3)
    rule.get_by_label("Damage", exact=True).first.check()
    rule.get_by_label("goes to").select_option(label="Warehouse")
    rule.get_by_role("button", name="Move up").click()
    expect(page.locator(".rules-list .rule").nth(2).get_by_label("goes to")).to_have_value("warehouse")
    page.get_by_role("button", name="Preview what would move").click()
    expect(page.locator(".preview")).to_contain_text("1 open case would move")
    page.get_by_role("button", name="Put these rules in force").click()
    expect(page.locator("#rollout")).to_contain_text("on its way to the open cases")
    with as_company(acme):  # the browser's workers take no sweeps
        carry_out("rules")
    expect(page.locator("#rollout")).to_contain_text("has reached the open cases")
    page.goto(f"/acme/cases/{damaged.number}/")
    expect(page.locator("#case-timeline")).to_contain_text("The rules were changed: moved from Support to Warehouse.")


def test_a_case_waits_and_goes_on(visit, acme, ada, damaged):
    page = visit(ada)
    page.goto(f"/acme/cases/{damaged.number}/")
    page.get_by_role("link", name="Wait", exact=True).click()
    sheet = page.locator("#sheet")
    sheet.get_by_label("Waiting for parts").check()
    sheet.get_by_label(re.compile("Details")).fill("The seal comes on Thursday")
    sheet.get_by_role("button", name="Let it wait").click()
    expect(page.locator("#case-header")).to_contain_text("The seal comes on Thursday")
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("#case-header .badge").first).to_have_text("Open")


def test_somebody_goes_off_duty_and_comes_back(visit, acme, ada):
    page = visit(ada)
    page.goto("/acme/cases/")
    page.get_by_role("button", name="Menu of").click()
    page.get_by_role("link", name="Go off duty").click()
    page.locator("#sheet").get_by_role("button", name="Go off duty").click()
    page.get_by_role("button", name="Menu of").click()
    with as_company(acme):
        assert type(ada).objects.get(pk=ada.pk).is_off_duty
    page.get_by_role("button", name="Come back on duty").click()
    expect(page.locator("#toasts")).to_contain_text("You are on duty again.")
