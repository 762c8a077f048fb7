"""The inbox, what comes by mail, and naming people in a comment, as sights."""

from .sight import Sight


def inbox(found):
    at, case = f"/{found.slug}/inbox/", f"/{found.slug}/cases/{found.open}/"
    return [
        Sight("inbox", "support", at),
        Sight("inbox-unread", "manager", f"{at}?show=unread"),
        Sight("inbox-empty", "buyer", at),
        Sight("inbox-preferences", "support", f"{at}preferences/"),
        Sight("inbox-preferences-wrong", "support", f"{at}preferences/", quiet_without_end),
        Sight("mention", "support", case, name_somebody),
    ]


def quiet_without_end(page):
    page.get_by_label("until").fill("")
    page.get_by_role("button", name="Save").click()
    page.locator(".errorlist").wait_for()


def name_somebody(page):
    page.get_by_label("Comment", exact=True).press_sequentially("Could you look at this, @a")
    page.locator("#mention-list [role=option]").first.wait_for()
