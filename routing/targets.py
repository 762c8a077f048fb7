"""What is promised by the calendar, and why it is due when it is: pure.

Source: docs/adr/0014-calendar-targets-are-clamped-to-opening-hours.md.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from routing.hours import OpeningHours, aware, moment_of

ONE_HOUR = timedelta(hours=1)
SHORTEST_CALL_WINDOW = ONE_HOUR
SHORTEST_AT_ONCE = timedelta(minutes=15)  # just before midnight, too, somebody needs the time to dial


@dataclass(frozen=True)
class Target:
    """A calendar promise: between which moments, and whether opening hours moved what was asked for.

    ``started_at`` is what it counts from; ``closed`` are the holidays it passed over.
    """

    kind: str
    started_at: datetime
    opens_at: datetime
    due_at: datetime
    is_clamped: bool = False
    closed: tuple[date, ...] = ()


def at_once(at: datetime, hours: OpeningHours, within: timedelta = ONE_HOUR) -> Target:
    """Promise an answer ``within`` that time, day and night, and today in any case."""
    at = aware(at)
    tomorrow = datetime.combine(hours.local_day(at) + timedelta(days=1), time.min)
    latest = max(moment_of(tomorrow, ZoneInfo(hours.zone)), at + min(within, SHORTEST_AT_ONCE))
    return Target("at-once", at, at, min(at + within, latest), is_clamped=at + within > latest)


def in_business_days(at: datetime, hours: OpeningHours, days: int = 1) -> Target:
    """Promise an answer by the end of business of the ``days``-th open day after today. Errors: NeverOpen."""
    at = aware(at)
    day = hours.local_day(at)
    for _each in range(days):
        day = hours.trial(day + timedelta(days=1))
    return Target("business-days", at, at, hours.end_of_business(day), closed=_closed(at, day, hours))


def next_business_day(at: datetime, hours: OpeningHours) -> Target:
    """Promise an answer by the end of business of the next open day, never the same day."""
    return in_business_days(at, hours)


def morning_dispatch(at: datetime, hours: OpeningHours, by: time = time(9)) -> Target:
    """Promise a first look in the morning: by that time of the next business day, or of today until the doors open.

    Where the doors open later than that it is an hour after they do, and never after they have closed.
    """
    at, today = aware(at), hours.local_day(at)
    spans = hours.spans_on(today)
    day = today if spans and at < spans[0][0] else hours.next_business_day(at)
    opens_at, closes_at = hours.spans_on(day)[0][0], hours.end_of_business(day)
    asked = due_at = moment_of(datetime.combine(day, by), ZoneInfo(hours.zone))
    if not opens_at < asked <= closes_at:
        due_at = min(opens_at + ONE_HOUR, closes_at) if asked <= opens_at else closes_at
    closed = _closed(at, day, hours)
    return Target("morning-dispatch", at, opens_at, due_at, is_clamped=due_at != asked, closed=closed)


def call_window(done_at: datetime, hours: OpeningHours, after=timedelta(hours=24), until=timedelta(hours=48)) -> Target:
    """Promise a call ``after`` to ``until`` from ``done_at``, moved into opening hours where needed.

    It ends at its last open moment, but not before the business day on which it opens is over, and on the
    next business day when less than an hour of open time is left.
    """
    done_at = aware(done_at)
    earliest, latest = done_at + after, done_at + until
    opens_at = hours.next_opening(earliest)
    due_at = hours.end_of_business(hours.local_day(opens_at))
    for opens, closes in hours.spans_from(earliest):
        if opens >= latest:
            break
        due_at = max(due_at, min(closes, latest))
    if hours.between(opens_at, due_at) < SHORTEST_CALL_WINDOW:
        due_at = next_business_day(opens_at, hours).due_at
    is_clamped, closed = (opens_at, due_at) != (earliest, latest), _closed(done_at, hours.local_day(due_at), hours)
    return Target("call-window", done_at, opens_at, due_at, is_clamped=is_clamped, closed=closed)


def _closed(start: datetime, last_day: date, hours: OpeningHours) -> tuple[date, ...]:
    """Return the holidays from the day of ``start`` to ``last_day`` on which there would have been work."""
    first_day = hours.local_day(start)
    return tuple(day for day in sorted(hours.holidays) if first_day <= day <= last_day and hours.weekly[day.weekday()])
