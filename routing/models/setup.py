"""The setup in force as plain values: rules, policies and labels, read once for each mark of the company."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from routing.clock import DEFAULT_POLICY, Policy
from routing.rules import DEFAULT_RULES, Rule
from tenants.models import Branch

from .calendars import Calendar
from .handing import HAND_OVER_LIMIT, HandOvers
from .policies import SlaPolicy, Targets, Waiting, WaitingLabel
from .ruling import RuleBook

MOST_REMEMBERED = 256
OWN_POLICY = "own-1"  # the edition of the arithmetic: what a due time is made of is in its fingerprint anyway


@dataclass(frozen=True)
class Setup:
    """What decides about a case. Without arguments: what every company begins with."""

    rules: tuple[Rule, ...] = DEFAULT_RULES
    targets: Targets = field(default_factory=Targets)
    policies: Mapping = field(default_factory=lambda: {None: DEFAULT_POLICY})
    waiting: Mapping = field(default_factory=dict)
    hand_over_limit: int = HAND_OVER_LIMIT

    def policy(self, branch_id) -> Policy:
        """Return the policy with the hours of that branch, or with the company's."""
        return self.policies.get(branch_id) or self.policies[None]

    def clocks_like(self, other) -> bool:
        """Whether every clock runs the same under both."""
        places = self.policies.keys() | other.policies.keys()
        same = all(self.policy(place) == other.policy(place) for place in places)
        return same and self.targets.response == other.targets.response

    def waiting_label(self, key) -> str:
        return self.waiting.get(key) or str(dict(Waiting.choices).get(key, key))

    @property
    def asks_case_type(self):
        """Whether another type of case may mean another department."""
        return any(rule.case_types for rule in self.rules)


BEGINNING = Setup()


def setup_of(company) -> Setup:
    """Return the setup of the company of the scope, as its row said when it was read.

    Remembered by a mark that is never used twice, so it needs no cache to be right.
    Source: docs/adr/0019-a-setup-is-known-by-its-mark.md.
    """
    if company.setup_mark is None:
        return BEGINNING
    known = _remembered(company.pk, company.setup_mark)
    if not known:
        known.append(read_setup(company))
    return known[0]


@lru_cache(MOST_REMEMBERED)
def _remembered(_company, _mark) -> list:
    """Return the place where the setup with that mark is kept; the list is empty until somebody has read it."""
    return []


def read_setup(company, *, targets=None, calendar=None) -> Setup:
    """Read the setup from its rows; with ``targets`` or ``calendar`` as if those were in force already."""
    version, in_force = SlaPolicy.objects.in_force()
    edition = OWN_POLICY if version or targets else DEFAULT_POLICY.version
    targets = targets or in_force
    return Setup(
        rules=RuleBook.objects.in_force()[1],
        targets=targets,
        policies={place: targets.as_policy(edition, hours) for place, hours in _hours(company, calendar).items()},
        waiting=dict(WaitingLabel.objects.values_list("key", "label")),
        hand_over_limit=HandOvers.objects.in_force(),
    )


def _hours(company, draft=None):
    """Return the opening hours of the company, under None, and of each branch where they are others."""
    calendars = {calendar.branch_id: calendar for calendar in Calendar.objects.for_list()}
    if draft is not None:
        calendars[draft.branch_id] = draft
    hours = {None: None, **{place: calendar.hours(company) for place, calendar in calendars.items()}}
    if None in calendars:  # the same hours on the wall, where the wall hangs in another zone
        for branch in Branch.objects.exclude(pk__in=calendars.keys() - {None}).exclude(time_zone=""):
            hours[branch.pk] = calendars[None].hours(company, zone=branch.time_zone)
    return hours
