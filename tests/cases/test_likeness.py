"""Likeness, as laws: more in common is never less alike, nothing in common is nothing, and every reason is true."""

from hypothesis import given
from hypothesis import strategies as st

from cases.likeness import LINKS, STRONG, WORTH, Likeness, Sketch, is_same, likeliest, likeness, telling

words = st.frozensets(st.sampled_from(["pump", "pumps", "leak", "leaking", "heater", "filter", "gate"]), max_size=5)
links = st.frozensets(st.tuples(st.sampled_from(list(LINKS)), st.integers(1, 3)), max_size=6)
sketches = st.builds(Sketch, links, words)


@given(sketches)
def test_with_nothing_in_common_there_is_no_likeness(draft):
    assert likeness(draft, Sketch()) == likeness(Sketch(), draft) == Likeness()


@given(sketches, sketches, links, words)
def test_more_in_common_is_never_less_alike(draft, case, more_links, more_words):
    richer = Sketch(case.links | more_links, case.words | more_words)
    assert likeness(draft, richer).score >= likeness(draft, case).score


@given(sketches, sketches)
def test_every_reason_is_true(draft, case):
    found = likeness(draft, case)
    assert all(any(kind == one for one, _id in draft.links & case.links) for kind in found.links)
    assert all(word in draft.words and any(is_same(word, one) for one in case.words) for word in found.words)
    assert bool(found.score) == bool(found.links or found.words)


@given(sketches, st.lists(sketches, max_size=8))
def test_the_likeliest_are_few_worth_it_and_in_order(draft, cases):
    found = likeliest(draft, dict(enumerate(cases)))
    scores = [one.score for _key, one in found]
    assert len(found) <= 3
    assert scores == sorted(scores, reverse=True)
    assert all(score >= WORTH for score in scores)
    assert len(found) == min(3, sum(likeness(draft, case).score >= WORTH for case in cases))


@given(st.lists(st.text()))
def test_telling_words_are_some_of_those_said(said):
    assert telling(said) <= set(said)


def test_forms_of_a_word_are_one_and_other_words_are_not():
    assert is_same("leak", "leaks")
    assert is_same("leaking", "leak")
    assert not is_same("pump", "pumpernickel")
    assert not is_same("hot", "hots")
    assert telling(["the", "customer", "says", "pump", "leaks"]) == {"pump", "leaks"}


def test_the_same_contract_with_one_word_is_probably_the_same_matter():
    draft = Sketch(frozenset({("account", 1), ("contract", 1)}), frozenset({"pump"}))
    assert likeness(draft, draft).score == STRONG
    assert likeness(draft, draft).is_strong
    assert likeness(draft, Sketch(draft.links)).is_strong is False
    assert likeness(draft, Sketch(frozenset({("account", 1)}))).score < WORTH
