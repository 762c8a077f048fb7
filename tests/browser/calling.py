"""What there is to see of a new case while somebody is on the phone, and what people do there first."""

from .sight import Sight


def opening(found):
    at = f"/{found.slug}/cases/new/"
    return [
        Sight("new-case-empty", "support", at),
        Sight("new-case-lookup", "support", at, look_for("a")),
        Sight("new-case-nobody-found", "support", f"{at}?q=zeppelin"),
        Sight("new-case", "support", f"{at}?account={found.busy}", see_context),
        Sight("new-case-likely", "support", f"{at}?account={found.busy}", say_it_again),
        Sight("new-case-ending", "support", f"{at}?account={found.ending}", choose_ending),
        Sight("new-case-unfolded", "support", f"{at}?account={found.busy}", unfold),
        Sight("new-case-wrong", "support", f"{at}?account={found.account}", open_nothing),
    ]


def look_for(text):
    def act(page):
        page.get_by_role("combobox", name="Customer").press_sequentially(text)
        page.locator(".lookup-choice").first.wait_for()

    return act


def see_context(page):
    page.locator("#case-proposal .priority").wait_for()
    page.locator("#intake-context .listing-row").first.wait_for()


def say_it_again(page):
    see_context(page)
    page.get_by_label("Summary").fill(page.locator("#intake-context .listing-link").first.inner_text())
    page.locator(".likely .is-main").wait_for()


def choose_ending(page):
    page.locator("[name=contract]").select_option(index=1)
    page.locator("[name=ending_confirmed]").wait_for()


def unfold(page):
    see_context(page)
    page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true })")


def open_nothing(page):
    page.get_by_role("button", name="Open case").click()
    page.locator(".errorlist").first.wait_for()
