"""The pages on which a company is set up."""

import re

from .sight import Sight


def settings(found):
    at = f"/{found.slug}/settings/"
    return [
        Sight("settings-departments", "owner", f"{at}departments/"),
        Sight("settings-departments-wrong", "owner", f"{at}departments/", add_nothing, status=422),
        Sight("settings-department", "owner", f"{at}departments/", open_support),
        Sight("settings-rules", "owner", f"{at}rules/"),
        Sight("settings-rules-preview", "owner", f"{at}rules/", preview_rules),
        Sight("settings-clock", "owner", f"{at}clock/"),
        Sight("settings-clock-preview", "owner", f"{at}clock/", preview_targets),
        Sight("settings-callbacks", "owner", f"{at}callbacks/"),
        Sight("settings-callbacks-preview", "owner", f"{at}callbacks/", preview_standards),
        Sight("settings-callbacks-wrong", "owner", f"{at}callbacks/", end_before_beginning, status=422),
        Sight("settings-after-job", "owner", f"{at}after-job/"),
        Sight("settings-after-job-preview", "owner", f"{at}after-job/", preview_words),
        Sight("settings-after-job-wrong", "owner", f"{at}after-job/", name_nobody, status=422),
        Sight("settings-calendar", "owner", f"{at}calendar/"),
        Sight("settings-public-holidays", "owner", f"{at}calendar/holidays/public/?country=US&region=NY"),
        Sight("settings-calendar-wrong", "owner", f"{at}calendar/", write_nonsense, status=422),
        Sight("duty", "support", f"{at}duty/"),
    ]


def add_nothing(page):
    page.get_by_role("button", name="Add department").click()
    page.locator(".errorlist").first.wait_for()


def open_support(page):
    page.locator(".listing-link", has_text=re.compile("^(Support|Customer care)$")).click()
    page.get_by_role("button", name="Remove department").wait_for()


def preview_rules(page):
    page.locator(".rules-list .rule").first.get_by_label("Damage", exact=True).first.check()
    page.get_by_role("button", name="Preview what would move").click()
    page.locator(".preview").wait_for()


def preview_targets(page):
    page.locator("#id_window_high").fill("2")
    page.get_by_role("button", name="Preview what would change").click()
    page.locator(".preview").wait_for()


def preview_standards(page):
    page.locator("#id_warranty_days").fill("2")
    page.get_by_role("button", name="Preview what would change").click()
    page.locator(".preview").wait_for()


def end_before_beginning(page):
    page.locator("#id_call_until_hours").fill("12")
    page.get_by_role("button", name="Preview what would change").click()
    page.locator(".errorlist").first.wait_for()


def preview_words(page):
    page.locator("#id_works").fill("pool\nrepipe")
    page.get_by_role("button", name="Preview what would change").click()
    page.locator(".preview").wait_for()


def name_nobody(page):
    page.locator("#id_script").fill("Hi {nobody}")
    page.get_by_role("button", name="Preview what would change").click()
    page.locator(".errorlist").first.wait_for()


def write_nonsense(page):
    page.get_by_label("Monday").fill("eight to five")
    page.get_by_role("button", name="Save hours").click()
    page.locator(".errorlist").first.wait_for()
