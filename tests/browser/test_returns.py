"""A new issue after service in the browser: from the case to the original job, looked into, decided and settled."""

import re

import pytest
from playwright.sync_api import expect

from callbacks.models import WarrantyReturn
from customers.models import Job
from tests.cast import as_company
from tests.returns import DoneJobFactory, ReturnFactory

from . import world
from .gestures import pulse


@pytest.fixture
def boss(acme, member):
    return member("manager", acme, name="Grace Hopper")


@pytest.fixture
def case(acme, ada, max, member):
    world.enrol(ada, "support")
    rosa = world.customer(acme)
    luis = member("technician", acme, name="Luis Romero")
    DoneJobFactory(account=rosa, number="JOB-1", kind="Water heater", technician=luis)
    DoneJobFactory(account=rosa, number="JOB-2", kind="Sewer line")
    return world.cases(rosa, 1, by=ada)[0]


def decide(page, cause, reason):
    page.get_by_role("link", name="Was it us?").click()
    sheet = page.locator("#sheet")
    sheet.get_by_label(cause).check()
    sheet.get_by_label("Why?").fill(reason)
    sheet.get_by_role("button", name="Decide").click()
    expect(sheet).to_be_hidden()


def test_the_board_is_searched_and_stays_true_while_others_change_it(visit, case, ada, boss):
    with as_company(case.tenant_id):
        cold, leak = (
            ReturnFactory(job=Job.objects.get(number=number), by=ada, reported=reported)
            for number, reported in (("JOB-1", "It is cold"), ("JOB-2", "It leaks"))
        )
    page, manager = visit(ada), visit(boss)
    page.goto("/acme/returns/?tab=mine")
    rows = page.locator(".callback-row")
    expect(rows).to_have_count(2)
    page.get_by_role("searchbox", name="Search returns").press_sequentially("cold")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("It is cold")
    expect(page.get_by_role("link", name="Mine 1")).to_be_visible()
    page.get_by_role("searchbox", name="Search returns").fill("")
    expect(rows).to_have_count(2)

    manager.goto(f"/acme/returns/{leak.number}/")
    manager.get_by_role("link", name="Pass on").click()
    sheet = manager.locator("#sheet")
    sheet.get_by_role("combobox").select_option(label="Max Planck")
    sheet.get_by_role("button", name="Pass on").click()
    expect(sheet).to_be_hidden()
    pulse(page, "#queue live-pulse")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text(f"#{cold.number}")

    page.get_by_role("heading", level=1).click()  # out of the search box, where keys are letters
    page.keyboard.press("j")
    expect(rows.first).to_have_class(re.compile("is-selected"))
    page.keyboard.press("e")  # a return is neither escalated nor resolved: nothing is asked
    page.keyboard.press("r")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Return for Rosa Delgado")


def test_a_new_issue_is_found_looked_into_decided_and_settled(visit, case, ada, boss):
    page = visit(ada)
    page.goto(f"/acme/cases/{case.number}/")
    page.locator("#panel-callbacks").get_by_role("link", name="New issue after service").click()
    sheet = page.locator("#sheet")
    sheet.get_by_label("JOB-1 · Water heater").check()
    sheet.get_by_label("What does the customer report?").fill("It is cold since Monday")
    sheet.get_by_role("button", name="Open the return").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Return for Rosa Delgado")
    expect(page.locator("#return-facts")).to_contain_text("Luis Romero")
    expect(page.get_by_role("link", name="Was it us?")).to_have_count(0)

    page.get_by_role("link", name="Write down a finding").click()
    sheet.get_by_label("What was found?").fill("A fuse of the house is blown.")
    sheet.get_by_label("Who was asked?").fill("Luis Romero")
    sheet.get_by_role("button", name="Write it down").click()
    expect(sheet).to_be_hidden()
    expect(page.locator("#return")).to_contain_text("A fuse of the house is blown.")
    page.locator("input[type=file]").first.set_input_files(world.photo_file("Fuse.jpg"))
    expect(page.locator("#return .gallery")).to_contain_text("Fuse.jpg")

    manager = visit(boss)
    manager.goto("/acme/returns/")
    manager.get_by_role("link", name="Rosa Delgado").click()
    decide(manager, "No, unrelated to our work", "The fuse is theirs")
    expect(manager.locator("#return")).to_contain_text("No, unrelated to our work")
    manager.get_by_role("link", name="Confirm what follows").click()
    expect(manager.locator("#sheet").get_by_label("Dispatch fee")).to_have_value("89.00")
    manager.locator("#sheet").get_by_role("button", name="Confirm and settle").click()
    expect(manager.locator("#return")).to_contain_text("Service call with dispatch fee")
    expect(manager.locator("#return-timeline")).to_contain_text("with a dispatch fee of $89.00")
    with as_company(case.tenant_id):
        assert [(one.status, one.cause, one.case_id) for one in WarrantyReturn.objects.all()] == [
            ("settled", "no", case.pk)
        ]

    page.goto(f"/acme/cases/{case.number}/")
    expect(page.locator("#case-timeline")).to_contain_text("Grace Hopper settled return #1.")
    expect(page.locator("#case-timeline")).not_to_contain_text("unrelated")
