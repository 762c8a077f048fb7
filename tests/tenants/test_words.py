"""How text becomes words that are compared plainly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.words import LONGEST, MOST, ceiling, is_learnt, is_near, variants, words_of


class TestWords:
    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("", []),
            ("  \n\t ", []),
            ("Pump hums", ["pump", "hums"]),
            ("PUMP pump Pump", ["pump"]),
            ("Crème brûlée", ["creme", "brulee"]),
            ("Straße", ["strasse"]),
            ("İstanbul", ["istanbul"]),
            ("O'Neil-Smith_Jones", ["o", "neil", "smith", "jones"]),
            ("a.b@example.com", ["a", "b", "example", "com"]),
            ("#1042: (555) 010-1234", ["1042", "555", "010", "1234"]),
            ("שלום עולם", ["שלום", "עולם"]),
            ("漏水 泳池", ["漏水", "泳池"]),
            ("🙂🙂", []),
            ("<script>alert(1)</script>", ["script", "alert", "1"]),
            ("ﬁlter", ["filter"]),
            ("\0null", ["null"]),
        ],
    )
    def test_are_compared_plainly(self, text, words):
        assert words_of(text) == words

    def test_are_short_and_few(self):
        assert words_of("x" * 100) == ["x" * LONGEST]
        assert len(words_of(" ".join(f"word{n}" for n in range(500)))) == MOST

    @given(st.text(max_size=200))
    def test_what_is_a_word_once_is_a_word_again(self, text):
        words = words_of(text)
        assert words_of(" ".join(words)) == words
        assert len(set(words)) == len(words)
        assert all(0 < len(word) <= LONGEST for word in words)

    @given(st.text(min_size=1, max_size=20), st.text(max_size=20))
    def test_the_ceiling_is_above_everything_that_begins_alike(self, word, rest):
        def as_bytes(text):
            return text.encode("utf-8", "surrogatepass")

        if "\U0010ffff" not in rest:
            assert as_bytes(word) <= as_bytes(word + rest) < as_bytes(ceiling(word))


class TestNearWords:
    @pytest.mark.parametrize(
        "typed", ["castilo", "castilllo", "castilli", "catsillo", "astillo", "castill", "acstillo", "castillos"]
    )
    def test_one_edit_is_near(self, typed):
        assert is_near(typed, "castillo") and is_near("castillo", typed)
        assert set(variants(typed)) & set(variants("castillo"))

    @pytest.mark.parametrize("typed", ["castillo", "casilo", "castle", "tcasillo", "", "c", "castlilo0", "llcastio"])
    def test_none_or_two_are_not(self, typed):
        assert not is_near(typed, "castillo") and not is_near("castillo", typed)

    def test_what_is_left_without_a_letter(self):
        assert variants("anna") == ["anna", "nna", "ana", "ann"]
        assert variants("") == [""]

    @given(st.text("abç", max_size=6), st.text("abç", max_size=6))
    def test_near_is_what_plain_thinking_says_and_shares_a_variant(self, one, other):
        near = one != other and other in edited(one)
        assert is_near(one, other) == is_near(other, one) == near
        if near:
            assert set(variants(one)) & set(variants(other))

    @pytest.mark.parametrize(("word", "learnt"), [("pump", True), ("oak", False), ("1042", False), ("a1b2", False)])
    def test_short_ones_and_numbers_are_not_guessed(self, word, learnt):
        assert is_learnt(word) == learnt


def edited(word):
    """Every text that is one edit away, written down without thinking."""
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    less = {left + right[1:] for left, right in cuts if right}
    more = {left + letter + right for left, right in cuts for letter in "abç"}
    other = {left + letter + right[1:] for left, right in cuts if right for letter in "abç"}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    return less | more | other | swapped
