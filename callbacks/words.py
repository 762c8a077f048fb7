"""What an answering service writes in a mail or a message: who called, from which number, how bad it is. And the other
way round: which words call a job large, and what is said on the phone afterwards. Pure."""

import re
from dataclasses import dataclass
from datetime import datetime
from string import Formatter

import phonenumbers

URGENT = re.compile(
    r"\b(urgent|emergency|urgente|emergencia|flood(?:ed|ing)?|burst|gas smell|no heat|active leak|leaking badly)\b",
    re.I,
)
NOT_URGENT = re.compile(r"\b(?:not|non|no)[ -](?:an? )?(?:urgent|emergency|urgente)\b|\burgent: *no\b", re.I)
LABELLED = re.compile(
    r"^[ \t*>-]*(?:caller(?:'s)? name|customer name|name|caller|customer|client|contact|from|nombre|cliente)"
    r"[ \t]*[:=][ \t]*(?P<name>[^\n\r]{2,120})",
    re.I | re.M,
)
SPOKEN = re.compile(
    r"\b(?i:this is|my name is|call(?:ed)? from|callback for|spoke with|soy|habla)\s+"
    r"(?P<name>[^\W\d_][\w'’-]*(?: [^\W\d_a-z][\w'’-]*){0,3})"
)
BLANK = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
MOST_BLOCKS = 20


@dataclass(frozen=True)
class Heard:
    """What stands in a piece of text, as a proposal: a person corrects it."""

    words: str
    phone: str = ""
    name: str = ""
    is_urgent: bool = False


def heard_in(text, region="US") -> Heard:
    """Return what can be read from the text of one request."""
    phones = [match.raw_string for match in phonenumbers.PhoneNumberMatcher(text, region)]
    is_urgent = bool(URGENT.search(NOT_URGENT.sub("", text)))
    return Heard(text.strip(), phones[0] if phones else "", name_in(text), is_urgent)


def name_in(text) -> str:
    """Return the name that stands behind a label, or after the words with which people introduce themselves."""
    found = LABELLED.search(text) or SPOKEN.search(text)
    if not found:
        return ""
    name = re.split(r"[(,;|<]|\d{3}| - | at | tel", found["name"], maxsplit=1)[0]
    return name.strip(" .-*\t") if any(map(str.isalpha, name)) else ""


def blocks_of(text) -> list[str]:
    """Return the pieces of ``text`` between blank lines, at most MOST_BLOCKS: the last holds the rest."""
    pieces = [piece.strip() for piece in BLANK.split(text.replace("\r\n", "\n").strip(), MOST_BLOCKS - 1)]
    return [piece for piece in pieces if piece]


def looks_like_several(text) -> bool:
    """Whether every piece between blank lines has a phone number of its own."""
    blocks = blocks_of(text)
    return len(blocks) > 1 and all(heard_in(block).phone for block in blocks)


def names_in(script) -> set[str]:
    """Return the names in braces of ``script``. Errors: ValueError for braces that do not match."""
    found = set()
    for _text, name, spec, conversion in Formatter().parse(script):
        if spec or conversion or (name is not None and not name.isidentifier()):
            raise ValueError(name)
        found |= {name} - {None}
    return found


def fill(script, names) -> str:
    """Return ``script`` with what ``names`` say in place of each name in braces."""
    return Formatter().vformat(script, (), names)


@dataclass(frozen=True)
class Care:
    """Whether a company calls by itself after large jobs, which ``works`` are large by their name, what is said then.

    ``on_since`` is when it began to, where that was not from the beginning.
    """

    is_on: bool = True
    works: tuple[str, ...] = ("install", "repipe", "sewer replacement")
    script: str = ""
    on_since: datetime | None = None

    def calls_after(self, kind: str, is_large: bool, done_at: datetime) -> bool:
        """Whether a call follows a job of that kind that was done then."""
        was_on = self.is_on and (self.on_since is None or done_at >= self.on_since)
        return was_on and (is_large or self.speaks_of(kind))

    def speaks_of(self, kind: str) -> bool:
        """Whether one of ``works`` begins a word of ``kind``: "install" that of "Installation", not of "Uninstall"."""
        return any(re.search(rf"\b{re.escape(work)}", kind, re.I) for work in self.works)
