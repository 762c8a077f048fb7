"""Every page of the product and what can lie open on it: walked by the tests, pictured by ``make shots``."""

from django.template.loader import render_to_string

from .asking import referrals
from .calling import opening
from .complaining import complaints
from .gestures import ask_bulk, choose_rows, open_keys, open_menu, open_palette
from .joining import joined
from .knowing import customers
from .nights import nights
from .returning import returns
from .settling import settings
from .sight import NOBODY, Found, Sight
from .speaking import callbacks
from .telling import inbox

__all__ = ["NOBODY", "Found", "Sight", "sights"]


def sights(found):
    """Return everything there is to see, doorstep first."""
    return [sight for part in PARTS.values() for sight in part(found)]


def doorstep(_found):
    return [
        Sight("sign-in", NOBODY, "/accounts/login/"),
        Sight("sign-in-wrong", NOBODY, "/accounts/login/", sign_in_wrongly),
        Sight("password-reset", NOBODY, "/accounts/password/reset/"),
        Sight("password-reset-sent", NOBODY, "/accounts/password/reset/done/"),
        Sight("password-reset-dead-link", NOBODY, "/accounts/password/reset/key/x-y/"),
        Sight("password-changed", NOBODY, "/accounts/password/reset/key/done/"),
        Sight("companies", "support", "/companies/"),
        Sight("sign-out", "support", "/accounts/logout/"),
    ]


def queues(found):
    at = f"/{found.slug}/cases/"
    return [
        Sight("queue-open", "support", at),
        Sight("queue-unassigned", "support", f"{at}?queue=unassigned"),
        Sight("queue-mine", "support", f"{at}?queue=mine"),
        Sight("queue-resolved", "support", f"{at}?queue=resolved"),
        Sight("queue-nothing-found", "support", f"{at}?queue=open&q=zeppelin"),
        Sight("queue-chosen-row", "support", at, lambda page: page.keyboard.press("j")),
        Sight("queue-chips", "support", f"{at}?priority=high&type=repair&due=overdue&department=gone"),
        Sight("filters-menu", "support", f"{at}?type=repair", open_menu("Filters", "#filters")),
        Sight("filters-page", "support", f"{at}filters/?type=repair"),
        Sight("views-menu", "support_lead", f"{at}?priority=high", open_menu("Views", "#view-list")),
        Sight("views", "support_lead", f"{at}views/"),
        Sight("bulk-bar", "support", at, choose_rows),
        Sight("bulk-assign", "support", at, ask_bulk("Assign")),
        Sight("bulk-page", "support", f"{at}bulk/prioritise/?case={found.open}"),
        Sight("palette", "support_lead", f"{at}{found.open}/", open_palette("")),
        Sight("palette-typed", "support_lead", at, open_palette("ca")),
        Sight("keys", "support", at, open_keys),
        Sight("user-menu", "support", at, lambda page: page.get_by_role("button", name="Menu of").click()),
        Sight("health-banner", "support", at, see_banner, before=silence_the_sweeps),
    ]


def case(found):
    at = f"/{found.slug}/cases/"
    return [
        Sight("case-open", "support_lead", f"{at}{found.open}/"),
        Sight("case-overdue", "support", f"{at}{found.overdue}/"),
        Sight("case-resolved", "support_lead", f"{at}{found.resolved}/"),
        Sight("case-closed", "support", f"{at}{found.closed}/"),
        Sight("case-pictured", "support", f"{at}{found.pictured}/"),
        Sight("case-for-reading", "executive", f"{at}{found.open}/"),
        Sight("lightbox", "support", f"{at}{found.pictured}/", open_lightbox),
        Sight("toast", "support", f"{at}{found.open}/", raise_toasts),
    ]


