"""A morning of callbacks in the browser: promised from a case, called, written down in two taps, passed on."""

import re

import pytest
from playwright.sync_api import expect

from callbacks.models import Callback, ReviewRequest
from tests.cast import as_company

from . import world


@pytest.fixture
def rosa(acme, ada, max):
    world.enrol(ada, "support")
    return world.customer(acme)


@pytest.fixture
def case(rosa, ada):
    return world.cases(rosa, 1, by=ada)[0]


def test_a_call_is_promised_from_a_case_tried_and_made(visit, case, ada):
    page = visit(ada)
    page.goto(f"/acme/cases/{case.number}/")
    panel = page.locator("#panel-callbacks")
    panel.get_by_role("link", name="Promise a callback").click()
    sheet = page.locator("#sheet")
    sheet.get_by_label("What do they want to hear about?").fill("When the pump comes")
    sheet.get_by_label("What is to be said?").fill("It comes on Monday.")
    sheet.get_by_role("button", name="Promise it").click()
    expect(sheet).to_be_hidden()
    expect(panel).to_contain_text("When the pump comes")
    expect(page.locator("#case-timeline")).to_contain_text("Ada Lovelace promised")

    page.goto("/acme/callbacks/")
    row = page.locator(".callback-row")
    row.get_by_role("link", name="Rosa Delgado", exact=True).click()
    expect(sheet).to_contain_text("It comes on Monday.")
    sheet.get_by_label("No answer").check()
    expect(sheet.locator(".call-next.is-no_answer")).to_be_visible()
    sheet.get_by_role("button", name="Write it down").click()
    expect(sheet).to_be_hidden()
    expect(row).to_contain_text("1 try: no answer")

    row.get_by_role("link", name="Rosa Delgado", exact=True).click()
    sheet.get_by_label("Reached").check()
    sheet.get_by_role("button", name="Write it down").click()
    expect(sheet.get_by_text("Write what came of it.")).to_be_visible()
    expect(sheet.get_by_label("Reached")).to_be_checked()
    sheet.get_by_label("Note").fill("She is happy.")
    sheet.get_by_role("button", name="Write it down").click()
    expect(page.get_by_role("heading", name="Every promise is kept")).to_be_visible()
    with as_company(case.tenant_id):
        assert [(one.status, one.tries, one.outcome) for one in Callback.objects.all()] == [
            ("done", 2, "She is happy.")
        ]


COUNT_TAPS = "window.taps = 0; addEventListener('pointerdown', () => { window.taps += 1 }, true)"


def test_on_a_phone_a_call_is_one_tap_and_its_outcome_two(visit, rosa, case, ada):
    world.promised(rosa, case, by=[ada])
    page = visit(ada, has_touch=True)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/acme/callbacks/")
    row, sheet = page.locator(".callback-row", has_text="Water in the cellar"), page.locator("#sheet")
    page.evaluate(COUNT_TAPS)
    expect(row.locator(".callback-dial")).to_have_attribute("href", re.compile(r"^tel:\+\d+$"))
    row.locator(".callback-dial").tap()
    expect(sheet.locator(".call-reason")).to_have_text("Water in the cellar")
    sheet.get_by_text("Voicemail").tap()
    expect(sheet.locator(".call-next.is-voicemail")).to_be_visible()
    write = sheet.get_by_role("button", name="Write it down")
    expect(write).to_be_in_viewport(ratio=1)  # nobody has to look for it
    write.tap()
    expect(sheet).to_be_hidden()
    expect(row).to_contain_text("1 try: voicemail")
    assert page.evaluate("window.taps") == 3


