"""Rows are chosen and changed together; keys and the palette do without a mouse; a live refresh takes nothing away."""

import re
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from cases.models import BulkJob
from tests.cast import as_company

from . import world
from .gestures import pulse

ROWS = ".queue-row"


@pytest.fixture
def cases(acme, ada, max):
    world.enrol(ada, "support")
    return world.cases(world.customer(acme), 6)


@pytest.fixture
def queue(visit, cases, max):
    page = visit(max)
    page.goto("/acme/cases/?queue=open")
    return page


def boxes(page):
    return page.locator(".queue-pick input")


def test_chosen_rows_are_changed_together_and_each_says_what_became_of_it(queue):
    boxes(queue).nth(0).click()
    boxes(queue).nth(2).click(modifiers=["Shift"])
    expect(queue.locator("#bulk-many")).to_have_text("3 chosen")
    queue.locator("#bulk-bar").get_by_role("button", name="Tag", exact=True).click()
    sheet = queue.locator("#sheet")
    sheet.get_by_label("Tag").fill("storm")
    sheet.get_by_role("button", name="Change 3 cases").click()
    expect(sheet.locator(".outcome.is-done")).to_have_count(3)
    sheet.get_by_role("button", name="Back to the list").click()
    expect(queue.locator("#bulk-bar")).to_be_hidden()
    queue.goto("/acme/cases/?queue=open&tag=storm")
    expect(queue.locator(ROWS)).to_have_count(3)


def test_a_change_that_was_given_up_says_what_is_left_and_goes_on_when_asked(queue, cases, max):
    with as_company(max.tenant):
        numbers = [(number, None, None) for number in range(1, 61)]
        job = BulkJob.objects.begin("tag", {"tag": "storm"}, numbers, by=max, key=uuid4())
        BulkJob.objects.filter(pk=job.pk).update(
            outcomes=[["done", ""]] * 2, finished_at=timezone.now(), gave_up=True, attempts=6
        )
    queue.goto(f"/acme/cases/bulk/jobs/{job.pk}/")
    expect(queue.get_by_role("status").first).to_have_text(
        "This could not be finished: 2 of 60 cases were reached, 58 were not."
    )
    expect(queue.locator(".outcome.is-left")).to_have_count(58)
    queue.get_by_role("button", name="Try the rest again").click()
    expect(queue.locator("#bulk-report [role=status]")).to_have_text("Finished: 60 cases.")
    expect(queue.locator(".outcome.is-done")).to_have_count(6)
    expect(queue.get_by_role("button", name="Try the rest again")).to_have_count(0)


def test_what_is_chosen_and_half_typed_outlives_a_live_refresh(queue, visit, cases, ada):
    boxes(queue).nth(1).click()
    boxes(queue).nth(3).click()
    queue.locator("#bulk-bar").get_by_role("button", name="Tag", exact=True).click()
    field = queue.locator("#sheet").get_by_label("Tag")
    field.fill("half a w")
    other = visit(ada)
    other.goto(f"/acme/cases/{cases[0].number}/")
    other.get_by_role("button", name="Take").click()
    expect(other.get_by_role("status")).to_contain_text("It is yours.")
    pulse(queue)
    expect(queue.locator(f"{ROWS}:has(#case-{cases[0].number})")).to_contain_text("Ada Lovelace")
    expect(field).to_have_value("half a w")
    expect(field).to_be_focused()
    queue.keyboard.press("Escape")
    expect(queue.locator("#bulk-many")).to_have_text("2 chosen")
    expect(queue.locator(".queue-pick input:checked")).to_have_count(2)


def test_everything_in_the_view_is_chosen_and_let_go(queue):
    boxes(queue).nth(0).click()
    queue.get_by_role("button", name="Choose all in this view").click()
    expect(queue.locator("#bulk-many")).to_have_text("6 chosen")
    queue.keyboard.press("Escape")
    expect(queue.locator("#bulk-bar")).to_be_hidden()


def test_the_queue_is_worked_without_a_mouse(queue):
    queue.keyboard.press("j")
    queue.keyboard.press("x")
    expect(queue.locator("#bulk-many")).to_have_text("1 chosen")
    queue.keyboard.press("m")
    expect(queue.locator(ROWS).first).to_contain_text("Max Planck")
    queue.keyboard.press("e")
    sheet = queue.locator("#sheet")
    sheet.get_by_label("Why does this need to go faster?").fill("jjj xxx")
    sheet.get_by_role("button", name="Escalate").click()
    expect(sheet).to_be_hidden()
    expect(queue.locator("#toasts")).to_contain_text("Escalated.")
    queue.keyboard.press("o")
    queue.wait_for_url(re.compile(r"/cases/\d+/$"))
    first = queue.url
    queue.keyboard.press("j")
    queue.wait_for_url(re.compile(r"/cases/\d+/\?queue=open$"))
    assert queue.url.split("?")[0] != first
    queue.keyboard.press("u")
    expect(queue).to_have_url(re.compile(r"/cases/\?queue=open$"))


def test_the_palette_goes_anywhere_and_gives_the_focus_back(queue, cases):
    queue.keyboard.press("j")
    link = queue.locator(".queue-link").first
    expect(link).to_be_focused()
    queue.keyboard.press("Control+k")
    field = queue.locator("#palette-q")
    expect(field).to_be_focused()
    queue.keyboard.press("Escape")
    expect(link).to_be_focused()
    queue.keyboard.press("Control+k")
    field.fill(str(cases[3].number))
    expect(queue.locator("[role=option][aria-selected=true]")).to_contain_text(f"#{cases[3].number}")
    queue.keyboard.press("Enter")
    queue.wait_for_url(re.compile(rf"/cases/{cases[3].number}/$"))
    queue.keyboard.press("Control+k")
    queue.locator("#palette-q").fill("escalate")
    expect(queue.locator("[role=option][aria-selected=true]")).to_have_text("Escalate this case")
    queue.keyboard.press("Enter")
    expect(queue.locator("#sheet").get_by_label("Why does this need to go faster?")).to_be_focused()


def test_single_keys_can_be_switched_off(queue):
    queue.keyboard.press("?")
    queue.get_by_label("Single keys work in this browser").uncheck()
    queue.keyboard.press("Escape")
    queue.keyboard.press("j")
    expect(queue.locator(".queue-row.is-selected")).to_have_count(0)
    queue.keyboard.press("Control+k")
    expect(queue.locator("#palette-q")).to_be_focused()


def test_filters_in_the_menu_join_those_in_sight_and_are_kept_as_a_view(queue):
    queue.get_by_label("Priority", exact=True).first.select_option("urgent")
    expect(queue).to_have_url(re.compile("priority=urgent"))
    queue.locator(".filters").get_by_role("link", name="Filters", exact=True).click()
    queue.locator("#more-filters").get_by_label("Missing").select_option("next_action")
    queue.get_by_role("button", name="Show these cases").click()
    expect(queue).to_have_url(re.compile(r"\?queue=open&priority=urgent&lacks=next_action$"))
    expect(queue.locator(".chip")).to_have_count(2)
    queue.locator(".filters").get_by_role("link", name="Views", exact=True).click()
    queue.get_by_label("Keep what you see as a view").fill("Urgent and adrift")
    queue.get_by_role("button", name="Keep", exact=True).click()
    expect(queue.get_by_role("heading", level=1)).to_have_text("Urgent and adrift")
    queue.go_back()
    expect(queue.locator(".chip")).to_have_count(2)
