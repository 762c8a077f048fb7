"""Which job of a customer a new complaint is probably about: pure, a proposal that a person confirms."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

SAYS_NOTHING = frozenset({"work", "works", "service", "visit", "repair", "replacement", "installation", "install"})


@dataclass(frozen=True)
class PastJob:
    """A finished job: what it was, where, and on which day it was done there."""

    key: UUID
    kind: str
    site: UUID | None
    done_on: date


@dataclass(frozen=True)
class Match:
    """What speaks for one job. ``is_named``: the case or the callback is about that very job."""

    key: UUID
    is_named: bool
    is_same_place: bool
    is_same_kind: bool
    covered_until: date
    is_covered: bool


def matches(
    jobs: Iterable[PastJob], *, today: date, warranty_days: int, site: UUID | None = None, words: str = "", named=()
) -> list[Match]:
    """Return what speaks for each of ``jobs``, the likeliest first.

    Covered jobs come before all others; of those the one that is named, then one at the same place and of the same
    kind, then the same place, then the same kind; what is alike goes by the day, the newest first.
    """
    spoken = _words(words)
    found = [(_match(job, today, warranty_days, site, spoken, named), job.done_on) for job in jobs]
    order = sorted(found, key=lambda pair: (_weight(pair[0]), pair[1], pair[0].key), reverse=True)
    return [match for match, _day in order]


def likeliest(found: list[Match]) -> Match | None:
    """Return the one to propose: the first, while its warranty runs; nothing is proposed after that."""
    return found[0] if found and (found[0].is_covered or found[0].is_named) else None


def _match(job, today, warranty_days, site, spoken, named):
    until = job.done_on + timedelta(days=warranty_days)
    return Match(
        key=job.key,
        is_named=job.key in named,
        is_same_place=site is not None and job.site == site,
        is_same_kind=any(_is_one(word, other) for word in _words(job.kind) for other in spoken),
        covered_until=until,
        is_covered=job.done_on <= today <= until,
    )


def _weight(match):
    return (match.is_covered, match.is_named, match.is_same_place, match.is_same_kind)


def _words(text):
    """The words that say what it is about, without what every job is."""
    return {word for word in re.findall(r"[^\W\d_]{4,}", text.lower()) if word not in SAYS_NOTHING}


def _is_one(word, other):
    short, long = sorted((word, other), key=len)
    return long.startswith(short)
