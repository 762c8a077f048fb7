"""A night from end to end: pasted, corrected, waiting on the board, accepted; and two who decide at once."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from callbacks.models import AfterHoursRequest, Callback
from tests.cast import as_company

from . import world
from .gestures import pulse

TWO = "Caller: Rosa Delgado 602-555-0142, no hot water\n\nName: Omar Haddad, 845-555-0188. The drain is slow."


@pytest.fixture
def rosa(acme, ada):
    world.enrol(ada, "support")
    return world.customer(acme)


def heard(company, place, **how):
    with as_company(company):
        told = {"source": "webhook", "external_id": str(place), "words": f"Call {place}", **how}
        return AfterHoursRequest.objects.receive(by=None, received_at=timezone.now(), **told)


def rows(page):
    return page.locator(".night-row")


def test_pasted_corrected_accepted(visit, rosa, ada, acme):
    page = visit(ada)
    page.goto("/acme/cases/")
    page.get_by_role("link", name="After hours").click()
    expect(page.get_by_role("heading", name="Nothing waits. The night is done.")).to_be_visible()
    page.get_by_role("link", name="Paste a message").click()
    page.get_by_label("Text").fill(TWO)
    page.get_by_role("button", name="See what is in it").click()
    first = page.get_by_role("region", name="Request 1")
    expect(first.get_by_label("Phone")).to_have_value("602-555-0142")
    expect(first.get_by_label("Name")).to_have_value("Rosa Delgado")
    first.get_by_label("What they said").fill("No hot water since six.")
    page.get_by_role("button", name="Keep", exact=True).click()
    expect(rows(page)).to_have_count(2)
    expect(page.locator("#after-hours-count .count")).to_have_text("2")

    known = rows(page).filter(has_text="Rosa Delgado")
    known.get_by_role("button", name="Accept").click()
    expect(page.locator(".toast", has_text="It is yours to call.")).to_be_visible()
    expect(rows(page)).to_have_count(1)
    expect(page.locator("#after-hours-count .count")).to_have_text("1")
    with as_company(acme):
        callback = Callback.objects.select_related("owner").get()
        assert (callback.account_id, callback.owner, callback.summary) == (rosa.pk, ada, "No hot water since six.")

    page.get_by_role("link", name="Who is it?").click()
    sheet = page.locator("#sheet")
    expect(sheet.get_by_label("Name")).to_have_value("Omar Haddad")
    sheet.get_by_role("button", name="Write down as a customer").click()
    expect(sheet).to_be_hidden()
    rows(page).get_by_role("button", name="Accept").click()
    expect(page.get_by_role("heading", name="Nothing waits. The night is done.")).to_be_visible()


def test_by_keyboard_and_the_board_keeps_its_place(visit, rosa, ada, acme):
    for place in range(3):
        heard(acme, place, phone="(602) 555-0142" if place == 0 else "")
    page = visit(ada)
    page.goto("/acme/after-hours/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(rows(page).nth(1)).to_be_focused()
    page.keyboard.press("x")
    sheet = page.locator("#sheet")
    sheet.get_by_label("Wrong number").check()
    sheet.get_by_role("button", name="Reject").click()
    expect(rows(page)).to_have_count(2)
    expect(rows(page).nth(1)).to_contain_text("Call 2")
    page.keyboard.press("k")
    expect(rows(page).nth(0)).to_be_focused()
    page.keyboard.press("a")
    expect(rows(page)).to_have_count(1)
    with as_company(acme):
        assert Callback.objects.get().account_id == rosa.pk


def test_who_is_late_is_told_who_took_it(visit, rosa, ada, max, acme, watch):
    watch.expect("status of 409")
    request = heard(acme, 1, phone="(602) 555-0142")
    page = visit(ada)
    page.goto("/acme/after-hours/")
    expect(rows(page)).to_have_count(1)
    with as_company(acme):
        AfterHoursRequest.objects.get(pk=request.pk).accept(by=max)
    rows(page).get_by_role("button", name="Accept").click()
    sheet = page.locator("#sheet")
    expect(sheet.get_by_role("alert")).to_have_text("Max Planck has accepted this already.")
    expect(rows(page)).to_have_count(0)
    sheet.get_by_role("link", name="Back to what waits").click()
    expect(sheet).to_be_hidden()


def test_what_others_do_shows_by_itself(visit, rosa, ada, acme):
    page = visit(ada)
    page.goto("/acme/after-hours/")
    expect(page.get_by_role("heading", name="Nothing waits. The night is done.")).to_be_visible()
    heard(acme, 1, phone="(602) 555-0142")
    pulse(page, "#night live-pulse")
    expect(rows(page)).to_have_count(1)
    expect(page.locator("#after-hours-count .count")).to_have_text("1")
