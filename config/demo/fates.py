"""What becomes of each case: which are fresh, which are late, which were closed long ago, so that no queue is empty."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from routing.clock import DEFAULT_POLICY
from routing.models import HAND_OVER_LIMIT

CASES = 300
PRIORITIES = ("urgent", "high", "high", "normal", "normal", "normal", "low", "low")

# How many open cases of which priority, and how much of their time is used up by now (1 is due this moment).
UNTOUCHED = [("urgent", 0.03, 0.2, 1), ("high", 0.005, 0.12, 3), ("normal", 0.001, 0.05, 4), ("low", 0.0005, 0.02, 2)]
DUE_SOON = [("urgent", 0.3, 0.9, 2), ("high", 0.86, 0.97, 4), ("normal", 0.955, 0.99, 4), ("low", 0.981, 0.995, 1)]
UNTOUCHED_SOON = [("high", 0.87, 0.96, 1), ("normal", 0.96, 0.985, 1)]
AT_RISK = [("high", 0.76, 0.84, 2), ("normal", 0.76, 0.93, 3), ("low", 0.78, 0.95, 2)]
OVERDUE = [("urgent", 1.3, 4.0, 2), ("high", 1.05, 2.2, 4), ("normal", 1.05, 1.6, 3), ("low", 1.03, 1.3, 1)]
UNTOUCHED_OVERDUE = [("high", 1.1, 1.5, 1), ("normal", 1.04, 1.2, 1)]
COMFORTABLE = [("high", 0.15, 0.6, 3), ("normal", 0.15, 0.7, 2), ("low", 0.1, 0.7, 2)]
COMES_BACK = [("high", 0.2, 0.6, 1), ("normal", 0.1, 0.6, 2)]

ESCALATED_HOURS_AGO = ((40, 1.2), (12, 3), (20, 0.4))  # opened, escalated; the first is overdue from that moment
# Two calls about one thing: the first, the second, then the lead merges them, and may take them apart again.
TWINS_HOURS_AGO = ((21, 6, 2.5, None), (26, 5, 3, 1.5))
PASSED_HOURS_AGO = ((30, None), (34, 1))  # opened; given free again by a manager
TEAM = ("support", "support_lead", "service", "technician", "manager")
HEROES = TEAM * 5 + ("owner", "admin") * 3


@dataclass(eq=False)
class Fate:
    """``hero`` is the role whose sign-in owns it in the end. Without ``resolved_at`` it is still open.

    ``same_as`` is the fate of the case that is about the same thing; ``hands`` counts how often it is passed on.
    """

    opened_at: datetime
    priority: str | None = None
    is_untouched: bool = False
    hero: str = ""
    may_turn: bool = False
    is_misread: bool = False
    escalated_at: datetime | None = None
    resolved_at: datetime | None = None
    closed_at: datetime | None = None
    csat: int | None = None
    comes_back_at: datetime | None = None
    resolved_again_at: datetime | None = None
    same_as: "Fate | None" = None
    merged_at: datetime | None = None
    parted_at: datetime | None = None
    hands: int = 0
    released_at: datetime | None = None


class Fates:
    """Draws the fates of a company's cases, relative to the end of the clock, which is now."""

    def __init__(self, luck, clock):
        self.luck, self.clock, self.now = luck, clock, clock.ends_at
        self.heroes = list(HEROES)
        luck.shuffle(self.heroes)

    def all(self, how_many):
        still_open = [*self._untouched(), *self._worked(), *self._escalated(), *self._back()]
        still_open += [*self._twins(), *self._passed_on()]
        return [*still_open, *(self._past() for _one in range(how_many - len(still_open)))]

    def _slots(self, rows):
        """The (priority, moment of opening) pairs of a table above."""
        for priority, least, most, how_many in rows:
            for _one in range(how_many):
                used = DEFAULT_POLICY.window(priority) * self.luck.uniform(least, most)
                yield priority, (self.now - max(used, timedelta(minutes=4))).replace(microsecond=0)

    def _untouched(self):
        for priority, opened_at in self._slots([*UNTOUCHED, *UNTOUCHED_SOON, *UNTOUCHED_OVERDUE]):
            yield Fate(opened_at, priority, is_untouched=True)

    def _worked(self):
        for priority, opened_at in self._slots([*DUE_SOON, *AT_RISK, *OVERDUE, *COMFORTABLE]):
            yield Fate(opened_at, priority, hero=self._hero(), is_misread=self.luck.random() < 0.1)

    def _escalated(self):
        for opened, escalated in ESCALATED_HOURS_AGO:
            opened_at, escalated_at = (self.now - timedelta(hours=hours) for hours in (opened, escalated))
            yield Fate(opened_at, "normal", hero=self._hero(), escalated_at=escalated_at)

    def _back(self):
        for priority, comes_back_at in self._slots(COMES_BACK):
            fate = self._past(latest=comes_back_at - timedelta(days=9), priority=priority, turns=False)
            fate.comes_back_at, fate.hero = comes_back_at, self._hero()
            yield fate

    def _ago(self, hours):
        return self.now - timedelta(hours=hours) if hours else None

    def _twins(self):
        for first, second, merged, parted in TWINS_HOURS_AGO:
            one = Fate(self._ago(first), "normal")
            yield one
            yield Fate(
                self._ago(second),
                "normal",
                is_untouched=True,
                same_as=one,
                merged_at=self._ago(merged),
                parted_at=self._ago(parted),
            )

    def _passed_on(self):
        for opened, released in PASSED_HOURS_AGO:
            yield Fate(self._ago(opened), "normal", hands=HAND_OVER_LIMIT, released_at=self._ago(released))

    def _hero(self):
        return self.heroes.pop() if self.heroes else self.luck.choice(TEAM)

    def _past(self, latest=None, priority=None, *, turns=True):
        """A case that is resolved by ``latest``, mostly in time, and mostly closed by now."""
        latest = latest or self.now - timedelta(minutes=40)
        priority = priority or self.luck.choice(PRIORITIES)
        is_late = self.luck.random() < 0.17
        opened_at, resolved_at = self._span(priority, latest, is_late=is_late)
        fate = Fate(opened_at, priority, resolved_at=resolved_at, hero="")
        fate.may_turn = turns and self.luck.random() < 0.3
        fate.is_misread = turns and self.luck.random() < 0.08
        if turns and self.luck.random() < 0.12:
            fate.escalated_at = self.clock.between(opened_at, resolved_at)
        self._close(fate, is_late=is_late)
        if turns and fate.closed_at and self.luck.random() < 0.07:
            fate.comes_back_at = fate.closed_at + timedelta(hours=self.luck.uniform(20, 90))
            fate.resolved_again_at = fate.comes_back_at + timedelta(hours=self.luck.uniform(3, 60))
            if fate.resolved_again_at > latest:
                fate.comes_back_at = fate.resolved_again_at = None
        return fate

    def _span(self, priority, latest, *, is_late):
        window = DEFAULT_POLICY.window(priority)
        while True:
            opened_at = self.clock.arrival(latest)
            shares = (1.05, 2.4) if is_late else (0.08, 0.96)
            resolved_at = self.clock.between(*(opened_at + window * share for share in shares))
            if resolved_at < latest:
                return opened_at, resolved_at

    def _close(self, fate, *, is_late):
        closed_at = fate.resolved_at + timedelta(hours=self.luck.uniform(1, 70))
        if closed_at < self.now and self.luck.random() < 0.9:
            fate.closed_at = closed_at
            marks = [1, 1, 2, 2, 3, 3, 4, 5] if is_late else [3, 4, 4, 5, 5, 5, 5, 5, 2]
            fate.csat = self.luck.choice(marks) if self.luck.random() < 0.75 else None