def sheets(found):
    page = f"/{found.slug}/cases/"
    opened, resolved = f"{page}{found.open}/", f"{page}{found.resolved}/"
    return [
        Sight("sheet-resolve", "support_lead", opened, sheet("Resolve")),
        Sight("sheet-resolve-wrong", "support_lead", opened, sheet("Resolve", send_empty)),
        Sight("sheet-escalate", "support_lead", opened, sheet("Escalate")),
        Sight("sheet-edit", "support_lead", opened, sheet("Edit")),
        Sight("sheet-clash", "support_lead", opened, sheet("Edit", clash)),
        Sight("sheet-wait", "support_lead", opened, sheet("Wait")),
        Sight("sheet-close", "support_lead", resolved, sheet("Close")),
        Sight("sheet-reopen", "support_lead", resolved, sheet("Reopen")),
        Sight("sheet-assign", "support_lead", opened, sheet_at("assignment")),
        Sight("sheet-move", "support_lead", opened, sheet_at("department")),
        Sight("sheet-contract", "support_lead", opened, move_away),
        Sight("sheet-next-action", "support_lead", opened, sheet_at("next-action")),
        Sight("conflict", "support_lead", opened, change_what_changed),
        Sight("question", "support_lead", f"{opened}resolution/"),
        Sight("question-edit", "support_lead", f"{opened}correction/"),
        Sight("question-close", "support_lead", f"{resolved}closure/"),
    ]


def mishaps(found):
    return [
        Sight("403", "executive", f"/{found.slug}/cases/new/", status=403),
        Sight("404", "support", "/nowhere/cases/", status=404),
        Sight("500", "support", "/broken/", before=instead("500.html", status=500), status=500),
    ]


# What people do before they look


def sign_in_wrongly(page):
    page.get_by_label("Email").fill("nobody@example.com")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("alert").wait_for()


def see_banner(page):
    page.locator(".banner").wait_for()


def move_away(page):
    page.locator("#case-facts a[hx-get$='/contract/']").click()
    page.locator("#sheet[open]").wait_for()
    page.get_by_label("Contract number").fill("C-0")
    page.locator("#sheet [type=submit]").click()
    page.locator("#sheet .errorlist").wait_for()


def open_lightbox(page):
    page.locator(".shot-open").first.click()
    page.locator("dialog.lightbox[open] img[src*='/view/']").wait_for()


def raise_toasts(page):
    say = "(kind) => document.body.dispatchEvent(new CustomEvent('toast', {bubbles: true, detail: kind}))"
    page.evaluate(say, {"text": "Resolved.", "kind": "done"})
    page.evaluate(say, {"text": "No connection. Nothing is lost: what you wrote is still here.", "kind": "problem"})


def sheet(name, then=None):
    """Open the sheet behind that button of the case."""

    def act(page):
        page.locator("#case-header").get_by_role("link", name=name, exact=True).click()
        page.locator("#sheet[open]").wait_for()
        if then:
            then(page)

    return act


def sheet_at(resource):
    def act(page):
        page.locator(f"#case-header a[hx-get$='/{resource}/']").click()
        page.locator("#sheet[open]").wait_for()

    return act


def send_empty(page):
    page.locator("#sheet [type=submit]").click()
    page.locator("#sheet .errorlist").first.wait_for()


def clash(page):
    """Correct the summary as somebody would who had read another one than stands there now."""
    page.locator("#sheet [name=was-summary]").evaluate("input => { input.value = 'What stood here before' }")
    page.locator("#sheet [name=summary]").fill("What I would rather have here")
    page.locator("#sheet [type=submit]").click()
    page.locator("#sheet .conflict-sides").wait_for()


def change_what_changed(page):
    """Choose a priority as somebody would who still sees an older one."""
    select = page.get_by_label("Priority")
    values = select.locator("option").evaluate_all("all => all.map(one => one.value)")
    others = [value for value in values if value != select.input_value()]
    page.locator("#case-header form:has(#case-priority) [name=was]").evaluate(
        "(input, value) => { input.value = value }", others[0]
    )
    select.select_option(others[1])
    page.locator("#sheet .conflict").wait_for()


def silence_the_sweeps(page):
    banner = render_to_string("_health_banner.html", {"silent": ["cases.sweep_alarms"]})
    page.route("**/status-banner/", lambda route: route.fulfill(body=banner, content_type="text/html"))


def instead(template, status):
    """Answer the page's own address with that template, as the server would when it fails."""

    def answer(page):
        body = render_to_string(template)
        page.route("**/broken/", lambda route: route.fulfill(body=body, status=status, content_type="text/html"))

    return answer


PARTS = {
    part.__name__: part
    for part in (
        doorstep,
        queues,
        opening,
        case,
        sheets,
        joined,
        inbox,
        referrals,
        complaints,
        nights,
        callbacks,
        returns,
        customers,
        settings,
        mishaps,
    )
}
