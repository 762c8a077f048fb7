"""What people do with the queue before they look: menus opened, rows chosen, the palette asked; and time passing."""


def open_menu(name, then):
    def act(page):
        page.locator(".filters").get_by_role("link", name=name, exact=True).click()
        page.locator(f":popover-open {then}").wait_for()

    return act


def choose_rows(page):
    for box in page.locator(".queue-pick input").all()[:2]:
        box.click()
    page.locator("#bulk-bar output").wait_for()


def ask_bulk(name):
    def act(page):
        choose_rows(page)
        page.locator("#bulk-bar").get_by_role("button", name=name, exact=True).click()
        page.locator("#sheet[open] form").wait_for()

    return act


def open_keys(page):
    page.keyboard.press("?")
    page.locator("#sheet[open] .keys-sheet").wait_for()


def open_palette(text):
    def act(page):
        page.keyboard.press("Control+k")
        page.locator("#palette-q").fill(text)
        page.locator("#palette-results [aria-selected=true]").wait_for()

    return act


def pulse(page, name="live-pulse"):
    """Let that element ask now, after what it may be asking already: one asked before a change tells nothing of it."""
    page.locator(f"{name}:not(.htmx-request)").dispatch_event("pulse")
