"""Somebody is named in a comment and hears of it: the list of people, the bell, the inbox, by keyboard and by touch."""

import pytest
from playwright.sync_api import expect

from tests.cast import as_company

from . import world
from .gestures import pulse


@pytest.fixture
def case(acme, ada, north):
    world.enrol(ada, "support")
    return world.cases(world.customer(acme), 1, summary="The pump hums", branch=north)[0]


@pytest.fixture
def writing(visit, case, ada):
    page = visit(ada)
    page.goto(f"/acme{case.address}")
    return page


def options(page):
    return page.locator("#mention-list [role=option]")


def test_typed_chosen_posted_and_heard_of(writing, visit, case, max):
    reader = visit(max)
    reader.goto("/acme/cases/")
    bell = reader.locator("#inbox-bell")
    expect(bell.get_by_role("link", name="Inbox", exact=True)).to_be_visible()

    text = writing.get_by_label("Comment", exact=True)
    text.press_sequentially("Look at this, @ma")
    expect(options(writing)).to_have_count(1)
    expect(text).to_have_attribute("aria-activedescendant", "mention-1")
    text.press("Enter")
    expect(text).to_have_value("Look at this, @Max Planck ")
    expect(writing.locator("#mention-list")).to_be_hidden()
    text.press("Control+Enter")
    expect(writing.locator(".comment .mention")).to_have_text("@Max Planck")

    pulse(reader, "#inbox-bell")
    expect(bell.get_by_role("link", name="Inbox, 1 unread")).to_be_visible()
    reader.keyboard.press("i")
    reader.get_by_role("button", name="Ada Lovelace mentioned you.").click()
    expect(reader).to_have_url(f"{reader.url.split('/acme')[0]}/acme/cases/{case.number}/")
    expect(reader.locator(".comment .mention")).to_have_text("@Max Planck")
    expect(bell.get_by_role("link", name="Inbox", exact=True)).to_be_visible()


def test_who_cannot_see_it_is_marked_refused_and_let_in(writing, visit, case, member, south):
    ben = member("support", branch=south, name="Ben Nevis")
    text = writing.get_by_label("Comment", exact=True)
    text.press_sequentially("@ben")
    expect(options(writing)).to_have_count(1)  # "@" alone offers more
    expect(options(writing)).to_contain_text("cannot see this case")
    options(writing).click()
    writing.locator("#case-composer").get_by_role("button", name="Comment").click()
    expect(writing.get_by_role("alert")).to_contain_text("Ben Nevis cannot see this case.")
    expect(text).to_have_value("@Ben Nevis ")
    writing.get_by_role("button", name="Give Ben Nevis access to this case and mention").click()
    expect(writing.locator("#case-timeline")).to_contain_text("Ada Lovelace gave Ben Nevis access to this case.")
    expect(writing.locator("#case-people")).to_contain_text("Ben Nevis Guest")

    guest = visit(ben)
    guest.goto("/acme/inbox/")
    guest.get_by_role("button", name="Ada Lovelace mentioned you.").click()
    expect(guest.get_by_role("heading", level=1)).to_contain_text("The pump hums")
    writing.get_by_role("button", name="Take back the access of Ben Nevis").click()
    expect(writing.locator("#case-people")).not_to_contain_text("Ben Nevis Guest")
    guest.goto("/acme/cases/")
    expect(guest.get_by_role("heading", name="Cases", exact=True)).to_be_visible()
    expect(guest.get_by_text("The pump hums")).to_have_count(0)


def test_names_that_are_written_on_open_no_list(writing, member):
    text = writing.get_by_label("Comment", exact=True)
    text.press_sequentially("ask @nobody at all")
    expect(writing.locator("#mention-list")).to_be_hidden()
    text.fill("")
    text.press_sequentially("@a")
    expect(options(writing).first).to_be_visible()
    text.press("Escape")
    expect(writing.locator("#mention-list")).to_be_hidden()


def test_following_from_the_page(writing):
    writing.get_by_role("button", name="Follow", exact=True).click()
    expect(writing.get_by_role("button", name="Following")).to_have_attribute("aria-pressed", "true")
    expect(writing.locator("#case-people")).to_contain_text("Ada Lovelace Follows")


def test_the_inbox_by_keyboard(visit, acme, case, ada, max):
    with as_company(acme):
        case.follow(by=max)
        for words in ("First", "Second", "Third"):
            case.comment(words, by=ada)
    page = visit(max)
    page.goto("/acme/inbox/")
    rows = page.locator(".inbox-row")
    expect(rows).to_have_count(3)
    page.keyboard.press("j")
    page.keyboard.press("e")
    expect(page.locator(".inbox-row.is-unread")).to_have_count(2)
    expect(page.get_by_role("link", name="Inbox, 2 unread")).to_be_visible()
    page.get_by_role("button", name="Mark all as read").click()
    expect(page.locator(".inbox-row.is-unread")).to_have_count(0)
    expect(page.locator("#inbox-bell").get_by_role("link", name="Inbox", exact=True)).to_be_visible()
    page.get_by_role("link", name="Unread").click()
    expect(page.get_by_role("heading", name="All read")).to_be_visible()


def test_a_link_in_a_mail_leads_on_by_itself(visit, acme, case, ada, max):
    with as_company(acme):
        case.tell([max], "cases-mentioned", by=ada, at=case.opened_at, key="event")
        told = max.notifications.get()
    page = visit(max)
    page.goto(f"/acme/inbox/{told.pk}/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("The pump hums")
    expect(page).to_have_url(f"{page.url.split('/acme')[0]}/acme/cases/{case.number}/")
    with as_company(acme):
        assert max.notifications.get().read_at
