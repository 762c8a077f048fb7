"""The words by which a customer is found."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customers.phones import digits_of
from customers.words import EXACT, KINDS, NAME, REST, tokens_of
from tenants.words import LONGEST, joined, words_of


@pytest.mark.parametrize(
    ("what", "said", "tokens"),
    [
        ("name", "Jane Smith", {"jane": NAME, "smith": NAME}),
        ("name", "Séan O’Neill-Müller", {"sean": NAME, "o": NAME, "neill": NAME, "muller": NAME, "oneillmuller": NAME}),
        ("name", "🙂 !", {}),
        ("number", "C-2041", {"c": REST, "2041": REST, "c2041": EXACT}),
        ("number", "NY 26 / 0101", {"ny": REST, "26": REST, "0101": REST, "ny260101": EXACT}),
        ("number", "17", {"17": EXACT}),
        ("email", "jane@smith.example", {"jane": REST, "smith": REST, "example": REST, "janesmithexample": EXACT}),
        ("place", "77 Willow Bend Buffalo 14201", dict.fromkeys(("77", "willow", "bend", "buffalo", "14201"), REST)),
        ("digits", "7165550142", {"7165550142": EXACT}),
    ],
)
def test_each_fact_has_its_words(what, said, tokens):
    assert tokens_of([(what, said)]) == tokens


def test_a_word_is_worth_the_best_that_it_is_said_as():
    facts = [("place", "Smith Street"), ("name", "Jane Smith"), ("email", "smith@smith.example")]
    assert tokens_of(facts)["smith"] == tokens_of(facts[::-1])["smith"] == NAME
    assert tokens_of([("number", "17"), ("place", "17 Oak")])["17"] == EXACT


@pytest.mark.parametrize(
    ("number", "digits"),
    [
        ("+17165550142", ["17165550142", "7165550142", "5550142", "0142"]),
        ("+4930901820", ["4930901820", "030901820", "0901820", "1820"]),
        ("", []),
        ("x", []),
    ],
)
def test_a_phone_is_asked_for_by_its_digits(number, digits):
    assert digits_of(number) == digits


facts = st.lists(st.tuples(st.sampled_from(["name", "number", "email", "place"]), st.text(max_size=60)), max_size=4)


@given(facts)
def test_whatever_is_said_is_found_as_it_was_said(said):
    tokens = tokens_of(said)
    assert all(0 < len(token) <= LONGEST and kind in KINDS for token, kind in tokens.items())
    for what, text in said:
        assert set(words_of(text)) <= tokens.keys()
        if what == "number" and joined(text):
            assert tokens[joined(text)] == EXACT
