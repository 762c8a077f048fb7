"""Two cases that are one, a case that went round, and many changed at once, as sights."""

from .gestures import ask_bulk
from .sight import Sight


def joined(found):
    at = f"/{found.slug}/cases/"
    opened = f"{at}{found.open}/"
    return [
        Sight("sheet-merge-with", "support_lead", opened, open_merge),
        Sight("sheet-merge", "support_lead", opened, merge_with(found.overdue)),
        Sight("case-survivor", "support_lead", f"{at}{found.survivor}/", see_merged),
        Sight("case-merged", "support_lead", f"{at}{found.merged}/", see_merged),
        Sight("case-passed-around", "owner", f"{at}{found.passed}/", see_merged),
        Sight("sheet-release", "owner", f"{at}{found.passed}/", open_release),
        Sight("queue-passed-around", "support_lead", f"{at}?q={found.passed}"),
        Sight("bulk-report", "support", at, tag_some),
    ]


def see_merged(page):
    page.locator(".merged").first.wait_for()


def open_merge(page):
    page.locator("#case-header").get_by_role("link", name="Merge", exact=True).click()
    page.locator("#sheet[open] #merge-candidates").wait_for()


def merge_with(number):
    def act(page):
        open_merge(page)
        page.locator("#sheet").get_by_role("searchbox", name="Case").fill(str(number))
        page.locator("#sheet").get_by_role("link", name=f"#{number} ").click()
        page.locator("#sheet .consequences").wait_for()

    return act


def open_release(page):
    page.get_by_role("link", name="Release", exact=True).click()
    page.locator("#sheet[open] form").wait_for()


def tag_some(page):
    ask_bulk("Tag")(page)
    page.locator("#sheet").get_by_label("Tag").fill("storm")
    page.locator("#sheet [type=submit]").click()
    page.locator("#bulk-report .outcome").first.wait_for()
