"""How text becomes searchable words: pure."""

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
LONGEST = 40
MOST = 80


def words_of(text) -> list[str]:
    """Return the distinct words of ``text`` as they are compared: unaccented, case-folded, in order, at most MOST."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return list(dict.fromkeys(word[:LONGEST] for word in _WORD.findall(plain.casefold())))[:MOST]


def ceiling(word) -> str:
    """Return the text that sorts after everything that begins with ``word``, byte by byte."""
    return word + "\U0010ffff"
