"""Who is named in a text: pure."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.names import MOST, ids_in, mark, marked, pieces, spoken

ADA, BEN, BENEDICT, TWIN = (UUID(int=n, version=4) for n in range(1, 5))
PEOPLE = {ADA: "Ada Lovelace", BEN: "Ben", BENEDICT: "Benedict Óg"}

NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=20).filter(str.strip)
CROWDS = st.dictionaries(st.uuids(version=4), NAMES, max_size=5)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("@Ada Lovelace, look", f"{mark('Ada Lovelace', ADA)}, look"),
        ("(@ada lovelace)", f"({mark('Ada Lovelace', ADA)})"),
        ("Ask @Benedict Óg.", f"Ask {mark('Benedict Óg', BENEDICT)}."),  # not Ben, whose name begins it
        ("@Ben @Ben", f"{mark('Ben', BEN)} {mark('Ben', BEN)}"),
        ("@Bens", "@Bens"),
        ("ben@Ben.example", "ben@Ben.example"),
        ("@Nobody", "@Nobody"),
        ("@", "@"),
        ("@@Ben", f"@{mark('Ben', BEN)}"),
        (f"@[Whoever]({ADA})", mark("Ada Lovelace", ADA)),
        (f"@[Ada]({TWIN})", f"@[Ada]({TWIN})"),
    ],
)
def test_what_is_typed_and_what_is_kept(typed, kept):
    assert marked(typed, PEOPLE).text == kept


def test_it_says_whom_in_order_and_each_once():
    assert marked("@Ben, @Ada Lovelace, @Ben", PEOPLE).ids == [BEN, ADA]


def test_of_two_with_one_name_it_is_the_chosen_one_or_left_open():
    people = PEOPLE | {TWIN: "ben"}
    assert marked("@Ben", people, {TWIN}).ids == [TWIN]
    assert marked("@Ben", people, {TWIN}).open == []
    assert marked("@Ben", people).open == ["Ben"]


def test_no_more_than_some_are_named():
    people = {uuid4(): f"Person {n:02}" for n in range(MOST + 5)}
    assert len(marked(" ".join(f"@{name}" for name in people.values()), people).ids) == MOST


def test_what_people_read_and_what_is_cut_off():
    text = marked("Look, @Ada Lovelace: it hums", PEOPLE).text
    assert spoken(text) == "Look, @Ada Lovelace: it hums"
    assert spoken(text, 10) == "Look, @Ad…"
    assert list(pieces(text)) == [("Look, ", None), ("Ada Lovelace", ADA), (": it hums", None)]


@given(st.text(), CROWDS)
def test_nothing_is_lost_and_nobody_is_invented(text, people):
    named = marked(text, people)
    assert set(named.ids) <= people.keys()
    assert len(named.ids) == len(set(named.ids))
    if not named.ids:
        assert named.text == text
    assert ids_in(named.text) >= set(named.ids)


@given(st.text(st.characters(exclude_characters="@[]()")), CROWDS.filter(bool), st.text(alphabet=" .,:;!?", min_size=1))
def test_whoever_is_typed_in_full_is_found(before, people, after):
    pk, name = next(iter(people.items()))
    named = marked(f"{before} @{name}{after}", people)
    assert named.ids
    assert people[named.ids[0]].casefold()[: len(name)] == name.casefold()[: len(people[named.ids[0]])]


@given(st.text(), CROWDS)
def test_marking_again_changes_nobody(text, people):
    once = marked(text, people)
    again = marked(once.text, people)
    assert set(once.ids) <= set(again.ids)
    assert "".join(words if pk is None else f"@[{words}]({pk})" for words, pk in pieces(once.text)).lower() == (
        once.text.lower()
    )
