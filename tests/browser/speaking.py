"""Callbacks: one's own of today, everybody's, the week, and one callback while somebody speaks."""

from .sight import Sight


def callbacks(found):
    at = f"/{found.slug}/callbacks/"
    return [
        Sight("callbacks", "support", at),
        Sight("callbacks-none", "executive", at),
        Sight("callbacks-all", "support_lead", f"{at}all/"),
        Sight("callbacks-overdue", "support_lead", f"{at}all/?tab=overdue"),
        Sight("callbacks-done", "support_lead", f"{at}all/?tab=finished"),
        Sight("callbacks-week", "support_lead", f"{at}calendar/"),
        Sight("callback", "support_lead", f"{at}all/", open_page),
        Sight("callback-new", "support", f"{at}new/?q=a"),
        Sight("callback-promise", "support", f"{at}new/?case={found.open}"),
        Sight("sheet-call", "support_lead", f"{at}all/", choose_voicemail),
        Sight("sheet-call-wrong", "support_lead", f"{at}all/", reach_without_words),
        Sight("sheet-call-time", "support_lead", f"{at}all/", another_time),
        Sight("callback-after-job", "support_lead", f"{at}all/?kind=proactive", hear_complaints),
        Sight("callback-quote", "support_lead", f"{at}all/?kind=quote_follow_up", hear_doubts),
        Sight("sheet-promise-quote", "support", f"/{found.slug}/cases/{found.open}/", promise_to_ask),
        Sight("sheet-pass-on", "support_lead", f"{at}all/", pass_some_on),
        Sight("sheet-promise", "support", f"/{found.slug}/cases/{found.open}/", promise_from_case),
    ]


def open_page(page):
    page.goto(page.locator(".callback-row .queue-link").first.get_attribute("href"))


def open_sheet(page):
    page.locator(".callback-row .queue-link").first.click()
    page.locator("#sheet[open] .call-form").wait_for()


def choose_voicemail(page):
    open_sheet(page)
    page.locator("#sheet").get_by_label("Voicemail").check()


def reach_without_words(page):
    open_sheet(page)
    page.locator("#sheet").get_by_label("Reached").check()
    page.locator("#sheet [type=submit]").click()
    page.locator("#sheet .errorlist").wait_for()


def another_time(page):
    open_sheet(page)
    page.locator("#sheet").get_by_role("link", name="Another time").click()
    page.locator("#sheet [name=due_at]").wait_for()


def pass_some_on(page):
    for box in page.locator(".callback-pick input").all()[:2]:
        box.check()
    page.get_by_role("button", name="Pass the chosen on").click()
    page.locator("#sheet[open] select").wait_for()


def promise_from_case(page):
    page.locator("#panel-callbacks").get_by_role("link", name="Promise a callback").click()
    page.locator("#sheet[open] .call-promise").wait_for()


def hear_complaints(page):
    open_page(page)
    page.get_by_label("Reached").check()
    page.get_by_label("Not happy").check()


def hear_doubts(page):
    open_page(page)
    page.get_by_label("Reached").check()
    page.get_by_label("Not decided yet").check()


def promise_to_ask(page):
    promise_from_case(page)
    page.locator("#sheet").get_by_label("Follow-up on a quote").check()
