"""Callback rates in the browser: from the list to the very returns, a dispute answered, and the coaching flag."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from callbacks.models import CoachingFlag, ReturnTerms
from tests.cast import as_company
from tests.returns import DoneJobFactory, ReturnFactory

from . import world


@pytest.fixture
def boss(acme, member):
    return member("manager", acme, name="Grace Hopper")


@pytest.fixture
def luis(acme, member, boss):
    luis, rosa = member("technician", acme, name="Luis Romero"), world.customer(acme)
    with as_company(acme):
        ReturnTerms.objects.write(by=boss, was=0, minimum_jobs=2, threshold_percent=30)
        jobs = [DoneJobFactory(account=rosa, technician=luis) for _ in range(2)]
        ReturnFactory(job=jobs[0], by=boss, reported="It drips since Monday")
        CoachingFlag.objects.watch(timezone.now())
    return luis


def test_a_technician_disputes_and_the_manager_answers_and_coaches(visit, boss, luis):
    page = visit(luis)
    page.goto("/acme/callbacks/rates/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Luis Romero")
    expect(page.locator(".rate-now")).to_contain_text("50.0 %")
    page.get_by_role("link", name="#1").click()
    page.get_by_role("link", name="It should not count").click()
    page.locator("#sheet").get_by_label("Why should it not count?").fill("The neighbour drilled there")
    page.locator("#sheet").get_by_role("button", name="Dispute it").click()
    expect(page.locator("#return")).to_contain_text("The neighbour drilled there")

    manager = visit(boss)
    manager.goto("/acme/callbacks/")
    manager.get_by_role("link", name="Rates").click()
    expect(manager.get_by_text("rate = returns opened ÷ jobs completed")).to_be_visible()
    manager.get_by_role("link", name="Luis Romero").click()
    manager.get_by_role("link", name="Say what you do about it").click()
    manager.locator("#sheet").get_by_label("What do you do about it?").fill("We ride along on Monday")
    manager.locator("#sheet").get_by_role("button", name="Write it down").click()
    expect(manager.locator("#sheet")).to_be_hidden()
    expect(manager.locator("#rate-flag")).to_contain_text("Grace Hopper: We ride along on Monday")
    manager.get_by_role("link", name="#1").click()
    manager.get_by_role("link", name="Uphold or drop it").click()
    manager.locator("#sheet").get_by_label("Dropped: it does not count").check()
    manager.locator("#sheet").get_by_label("Why?").fill("He is right")
    manager.locator("#sheet").get_by_role("button", name="Answer").click()
    expect(manager.locator("#return")).to_contain_text("Dropped: it does not count")
    page.goto("/acme/callbacks/rates/")
    expect(page.locator(".rate-now")).to_contain_text("0.0 %")
