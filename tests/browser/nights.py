"""What came in after hours: the board, the sheets of a row, pasting, and the secret of the webhook."""

from .sight import Sight


def nights(found):
    at = f"/{found.slug}/after-hours/"
    return [
        Sight("after-hours", "support_lead", at),
        Sight("after-hours-reviewed", "support_lead", f"{at}?tab=reviewed"),
        Sight("after-hours-for-reading", "executive", at),
        Sight("after-hours-chosen", "support_lead", at, lambda page: page.keyboard.press("j")),
        Sight("sheet-night-give", "support_lead", at, act("give")),
        Sight("sheet-night-merge", "support_lead", at, act("merge")),
        Sight("sheet-night-reject", "support_lead", at, act("reject")),
        Sight("sheet-night-caller", "support_lead", at, ask_who),
        Sight("after-hours-question", "support_lead", at, open_question),
        Sight("after-hours-paste", "support_lead", f"{at}paste/"),
        Sight("after-hours-preview", "support_lead", f"{at}paste/", paste),
        Sight("settings-after-hours", "owner", f"/{found.slug}/settings/after-hours/"),
    ]


def act(name):
    """Press that button of the first row that has it."""

    def press(page):
        page.locator(f".night-row [data-act={name}]").first.click()
        page.locator("#sheet[open] form").wait_for()

    return press


def ask_who(page):
    page.get_by_role("link", name="Who is it?").first.click()
    page.locator("#sheet[open] #caller-q").fill("a")
    page.locator("#sheet #caller-results .lookup-choice").first.wait_for()


def open_question(page):
    page.goto(page.locator(".night-row [data-act=reject]").first.get_attribute("href"))


def paste(page):
    page.get_by_label("Text").fill(
        "Caller: Rosa Delgado 602-555-0142, no hot water, urgent\n\nName: Omar Haddad 845-555-0188\nThe drain is slow."
    )
    page.get_by_role("button", name="See what is in it").click()
    page.get_by_role("heading", name="2 requests").wait_for()
