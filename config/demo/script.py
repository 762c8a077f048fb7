"""What a demo company says and does, read from ``texts/`` and dealt out so that nothing repeats before it must."""

import tomllib
from collections import deque
from dataclasses import dataclass
from pathlib import Path

from routing.rules import propose_priority

TEXTS = Path(__file__).parent / "texts"
SLUGS = ("blueheron", "sparrow")


@dataclass(frozen=True)
class Issue:
    """One thing that goes wrong, with the words for it; the same place in each list is about the same variant."""

    case_type: str
    reason_code: str
    request_type: str
    request_subtype: str
    how: tuple[tuple[str, str], ...]
    often: int
    asset: str
    photo: str
    product: str
    tags: tuple[str, ...]
    summaries: tuple[str, ...]
    tales: tuple[str, ...]
    told: tuple[str, ...]
    replies: tuple[str, ...]
    notes: tuple[str, ...]
    solved: tuple[tuple[str, str], ...]

    @classmethod
    def read(cls, row):
        case_type, reason_code = row["kind"].split()
        request_type, request_subtype = row["asks"].split(" > ")
        return cls(
            case_type=case_type,
            reason_code=reason_code,
            request_type=request_type,
            request_subtype=request_subtype,
            how=tuple(tuple(words.split()) for words in row["how"]),
            often=row["often"],
            asset=row["asset"],
            photo=row["photo"],
            product=row.get("product", ""),
            solved=tuple(tuple(text.split(": ", 1)) for text in row["solved"]),
            **{name: tuple(row[name]) for name in ("tags", "summaries", "tales", "told", "replies", "notes")},
        )

    def weighed(self, priority):
        """Return the (severity, urgency) pairs of this issue that propose ``priority``."""
        return [how for how in self.how if propose_priority(*how) == priority]


@dataclass(frozen=True)
class Plot:
    """One variant of an issue, as bad as it is this time."""

    issue: Issue
    variant: int
    severity: str
    urgency: str

    @property
    def priority(self):
        return propose_priority(self.severity, self.urgency)

    def one_of(self, texts):
        """Return the text for this variant."""
        return texts[self.variant % len(texts)]


class Script:
    """Everything written for one company."""

    def __init__(self, slug, luck):
        self.slug, self.luck = slug, luck
        self.shared = _read(TEXTS / "shared.toml")
        self.company = _read(TEXTS / slug / "company.toml")
        files = sorted((TEXTS / slug).glob("*.toml"))
        self.issues = [Issue.read(row) for path in files for row in _read(path).get("issues", [])]
        self.nights = _read(TEXTS / slug / "nights.toml")["nights"]
        self.deck = deque()

    def plot(self, priority=None):
        """Deal the next variant of an issue, one that proposes ``priority`` if that is given."""
        for _round in range(2):
            for place, (issue, variant) in enumerate(self.deck):
                if how := issue.weighed(priority) if priority else issue.how:
                    del self.deck[place]
                    return Plot(issue, variant, *self.luck.choice(how))
            self._shuffle()
        raise LookupError(f"No issue of {self.slug} is ever {priority}.")

    def _shuffle(self):
        cards = [(issue, turn) for issue in self.issues for turn in range(max(issue.often, len(issue.summaries)))]
        self.luck.shuffle(cards)
        self.deck.extend(cards)

    def say(self, kind):
        return self.luck.choice(self.shared[kind])


def _read(path):
    return tomllib.loads(path.read_text())
