"""How much what somebody says resembles a case that is there already: pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from os.path import commonprefix

# What two cases can have in common, and what it counts for. Things name the matter itself; of whose it is, where and
# who speaks only the most telling counts, because for most customers it is all one.
THINGS = {"order_line": 5, "job": 4, "asset": 4}
WHOSE = {"contract": 3, "site": 3, "address": 3, "contact": 2, "phone": 2, "account": 1}
LINKS = THINGS | WHOSE
WORD, MOST_WORDS = 2, 5
WORTH, STRONG = 3, 5  # less than the one is not shown; from the other on it is probably the same matter
SHORTEST = 4  # letters of a word that tells something
ENDINGS = ("", "s", "es", "d", "ed", "ing", "er", "y")  # by which two forms of a word may differ
TELLING_NOTHING = """
    about after again also asked because been before called calls cannot could customer does doesn doing done from
    have having here just like look looks more need needs please said says should since some still than that their
    them then there they thing this very want wants week were what when where which will with would your
"""
_NOTHING = frozenset(TELLING_NOTHING.split())


@dataclass(frozen=True)
class Sketch:
    """What is known of a case, written down or only begun: (kind, id) pairs of what it concerns, and its words."""

    links: frozenset[tuple[str, object]] = frozenset()
    words: frozenset[str] = frozenset()

    @property
    def stems(self):
        """How every word begins that can be a form of one of these."""
        return {word[:SHORTEST] for word in self.words}


def both(one: Sketch | None, other: Sketch) -> Sketch:
    """Return what is known of two cases that are one by now."""
    return other if one is None else Sketch(one.links | other.links, one.words | other.words)


@dataclass(frozen=True)
class Likeness:
    """``links`` are the kinds of what both concern, ``words`` those of the draft that the case has, too."""

    score: int = 0
    links: tuple[str, ...] = ()
    words: tuple[str, ...] = field(default=())

    @property
    def is_strong(self):
        return self.score >= STRONG and bool(self.words or THINGS.keys() & set(self.links))


def telling(words: Iterable[str]) -> frozenset[str]:
    """Return the words that say what a matter is about."""
    return frozenset(word for word in words if len(word) >= SHORTEST and word not in _NOTHING)


def likeness(draft: Sketch, case: Sketch) -> Likeness:
    """Compare what is being written with a case. More in common is never less alike; nothing in common is 0."""
    shared = {kind for kind, _id in draft.links & case.links}
    links = tuple(kind for kind in LINKS if kind in shared)
    stems = {}
    for word in case.words:
        stems.setdefault(word[:SHORTEST], []).append(word)
    words = tuple(
        sorted(word for word in draft.words if any(is_same(word, one) for one in stems.get(word[:SHORTEST], ())))
    )
    things = sum(THINGS.get(kind, 0) for kind in links)
    whose = max((WHOSE.get(kind, 0) for kind in links), default=0)
    return Likeness(things + whose + WORD * min(len(words), MOST_WORDS), links, words)


def is_same(one: str, other: str) -> bool:
    """Say whether two words are forms of one: leak, leaks, leaking."""
    stem = len(commonprefix((one, other)))
    return one == other or (stem >= SHORTEST and one[stem:] in ENDINGS and other[stem:] in ENDINGS)


def likeliest(draft: Sketch, cases: Mapping[object, Sketch], most: int = 3) -> list[tuple[object, Likeness]]:
    """Return the keys of the cases that are worth a look, the likeliest first; among equals in the order given."""
    found = [(key, likeness(draft, case)) for key, case in cases.items()]
    worth = [pair for pair in found if pair[1].score >= WORTH]
    return sorted(worth, key=lambda pair: -pair[1].score)[:most]
