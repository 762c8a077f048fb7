"""Every key of the sheet, pressed where the sheet says that it works."""

import re

import pytest
from playwright.sync_api import expect

from cases.models import Case
from tenants.templatetags.keyboard import KEYBOARD
from tests.cast import as_company

from . import world

SHEET = {str(title): [key for _does, keys, _said in lines for key in keys] for title, lines in KEYBOARD}


@pytest.fixture
def cases(acme, ada, max):
    world.enrol(ada, "support")
    return world.cases(world.customer(acme), 3)


@pytest.fixture
def at(visit, max):
    """Return ``at(path)``: Max's browser, there."""
    page = visit(max)

    def go(path):
        page.goto(f"/acme{path}")
        return page

    return go


def press(page, key):
    page.keyboard.press(key.replace("Mod", "Control"))


def goes_to(address):
    return lambda page: expect(page).to_have_url(re.compile(address))


def shows(selector):
    return lambda page: expect(page.locator(selector)).to_be_visible()


def focuses(selector):
    return lambda page: expect(page.locator(selector)).to_be_focused()


def chooses(place):
    return lambda page: expect(page.locator(".queue-row").nth(place)).to_have_class(re.compile("is-selected"))


def each(group, expected, press_in):
    """Press every key of ``group``, each on a fresh page, and see what is ``expected`` of it."""
    assert set(expected) == set(SHEET[group]), "the sheet and this test know different keys"
    for key, holds in expected.items():
        holds(press_in(key))


def test_the_keys_that_work_everywhere(at, cases):
    def pressed(key):
        if key == "Mod+Enter":
            page = at(f"/cases/{cases[0].number}/")
            page.locator("#comment-body").fill("Called them")
        else:
            page = at("/cases/?queue=open")
        if key == "Escape":
            press(page, "?")
            expect(page.locator("#sheet .keys-sheet")).to_be_visible()
        press(page, key)
        return page

    expected = {
        "Mod+k": focuses("#palette-q"),
        "/": focuses("input[type=search][data-does=search]"),
        "s": goes_to("/search/"),
        "n": goes_to("/cases/new/"),
        "i": goes_to("/inbox/"),
        "?": shows("#sheet .keys-sheet"),
        "Escape": lambda page: expect(page.locator("#sheet .keys-sheet")).to_be_hidden(),
        "Mod+Enter": lambda page: expect(page.locator("#case-timeline")).to_contain_text("Called them"),
    }
    each("Everywhere", expected, pressed)


def test_the_keys_of_a_list(at, cases):
    def pressed(key):
        page = at("/cases/?queue=open")
        if key not in ("j", "ArrowDown"):
            press(page, "j")
            chooses(0)(page)
        if key in ("k", "ArrowUp"):
            press(page, "j")
            chooses(1)(page)
        press(page, key)
        return page

    expected = {
        **dict.fromkeys(("j", "ArrowDown", "k", "ArrowUp"), chooses(0)),
        **dict.fromkeys(("o", "Enter"), goes_to(r"/cases/\d+/")),
        "x": lambda page: expect(page.locator("#bulk-many")).to_have_text("1 chosen"),
    }
    each("In a list of cases", expected, pressed)


def test_the_keys_of_a_case(at, cases):
    first, second, _third = (case.number for case in cases)

    def pressed(key):
        page = at(f"/cases/{second if key == 'k' else first}/?queue=open")
        press(page, key)
        return page

    expected = {
        "m": lambda page: expect(page.get_by_role("status")).to_contain_text("It is yours."),
        "e": shows("#sheet"),
        "r": shows("#sheet"),
        "j": goes_to(rf"/cases/{second}/"),
        "k": goes_to(rf"/cases/{first}/"),
        "u": goes_to(r"/cases/\?queue=open$"),
    }
    each("With the case you are at", expected, pressed)


def test_the_keys_of_the_inbox(at, cases, ada, max):
    with as_company(max.tenant):
        for case in cases:
            Case.objects.get(pk=case.pk).assign(max, by=ada)

    def chosen(place):
        return lambda page: expect(page.locator(".inbox-row").nth(place).locator(".inbox-open")).to_be_focused()

    def pressed(key):
        page = at("/inbox/")
        press(page, "j")
        chosen(0)(page)
        if key != "e":
            press(page, "j")
            chosen(1)(page)
        if key != "j":
            press(page, key)
        return page

    expected = {
        "j": chosen(1),
        "k": chosen(0),
        "e": lambda page: expect(page.locator(".inbox-check")).to_have_count(len(cases) - 1),
    }
    each("In the inbox", expected, pressed)
