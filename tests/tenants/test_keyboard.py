"""The sheet of keys and what listens for them say the same: nothing is promised that nobody does, nothing is hidden."""

import re

import pytest

from config.embedded import BASE_DIR
from tenants.templatetags.keyboard import KEYBOARD

# What needs no element and no listener of its own: the browser's own way with dialogs, and keys.js with fields.
BY_ITSELF = {"dismiss", "send"}
PROMISED = {does for _title, lines in KEYBOARD for does, _keys, _said in lines}


def sources(folder, ending):
    return {path: path.read_text() for path in sorted((BASE_DIR / folder).rglob(f"*.{ending}"))}


def elements():
    """What the templates name in data-does."""
    return {does for text in sources("templates", "html").values() for does in re.findall(r'data-does="(\w+)"', text)}


def listeners():
    """What the scripts compare with the name of what is to be done, or keep under it."""
    found = set()
    for text in sources("static/js", "js").values():
        if 'addEventListener("does"' in text:
            found.update(re.findall(r'does === "(\w+)"', text))
            for body in re.findall(r"= \{([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}(?:\[does\])", text):
                found.update(re.findall(r"(\w+):", body))
            for name in re.findall(r"(\w+)\[does\]", text):
                found.update(
                    re.findall(r"^  (\w+): ", text.split(f"const {name} = {{")[1].split("\n}")[0], re.MULTILINE)
                )
    return found


def test_every_key_of_the_sheet_has_somebody_who_does_it():
    assert PROMISED - BY_ITSELF - elements() - listeners() == set()


def test_everything_that_keys_do_is_in_the_sheet():
    assert elements() - PROMISED == set()
    assert listeners() - PROMISED == set()


def test_the_browser_is_given_every_key_that_the_sheet_shows(ada, client_for):
    page = client_for(ada).get("/cases/?queue=open").content.decode()
    given = re.search(r'data-keys="([^"]*)"', page)[1].split()
    assert set(given) == {f"{key}:{does}" for _title, lines in KEYBOARD for does, keys, _said in lines for key in keys}


def test_the_scripts_are_read_as_they_are_written():
    assert listeners() >= {"next", "previous", "open", "pick", "mine", "escalate", "resolve"}


@pytest.mark.parametrize("group", KEYBOARD, ids=[str(title) for title, _lines in KEYBOARD])
def test_no_key_means_two_things_in_one_place(group):
    keys = [key for _does, keys, _said in group[1] for key in keys]
    assert len(keys) == len(set(keys))


def test_a_key_that_means_two_things_does_so_in_different_places_by_one_name():
    """keys.js knows one name for a key; what it does depends on where one is."""
    names = {}
    for _title, lines in KEYBOARD:
        for does, keys, _said in lines:
            for key in keys:
                assert names.setdefault(key, does) == does
