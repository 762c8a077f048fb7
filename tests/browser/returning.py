"""Returns to finished jobs: the board, opening one, its page and what is decided there."""

from .sight import Sight


def returns(found):
    at = f"/{found.slug}/returns/"
    return [
        Sight("returns", "owner", at),
        Sight("returns-none", "executive", f"{at}?tab=mine"),
        Sight("returns-settled", "owner", f"{at}?tab=finished"),
        Sight("return", "owner", at, open_page),
        Sight("return-settled", "owner", f"{at}?tab=finished", open_page),
        Sight("return-new", "support", f"{at}new/?account={found.busy}"),
        Sight("sheet-return-cause", "owner", at, ask_the_cause),
        Sight("sheet-return-cause-wrong", "owner", at, decide_without_reason),
        Sight("rates", "owner", f"/{found.slug}/callbacks/rates/"),
        Sight("rate", "owner", f"/{found.slug}/callbacks/rates/", open_page),
        Sight("rate-own", "technician", f"/{found.slug}/callbacks/rates/"),
        Sight("settings-returns", "owner", f"/{found.slug}/settings/returns/"),
    ]


def open_page(page):
    page.goto(page.locator(".callback-row .queue-link").first.get_attribute("href"))


def ask_the_cause(page):
    open_page(page)
    page.get_by_role("link", name="Was it us?").click()
    page.locator("#sheet[open] textarea").wait_for()


def decide_without_reason(page):
    ask_the_cause(page)
    page.locator("#sheet").get_by_label("Not known yet").check()
    page.locator("#sheet [type=submit]").click()
    page.locator("#sheet .errorlist").first.wait_for()
