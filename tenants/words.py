"""How text becomes searchable words, and which words are nearly the same: pure."""

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+")
LONGEST = 40
MOST = 80
SHORTEST_LEARNT = 4


def words_of(text) -> list[str]:
    """Return the distinct words of ``text`` as they are compared: unaccented, case-folded, in order, at most MOST."""
    return list(dict.fromkeys(word[:LONGEST] for word in _said(text)))[:MOST]


def joined(text) -> str:
    """Return the words of ``text`` as one: ``c2041`` for "C-2041" or "c 2041"."""
    return "".join(_said(text))[:LONGEST]


def _said(text):
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
    return _WORD.findall(plain.casefold())


def ceiling(word) -> str:
    """Return the text that sorts after everything that begins with ``word``, byte by byte."""
    return word + "\U0010ffff"


def is_learnt(word) -> bool:
    """Say whether others may be taken for this word: short ones and numbers are too near to each other."""
    return len(word) >= SHORTEST_LEARNT and word.isalpha()


def variants(word) -> list[str]:
    """Return ``word`` and what is left of it when one letter is missing: words that are nearly the same share one."""
    return list(dict.fromkeys([word, *(word[:place] + word[place + 1 :] for place in range(len(word)))]))


def is_near(one, other) -> bool:
    """Say whether one edit makes ``one`` into ``other``: a letter more, less or another, or two neighbours swapped."""
    if one == other:
        return False
    short, long = sorted((one, other), key=len)
    begin = next((place for place, letter in enumerate(short) if letter != long[place]), len(short))
    short, long = short[begin:], long[begin:]
    if len(long) > len(short):
        return long[1:] == short
    return long[1:] == short[1:] or long[:2] == short[1::-1] and long[2:] == short[2:]


def marked(text, words) -> list[tuple[str, bool]]:
    """Return ``text`` in pieces, each with whether it is a word that begins with one of ``words``."""
    text, pieces, done = unicodedata.normalize("NFC", text), [], 0
    for found in _WORD.finditer(text):
        if any(said.startswith(word) for said in words_of(found[0]) for word in words):
            pieces += [(text[done : found.start()], False), (found[0], True)]
            done = found.end()
    return [piece for piece in (*pieces, (text[done:], False)) if piece[0]]


def excerpt(text, words, before=40, after=140) -> list[tuple[str, bool]]:
    """Return as ``marked`` the part of ``text`` around the first of these words; nothing when none is in it."""
    text = " ".join(text.split())
    pieces = marked(text, words)
    first = next((place for place, (_piece, is_hit) in enumerate(pieces) if is_hit), None)
    if first is None:
        return []
    begin = len("".join(piece for piece, _hit in pieces[:first]))
    text = unicodedata.normalize("NFC", text)
    start, end = max(begin - before, 0), begin + after
    if start:
        start = min(text.find(" ", start) + 1 or begin, begin)  # not within a word
    if end < len(text):
        end = text.rfind(" ", begin, end) if " " in text[begin:end] else end
    shown = ("… " if start else "") + text[start:end] + (" …" if end < len(text) else "")
    return marked(shown, words)


def says_all(text, words) -> bool:
    """Whether each of ``words`` begins a word of ``text``."""
    said = words_of(text)
    return all(any(one.startswith(word) for one in said) for word in words)
