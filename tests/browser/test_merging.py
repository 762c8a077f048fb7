"""Merging two cases at the desk, and undoing it."""

import re

from playwright.sync_api import expect

from . import world


def test_two_cases_become_one_and_two_again(visit, acme, ada):
    old, new = world.cases(world.customer(acme), 2, by=ada)
    page = visit(ada)
    page.goto(f"/acme/cases/{new.number}/")
    page.locator("#case-header").get_by_role("link", name="Merge").click()
    sheet = page.locator("#sheet")
    sheet.get_by_role("searchbox", name="Case").fill(str(old.number))
    sheet.get_by_role("link", name=re.compile(f"#{old.number} ")).click()
    expect(sheet.locator(".consequences")).to_contain_text(f"#{old.number} goes on for both")
    sheet.get_by_role("radio").nth(0).check()
    expect(sheet.locator(".consequences")).to_contain_text(f"#{new.number} goes on for both")
    sheet.get_by_role("radio").nth(1).check()
    sheet.get_by_role("button", name=f"Merge #{new.number} into #{old.number}").click()
    page.wait_for_url(f"**/cases/{old.number}/")
    expect(page.locator(".merged")).to_contain_text("was merged into this case")
    page.locator("#toasts").get_by_role("button", name="Undo").click()
    page.wait_for_url(f"**/cases/{new.number}/")
    expect(page.locator(".case-signs")).to_contain_text("Open")
    expect(page.locator(".merged")).to_have_count(0)
