"""When a place is open: weekly hours, holidays, and exact arithmetic on the time between."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

TRIAL_DAYS = 366  # closed for this long in a row is closed for good
REACH_DAYS = 3660  # no sum of open time is looked for beyond ten years

Interval = tuple[time, time]
Span = tuple[datetime, datetime]


class NaiveMoment(ValueError):
    """A moment came without its time zone, so nobody can say when it is."""


class EndsBeforeStart(ValueError):
    """The end of a stretch of time lies before its start."""


class BadHours(ValueError):
    """The weekly hours contradict themselves. ``args``: a kind, then the values it is about."""


class NeverOpen(ValueError):
    """The calendar has no open day within a year, or too little open time within ten."""


def aware(moment: datetime) -> datetime:
    """Return ``moment`` in UTC. Errors: NaiveMoment."""
    if moment.utcoffset() is None:
        raise NaiveMoment(moment)
    return moment.astimezone(UTC)


def moment_of(wall: datetime, zone: ZoneInfo) -> datetime:
    """Return the UTC moment when the clocks of ``zone`` first show ``wall`` (a naive local time).

    A repeated wall time is its first occurrence; a skipped one is the moment of the skip. So later
    wall times never come earlier, and the hours of a day never overlap.
    """
    moment = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None, fold=0) == wall:
        return moment
    # Skipped: fold=1 lies before the skip, fold=0 after it, and skips happen on whole seconds.
    wall = wall.replace(microsecond=0)
    before = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    after = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    old_offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == old_offset:
            before = middle
        else:
            after = middle
    return after


@dataclass(frozen=True)
class OpeningHours:
    """Weekly opening hours in one time zone, less the holidays.

    ``weekly`` maps weekdays (Monday is 0) to ``(open, close)`` pairs, and is kept as a tuple of seven
    days. A close of 00:00 is the midnight that ends the day; a night shift is written as two pairs.
    Errors: BadHours. Source: docs/adr/0011-open-time-is-counted-between-real-moments.md.
    """

    zone: str
    weekly: Mapping[int, tuple[Interval, ...]] | tuple[tuple[Interval, ...], ...]
    holidays: frozenset[date] = frozenset()

    def __post_init__(self):
        try:
            ZoneInfo(self.zone)
        except (KeyError, ValueError, OSError) as unknown:
            raise BadHours("unknown-zone", self.zone) from unknown
        days = self.weekly if isinstance(self.weekly, Mapping) else dict(enumerate(self.weekly))
        if strangers := sorted(set(days) - set(range(7))):
            raise BadHours("unknown-weekday", *strangers)
        week = tuple(tuple(sorted(days.get(weekday, ()))) for weekday in range(7))
        for weekday, intervals in enumerate(week):
            _refuse_muddled(weekday, intervals)
        object.__setattr__(self, "weekly", week)
        object.__setattr__(self, "holidays", frozenset(self.holidays))

    def as_text(self) -> str:
        """Spell the calendar the same way every time, for fingerprints."""
        week = ";".join(",".join(f"{opens:%H%M%S}-{closes:%H%M%S}" for opens, closes in day) for day in self.weekly)
        return f"{self.zone} {week} {','.join(day.isoformat() for day in sorted(self.holidays))}"

    def local_day(self, moment: datetime) -> date:
        """Return the date on the wall where these hours hang."""
        return aware(moment).astimezone(ZoneInfo(self.zone)).date()

    def spans_on(self, day: date) -> tuple[Span, ...]:
        """Return the open spans of one local day, in UTC; none on a closed day."""
        return () if day in self.holidays else _spans(self.zone, self.weekly[day.weekday()], day)

    def spans_from(self, moment: datetime) -> Iterator[Span]:
        """Walk the open spans that end after ``moment``, the first one cut at it. Errors: NeverOpen."""
        moment, first_day, idle_days = aware(moment), self.local_day(moment), 0
        for count in range(REACH_DAYS):
            spans = self.spans_on(first_day + timedelta(days=count))
            idle_days = 0 if spans else idle_days + 1
            if idle_days >= TRIAL_DAYS:
                break
            yield from ((max(opens, moment), closes) for opens, closes in spans if closes > moment)
        raise NeverOpen(self.zone, first_day)

    def trial(self, on: date) -> date:
        """Return the first open day from ``on``; a form calls this before it saves. Errors: NeverOpen."""
        midnight = moment_of(datetime.combine(on, time.min), ZoneInfo(self.zone))
        return self.local_day(self.next_opening(midnight))

    def next_opening(self, moment: datetime) -> datetime:
        """Return ``moment`` when open then, else the next opening. Errors: NeverOpen."""
        return next(self.spans_from(moment))[0]

    def is_open(self, moment: datetime) -> bool:
        """Say whether the doors are open. The second of closing is closed."""
        day = self.local_day(moment)
        spans = self.spans_on(day) + self.spans_on(day + timedelta(days=1))
        return any(opens <= moment < closes for opens, closes in spans)

    def add(self, start: datetime, amount: timedelta) -> datetime:
        """Return the first moment at which ``amount`` of open time has passed since ``start``.

        Time that runs out at closing ends at closing, not at the next opening; nothing added is ``start``.
        Errors: EndsBeforeStart for less than nothing, NeverOpen.
        """
        start = aware(start)
        if amount < timedelta(0):
            raise EndsBeforeStart(start, amount)
        if not amount:
            return start
        spans = self.spans_from(start)
        opens, closes = next(spans)
        while amount > closes - opens:
            amount -= closes - opens
            opens, closes = next(spans)
        return opens + amount

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Return how much open time lies between two moments. Errors: EndsBeforeStart."""
        start, end = aware(start), aware(end)
        if end < start:
            raise EndsBeforeStart(start, end)
        total = timedelta(0)
        # One day more: where clocks fall back over midnight, tomorrow has begun while it is still today.
        day, last_day = self.local_day(start), self.local_day(end) + timedelta(days=1)
        while day <= last_day:
            for opens, closes in self.spans_on(day):
                total += max(min(closes, end) - max(opens, start), timedelta(0))
            day += timedelta(days=1)
        return total

    def next_business_day(self, moment: datetime) -> date:
        """Return the first open day after the local day of ``moment``. Errors: NeverOpen."""
        return self.trial(self.local_day(moment) + timedelta(days=1))

    def end_of_business(self, day: date) -> datetime | None:
        """Return the last closing of a local day, or None on a closed day."""
        spans = self.spans_on(day)
        return spans[-1][1] if spans else None


@lru_cache(8192)
def _spans(zone: str, intervals: tuple[Interval, ...], day: date) -> tuple[Span, ...]:
    spans, wall = [], ZoneInfo(zone)
    for opens, closes in intervals:
        last_day = day if closes > opens else day + timedelta(days=1)
        begins, ends = (moment_of(datetime.combine(*one), wall) for one in ((day, opens), (last_day, closes)))
        if begins < ends:
            spans.append((begins, ends))
    return tuple(spans)


def _refuse_muddled(weekday: int, intervals: tuple[Interval, ...]) -> None:
    midnight = time.min
    for opens, closes in intervals:
        if opens.tzinfo or closes.tzinfo:
            raise BadHours("hours-carry-a-zone", weekday, opens, closes)
        if closes <= opens and closes != midnight:
            raise BadHours("closes-before-opening", weekday, opens, closes)
    for (_, closes), (opens, _) in pairwise(intervals):
        if closes > opens or closes == midnight:
            raise BadHours("hours-overlap", weekday, closes, opens)


def always_open(zone: str) -> OpeningHours:
    """Return hours that never close, for a place that set none."""
    return OpeningHours(zone, dict.fromkeys(range(7), ((time.min, time.min),)))
