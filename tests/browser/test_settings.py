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


def test_public_holidays_of_a_state_are_taken_over_but_for_one(visit, acme, grace):
    page = visit(grace)
    page.goto("/acme/settings/calendar/")
    page.get_by_label("Monday").fill("8-17")
    page.get_by_role("button", name="Save hours").click()
    page.get_by_role("link", name="Take over public holidays").click()
    expect(page.get_by_label("Country")).to_have_value("US")
    expect(page.get_by_label("Lincoln's Birthday")).to_have_count(0)
    page.get_by_label("State or province").select_option(label="New York")
    birthday = page.get_by_label("Lincoln's Birthday")
    expect(birthday.last).to_be_checked()
    offered = birthday.count()  # before February that of this year, too
    birthday.last.uncheck()
    page.get_by_role("button", name="Add the chosen days").click()
    expect(page.locator(".toast").first).to_contain_text("public holidays are in the calendar")
    holidays = page.get_by_role("region", name="Holidays")
    expect(holidays).to_contain_text("Christmas Day")
    expect(holidays.get_by_text("Lincoln's Birthday")).to_have_count(2 * (offered - 1))  # and on its button
    page.get_by_role("link", name="Take over public holidays").click()
    expect(page.get_by_label("Christmas Day").first).to_be_disabled()
    page.get_by_label("Country").select_option(label="Canada")
    expect(page.get_by_label("Canada Day").first).to_be_checked()
    expect(page.get_by_label("State or province")).to_contain_text("Quebec")
