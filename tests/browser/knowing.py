"""What is known of customers: their pages, orders and jobs, and the search over everything, as sights."""

from .sight import Sight


def customers(found):
    at = f"/{found.slug}/customers/"
    return [
        Sight("customers", "support", at),
        Sight("customers-nobody-found", "support", f"{at}?q=zeppelin"),
        Sight("customer", "support", f"{at}{found.account}/", see_history),
        Sight("customer-of-installer", "installer", at, open_first_customer),
        Sight("customer-orders", "support", f"{at}{found.account}/orders/"),
        Sight("customer-history", "support", f"{at}{found.account}/history/"),
        Sight("order", "support", f"{at}{found.account}/", open_first_order),
        Sight("search", "support", f"/{found.slug}/search/?q=pump"),
        Sight("search-mistyped", "support", f"/{found.slug}/search/?q=pupm"),
        Sight("search-nothing", "support", f"/{found.slug}/search/?q=zeppelin"),
        Sight("search-empty", "support", f"/{found.slug}/search/"),
        Sight("job", "support", f"{at}jobs/{found.job}/"),
        Sight("job-reopening", "support", f"{at}jobs/{found.job}/reopening/"),
    ]


def open_first_customer(page):
    links = page.locator("main .listing-link")
    if links.count():
        links.first.click()
        page.locator(".customer-words").wait_for()


def see_history(page):
    page.locator("#panel-history").scroll_into_view_if_needed()
    page.locator("#panel-history .history").wait_for()
    page.evaluate("scrollTo(0, 0)")


def open_first_order(page):
    page.locator(".is-order .listing-link").first.click()
    page.get_by_role("heading", name="Lines").wait_for()
