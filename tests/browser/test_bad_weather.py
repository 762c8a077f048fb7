"""No scripts, no network, no session, and a nervous finger: nothing is lost and nothing happens twice."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from cases.models import Case
from tests.cast import as_company
from tests.plugins.processes import until
from timeline.models import Entry

from . import world
from .test_main_job import PASSWORD


@pytest.fixture
def rosa(acme, ada, max):
    world.enrol(ada, "support")
    world.enrol(max, "support")
    return world.customer(acme)


@pytest.fixture
def case(rosa, ada):
    return world.cases(rosa, 1, by=ada)[0]


def fill_in(page, account):
    page.goto(f"/acme/cases/new/?account={account.number}")
    page.get_by_label("Summary").fill("Pump drips")
    page.get_by_label("Case type").select_option("repair")
    page.get_by_label("Reason", exact=True).select_option("defect")


def comments(case):
    with as_company(case.tenant_id):
        return [entry.body for entry in Entry.objects.filter(subject_id=case.pk, kind="cases-commented")]


def test_without_scripts_a_case_is_opened_commented_and_resolved(visit, rosa, ada, max):
    page = visit(ada, java_script_enabled=False)
    page.goto("/acme/cases/new/?q=Rosa")
    page.get_by_role("link", name=re.compile("Rosa Delgado")).click()
    fill_in(page, rosa)
    page.get_by_role("button", name="Open case").click()
    page.wait_for_url(re.compile(r"/cases/\d+/$"))
    until(lambda: page.reload() and page.locator("due-clock").count(), "the case is clocked")
    expect(page.locator("due-clock")).not_to_be_empty()
    page.get_by_role("textbox", name="Comment").fill("Written without scripts.")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator("#case-timeline")).to_contain_text("Written without scripts.")
    page.get_by_label("Priority").select_option("high")
    page.locator("form:has(#case-priority)").get_by_role("button", name="Save").click()
    expect(page.locator("#case-timeline")).to_contain_text("to high")

    lead = visit(max, java_script_enabled=False)
    lead.goto(page.url)
    lead.get_by_role("link", name="Resolve").click()
    lead.get_by_role("button", name="Resolve").click()
    expect(lead.get_by_text("This field is required.")).to_have_count(2)
    lead.get_by_label("How was it resolved?").select_option("repaired")
    lead.get_by_label("What was done").fill("New seal.")
    lead.get_by_role("button", name="Resolve").click()
    expect(lead).to_have_url(page.url)
    expect(lead.locator("#case-header")).to_contain_text("Resolved in time")


def test_without_scripts_an_empty_comment_is_refused_on_a_whole_page(visit, case, ada):
    page = visit(ada, java_script_enabled=False)
    page.goto(f"/acme/cases/{case.number}/")
    page.get_by_role("textbox", name="Comment").fill("   ")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.get_by_text("This field is required.")).to_be_visible()
    expect(page.get_by_role("banner")).to_be_visible()


def test_a_comment_survives_a_lost_connection(visit, watch, case, ada):
    watch.expect("ERR_INTERNET_DISCONNECTED", "htmx:sendError")
    page = visit(ada)
    page.goto(f"/acme/cases/{case.number}/")
    box, send = page.get_by_role("textbox", name="Comment"), page.get_by_role("button", name="Comment", exact=True)
    box.fill("She will be home at four.")
    page.context.set_offline(True)
    send.click()
    expect(page.locator("#toasts")).to_contain_text("No connection. Nothing is lost")
    expect(box).to_have_value("She will be home at four.")
    page.context.set_offline(False)
    send.click()
    expect(page.locator("#case-timeline")).to_contain_text("She will be home at four.")
    assert comments(case) == ["She will be home at four."]


def test_a_refused_file_says_why_and_a_lost_one_is_sent_again(visit, watch, case, ada):
    watch.expect("ERR_INTERNET_DISCONNECTED", "htmx:sendError")
    page = visit(ada)
    page.goto(f"/acme/cases/{case.number}/")
    choose, lines = page.get_by_label("Choose files"), page.locator(".upload")
    choose.set_input_files({"name": "pump.jpg", "mimeType": "image/jpeg", "buffer": b"MZ\x90\x00\x03\x00\x00\x00"})
    expect(lines).to_contain_text("pump.jpg")
    expect(lines.locator(".upload-why")).not_to_be_empty()
    page.context.set_offline(True)
    choose.set_input_files(world.photo_file("Valve.jpg"))
    lost = lines.filter(has_text="Valve.jpg")
    expect(lost).to_contain_text("No connection. Nothing is lost")
    page.context.set_offline(False)
    lost.get_by_role("button", name="Try again").click()
    expect(page.locator("#case-evidence .shot-open")).to_have_count(1)
    expect(lost).to_have_count(0)


def test_a_comment_that_is_being_written_survives_other_changes(visit, case, ada):
    page = visit(ada)
    page.goto(f"/acme/cases/{case.number}/")
    box = page.get_by_role("textbox", name="Comment")
    box.fill("Half a sentence")
    page.get_by_label("Priority").select_option("low")
    expect(page.locator("#case-timeline")).to_contain_text("to low")
    expect(box).to_have_value("Half a sentence")


def test_edge_56_text_caret_and_focus_survive_what_another_has_changed(visit, case, ada, max):
    page = visit(ada)
    page.goto(f"/acme/cases/{case.number}/")
    box = page.get_by_role("textbox", name="Comment")
    box.fill("Half a sentence")
    box.evaluate("box => box.setSelectionRange(4, 6)")
    with as_company(case.tenant_id):
        Case.objects.get(pk=case.pk).escalate(by=max, reason="The neighbours complain")
    for event in ("case-stale", "case-changed"):
        page.evaluate("event => document.body.dispatchEvent(new CustomEvent(event))", event)
    expect(page.locator("#case-timeline")).to_contain_text("The neighbours complain")
    expect(box).to_have_value("Half a sentence")
    expect(box).to_be_focused()
    assert box.evaluate("box => [box.selectionStart, box.selectionEnd]") == [4, 6]


def test_a_double_click_opens_one_case_and_says_one_thing(visit, rosa, ada):
    page = visit(ada)
    fill_in(page, rosa)
    page.get_by_role("button", name="Open case").dblclick()
    page.wait_for_url(re.compile(r"/cases/\d+/$"))
    with as_company(rosa.tenant_id):
        (case,) = Case.objects.all()
    page.get_by_role("textbox", name="Comment").fill("Once.")
    page.get_by_role("button", name="Comment", exact=True).dblclick()
    expect(page.locator("#case-timeline").get_by_role("article")).to_have_count(1)
    assert comments(case) == ["Once."]


def test_a_session_that_ended_leads_to_the_sign_in_page_and_back(visit, case, ada):
    ada.user.set_password(PASSWORD)
    ada.user.save()
    page = visit(ada)
    page.route("**/pulse/**", lambda route: route.fulfill(status=204))  # which else may notice before she clicks
    page.goto("/acme/cases/?queue=mine")
    Session.objects.all().delete()
    page.get_by_role("link", name="Unassigned").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    expect(page.locator("#queue")).to_have_count(0)
    page.get_by_label("Email").fill(ada.user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(re.compile(r"/acme/cases/\?queue=mine$"))
    expect(page.locator(".queue-row")).to_have_count(1)
