"""How text becomes words that are compared plainly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenants.words import LONGEST, MOST, ceiling, words_of


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