def test_by_keyboard_one_goes_through_the_list_and_opens_a_call(visit, rosa, case, ada):
    world.promised(rosa, case, by=[ada])
    page = visit(ada)
    page.goto("/acme/callbacks/")
    expect(page.locator(".callback-row").first).to_be_visible()
    page.keyboard.press("j")
    expect(page.locator(".callback-row.is-selected")).to_have_count(1)
    page.keyboard.press("o")
    expect(page.locator("#sheet")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#sheet")).to_be_hidden()


def test_what_somebody_else_has_done_meanwhile_is_told_with_ones_words_kept(visit, rosa, case, ada, max):
    world.promised(rosa, case, by=[ada])
    page = visit(ada)
    page.goto("/acme/callbacks/")
    page.locator(".callback-row", has_text="Water in the cellar").get_by_role(
        "link", name="Rosa Delgado", exact=True
    ).click()
    sheet = page.locator("#sheet")
    expect(sheet.get_by_label("Reached")).to_be_visible()
    with as_company(case.tenant_id):
        Callback.objects.get(reason="Water in the cellar").log_attempt("reached", by=max, note="Dried.")
    sheet.get_by_label("Reached").check()
    sheet.get_by_label("Note").fill("I spoke with her, too.")
    sheet.get_by_role("button", name="Write it down").click()
    expect(sheet.get_by_role("alert")).to_contain_text("Max Planck has reached them already.")
    expect(sheet).to_contain_text("I spoke with her, too.")


def test_a_lead_passes_the_chosen_on(visit, rosa, case, ada, max):
    world.promised(rosa, case, by=[ada])
    page = visit(max)
    page.goto("/acme/callbacks/all/")
    expect(page.get_by_role("button", name="Pass the chosen on")).to_be_hidden()
    for reason in ("Water in the cellar", "When does the pump come?"):
        page.locator(".callback-row", has_text=reason).get_by_role("checkbox").check()
    page.get_by_role("button", name="Pass the chosen on").click()
    sheet = page.locator("#sheet")
    sheet.get_by_label("Who calls instead?").select_option(label="Max Planck")
    sheet.get_by_role("button", name="Pass on").click()
    expect(sheet).to_contain_text("2 callbacks are Max Planck's now.")
    sheet.get_by_role("link", name="Done").click()
    expect(page.locator(".callback-row", has_text="Water in the cellar")).to_contain_text("Max Planck")


def test_a_large_job_is_completed_and_the_customer_called_after(visit, rosa, ada):
    with as_company(rosa.tenant_id):
        rosa.add_job("J-77", kind="Heater installation", branch=ada.branch)
    page = visit(ada)
    page.goto("/acme/customers/jobs/J-77/")
    page.get_by_role("button", name="Work is done").click()
    expect(page.get_by_role("link", name="Reopen")).to_be_visible()
    panel = page.locator("#panel-callbacks")
    expect(panel).to_contain_text("After the job: Heater installation")  # the worker has heard of it
    panel.locator(".queue-link").click()
    sheet = page.locator("#sheet")
    expect(sheet.locator(".call-script")).to_contain_text("this is Ada Lovelace from Acme")
    expect(sheet.get_by_label("Happy", exact=True)).to_be_hidden()
    sheet.get_by_label("Reached").check()
    sheet.get_by_label("Not happy").check()
    expect(sheet.get_by_text("Their words become a complaint case at once")).to_be_visible()
    sheet.get_by_label("Happy", exact=True).check()
    expect(sheet.get_by_text("Ask them for a review")).to_be_visible()
    sheet.get_by_role("button", name="Write it down").click()
    expect(sheet).to_be_hidden()
    page.goto(f"/acme/customers/{rosa.number}/")
    expect(panel).to_contain_text("Ada Lovelace asked them for a review")
    with as_company(rosa.tenant_id):
        assert ReviewRequest.objects.get().callback == Callback.objects.get(is_happy=True)


def test_a_job_that_is_reopened_takes_its_call_back(visit, rosa, ada):
    with as_company(rosa.tenant_id):
        job = rosa.add_job("J-78", kind="Repipe", branch=ada.branch)
        job.complete(by=ada)
        Callback.objects.follow_job(job.pk, job.completed_at)
    page = visit(ada)
    page.goto("/acme/customers/jobs/J-78/")
    page.get_by_role("link", name="Reopen").click()
    sheet = page.locator("#sheet")
    sheet.get_by_label("What is still to be done?").fill("It leaks.")
    sheet.get_by_role("button", name="Reopen").click()
    expect(page.get_by_role("button", name="Work is done")).to_be_visible()
    with as_company(rosa.tenant_id):
        assert Callback.objects.get().status == "withdrawn"


def test_a_quote_is_asked_about_until_it_is_accepted(visit, rosa, ada):
    page = visit(ada)
    page.goto(f"/acme/customers/{rosa.number}/")
    panel, sheet = page.locator("#panel-callbacks"), page.locator("#sheet")
    panel.get_by_role("link", name="Promise a callback").click()
    expect(sheet.get_by_label("Its number or name")).to_be_hidden()
    sheet.get_by_label("Follow-up on a quote").check()
    sheet.get_by_label("Its number or name").fill("Q-17")
    sheet.get_by_label("What do they want to hear about?").fill("The extension")
    sheet.get_by_role("button", name="Promise it").click()
    expect(sheet).to_be_hidden()
    expect(panel).to_contain_text("Quote Q-17, call 1")

    panel.locator(".queue-link").click()
    sheet.get_by_label("Reached").check()
    sheet.get_by_label("Not decided yet").check()
    expect(sheet.get_by_text("Next call:")).to_be_visible()
    sheet.get_by_label("Note").fill("They ask the bank.")
    sheet.get_by_role("button", name="Write it down").click()
    expect(sheet).to_be_hidden()
    expect(panel).to_contain_text("Quote Q-17, call 2")

    panel.locator(".callback-row", has_text="call 2").locator(".queue-link").click()
    expect(sheet.locator(".call-links")).to_contain_text("They ask the bank.")
    sheet.get_by_label("Reached").check()
    sheet.get_by_label("Accepted").check()
    expect(sheet.get_by_text("Next call:")).to_be_hidden()
    sheet.get_by_role("button", name="Write it down").click()
    expect(sheet).to_be_hidden()
    expect(panel.locator(".callback-row", has_text="Quote Q-17, Accepted")).to_have_count(2)
