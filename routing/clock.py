"""When a case is due, and why: pure arithmetic over its start, its priority, a policy and its pauses."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from types import MappingProxyType

from routing.hours import EndsBeforeStart, OpeningHours, aware

LATE_ENTRY_GRACE = timedelta(minutes=15)
NO_TIME = timedelta(0)

Stop = tuple[datetime, datetime | None]


class UnknownPriority(ValueError):
    """The policy has no window for this priority."""


class BadPolicy(ValueError):
    """A policy without windows, with an empty one, or with an at-risk share outside 0 to 1."""


class PauseEndsBeforeStart(EndsBeforeStart):
    """A pause was over before it began."""


class OpenedInFuture(ValueError):
    """The clock of a case cannot start before it happens."""


class ReopenedBeforeOpened(ValueError):
    """A case cannot be opened again before it was opened."""


@dataclass(frozen=True)
class Policy:
    """How long each priority has, which hours count, and what stops the clock.

    ``windows``: minutes by priority. ``hours``: None counts every hour. ``pausing``: the categories of
    pause that stop the clock, never the labels people rename. ``at_risk_share``: the last part of the window.
    """

    version: str
    windows: Mapping[str, int]
    hours: OpeningHours | None = None
    pausing: frozenset[str] = frozenset()
    at_risk_share: float = 0.25

    def __post_init__(self):
        if not self.windows or min(self.windows.values()) <= 0 or not 0 < self.at_risk_share < 1:
            raise BadPolicy(self.version)
        object.__setattr__(self, "windows", MappingProxyType(dict(self.windows)))
        object.__setattr__(self, "pausing", frozenset(self.pausing))

    def window(self, priority: str) -> timedelta:
        """Return how long ``priority`` has. Errors: UnknownPriority."""
        if priority not in self.windows:
            raise UnknownPriority(priority)
        return timedelta(minutes=self.windows[priority])


DEFAULT_POLICY = Policy("default-1", {"urgent": 4 * 60, "high": 24 * 60, "normal": 72 * 60, "low": 168 * 60})


@dataclass(frozen=True)
class Pause:
    """A stretch of waiting; without an end it still lasts. Errors: NaiveMoment, PauseEndsBeforeStart."""

    start: datetime
    end: datetime | None = None
    reason: str = ""
    category: str = "waiting"

    def __post_init__(self):
        object.__setattr__(self, "start", aware(self.start))
        if self.end is not None:
            object.__setattr__(self, "end", aware(self.end))
            if self.end < self.start:
                raise PauseEndsBeforeStart(self.start, self.end)


def clock_start(opened_at: datetime, reopened_at: datetime | None = None, *, now: datetime | None = None) -> datetime:
    """Return when the clock starts: when the case was opened, or last opened again.

    Without ``now`` the future is not looked at. Errors: NaiveMoment, OpenedInFuture, ReopenedBeforeOpened.
    """
    opened_at = start = aware(opened_at)
    if reopened_at is not None:
        start = aware(reopened_at)
        if start < opened_at:
            raise ReopenedBeforeOpened(opened_at, start)
    if now is not None and start > aware(now):
        raise OpenedInFuture(start)
    return start


def is_entered_late(opened_at: datetime, entered_at: datetime) -> bool:
    """Say whether a case was typed more than a quarter of an hour after it was opened."""
    return aware(entered_at) - aware(opened_at) > LATE_ENTRY_GRACE


def due_at(start: datetime, priority: str, policy: Policy, pauses: Iterable[Pause] = ()) -> datetime | None:
    """Return the moment when the window of ``priority`` has run out, or None while a pause holds it.

    A pause counts while the window still runs, only in the policy's categories and hours, and once
    where pauses overlap. Units: aware in, aware UTC out. Errors: NaiveMoment, UnknownPriority, NeverOpen.
    Source: docs/adr/0010-due-is-a-pure-function-of-stored-inputs.md, 0012-an-open-pause-has-no-due-time.md.
    """
    return _run(aware(start), policy.window(priority), policy, pauses)


def at_risk_at(start: datetime, priority: str, policy: Policy, pauses: Iterable[Pause] = ()) -> datetime | None:
    """Return when the last part of the window begins, or None while there is no due time."""
    pauses = tuple(pauses)
    if due_at(start, priority, policy, pauses) is None:
        return None
    return _run(aware(start), policy.window(priority) * (1 - policy.at_risk_share), policy, pauses)


def _run(cursor: datetime, runtime: timedelta, policy: Policy, pauses: Iterable[Pause]) -> datetime | None:
    for stops_at, goes_on_at in _stops(cursor, policy, pauses):
        ran = _between(cursor, stops_at, policy.hours)
        if ran >= runtime:
            break
        if goes_on_at is None:
            return None
        runtime -= ran
        cursor = goes_on_at
    return policy.hours.add(cursor, runtime) if policy.hours else cursor + runtime


def _between(start: datetime, end: datetime, hours: OpeningHours | None) -> timedelta:
    return hours.between(start, end) if hours else end - start


def _stops(start: datetime, policy: Policy, pauses: Iterable[Pause]) -> tuple[Stop, ...]:
    """Return the stretches in which the clock stands still after ``start``: in order, merged, cut at it."""
    stops: list[Stop] = []
    for pause in sorted(pauses, key=lambda pause: pause.start):
        if pause.category not in policy.pausing or (pause.end and pause.end <= max(pause.start, start)):
            continue
        begins, ends = max(pause.start, start), pause.end
        if stops and (stops[-1][1] is None or begins <= stops[-1][1]):
            begins, earlier = stops.pop()
            ends = max(earlier, ends) if earlier and ends else None
        stops.append((begins, ends))
    return tuple(stops)


def is_breached(due: datetime | None, resolved_at: datetime | None, now: datetime) -> bool:
    """Say whether the due time was missed. In the very second is in time; no due time is never missed."""
    return due is not None and (resolved_at or now) > due


def overdue_by(
    due: datetime | None, resolved_at: datetime | None, now: datetime, hours: OpeningHours | None = None
) -> timedelta:
    """Return how far past its due time a case is, in the hours that count; frozen when it is resolved."""
    return _between(due, resolved_at or now, hours) if is_breached(due, resolved_at, now) else NO_TIME


def breach_cause(due: datetime, derived_at: datetime, derived_by: str) -> str:
    """Return who owns a miss: ``time``, or ``derived_by`` when the due time was past when it was derived."""
    return derived_by if aware(due) < aware(derived_at) else "time"


def resolution_time(start: datetime, resolved_at: datetime, policy: Policy, pauses: Iterable[Pause] = ()) -> timedelta:
    """Return how long the clock ran until ``resolved_at``, without the pauses. Errors: EndsBeforeStart."""
    start, resolved_at = aware(start), aware(resolved_at)
    if resolved_at < start:
        raise EndsBeforeStart(start, resolved_at)
    ran = _between(start, resolved_at, policy.hours)
    for begins, ends in _stops(start, policy, pauses):
        if begins < resolved_at:
            ran -= _between(begins, min(ends or resolved_at, resolved_at), policy.hours)
    return ran


def fingerprint(start: datetime, priority: str, policy: Policy, pauses: Iterable[Pause] = ()) -> str:
    """Return sixteen letters that change exactly when something changes that a due time is made of."""
    start = aware(start)
    stops = ",".join(
        f"{begins.isoformat()}/{ends.isoformat() if ends else ''}" for begins, ends in _stops(start, policy, pauses)
    )
    hours = policy.hours.as_text() if policy.hours else ""
    inputs = [start.isoformat(), priority, policy.version, policy.window(priority), policy.at_risk_share, hours, stops]
    return sha256("|".join(map(str, inputs)).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Explanation:
    """The pieces of "opened Fri 16:40 + 24 h (high)", for a template to say in the reader's words and zone.

    ``kind``: ``opened`` or ``reopened``. ``paused``: what the pauses added. ``rederived_by``: what moved it.
    """

    kind: str
    started_at: datetime
    opened_at: datetime
    priority: str
    window_minutes: int
    due_at: datetime | None
    at_risk_at: datetime | None
    is_business_time: bool
    policy_version: str
    paused: timedelta = NO_TIME
    paused_since: datetime | None = None
    is_entered_late: bool = False
    rederived_by: str = ""


def explain_due(
    opened_at: datetime,
    priority: str,
    policy: Policy,
    pauses: Iterable[Pause] = (),
    *,
    reopened_at: datetime | None = None,
    entered_late: bool = False,
    rederived_by: str = "",
) -> Explanation:
    """Return why a case is due when it is, from the same inputs as ``due_at``."""
    start, pauses = clock_start(opened_at, reopened_at), tuple(pauses)
    due = due_at(start, priority, policy, pauses)
    stops = [stop for stop in _stops(start, policy, pauses) if due is None or stop[0] < due]
    return Explanation(
        kind="reopened" if reopened_at else "opened",
        started_at=start,
        opened_at=aware(opened_at),
        priority=priority,
        window_minutes=policy.windows[priority],
        due_at=due,
        at_risk_at=at_risk_at(start, priority, policy, pauses),
        is_business_time=policy.hours is not None,
        policy_version=policy.version,
        paused=sum((_between(*stop, policy.hours) for stop in stops if stop[1]), NO_TIME),
        paused_since=stops[-1][0] if stops and due is None else None,
        is_entered_late=entered_late,
        rederived_by=rederived_by,
    )
