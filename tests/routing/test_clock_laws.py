"""What is true of every clock, whatever the hours, pauses and priorities."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from routing.clock import (
    DEFAULT_POLICY,
    Pause,
    Policy,
    at_risk_at,
    clock_start,
    due_at,
    explain_due,
    fingerprint,
    resolution_time,
)
from routing.hours import OpeningHours, always_open

ELAPSED = Policy("elapsed", DEFAULT_POLICY.windows, pausing=frozenset({"waiting"}))
BERLIN = OpeningHours(
    "Europe/Berlin",
    dict.fromkeys(range(6), ((time(0), time(3, 30)), (time(9), time(12)), (time(13), time(18)))),
    frozenset({date(2026, 4, 3), date(2026, 4, 6), date(2026, 12, 25)}),
)
BUSINESS = replace(ELAPSED, version="business", hours=BERLIN)
NEVER = datetime.max.replace(tzinfo=UTC)

fast = settings(max_examples=100)
policies = st.sampled_from([ELAPSED, BUSINESS])
priorities = st.sampled_from(sorted(DEFAULT_POLICY.windows))
minutes = st.integers(0, 60 * 24 * 365).map(lambda minute: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute))
lengths = st.integers(0, 60 * 24 * 12).map(lambda minute: timedelta(minutes=minute))
starts = st.one_of(
    minutes,
    st.integers(-120, 120).map(lambda minute: datetime(2026, 3, 29, 1, tzinfo=UTC) + timedelta(minutes=minute)),
    st.integers(-120, 120).map(lambda minute: datetime(2026, 10, 25, 1, tzinfo=UTC) + timedelta(minutes=minute)),
)


@st.composite
def pauses_near(draw, start):
    offset, length = draw(lengths), draw(st.one_of(st.none(), lengths))
    begins = start + offset - timedelta(days=3)
    category = draw(st.sampled_from(["waiting", "waiting", "lunch"]))
    return Pause(begins, None if length is None else begins + length, category=category)


@st.composite
def situations(draw):
    start = draw(starts)
    return start, draw(priorities), draw(policies), draw(st.lists(pauses_near(start), max_size=4))


def running(policy, start, end):
    return policy.hours.between(start, end) if policy.hours else end - start


@fast
@given(situations(), lengths)
def test_starting_later_is_never_due_earlier(situation, later):
    start, priority, policy, pauses = situation
    assert (due_at(start, priority, policy, pauses) or NEVER) <= (
        due_at(start + later, priority, policy, pauses) or NEVER
    )


@fast
@given(situations())
def test_a_higher_priority_is_never_due_later(situation):
    start, _, policy, pauses = situation
    dues = [due_at(start, priority, policy, pauses) or NEVER for priority in ("urgent", "high", "normal", "low")]
    assert dues == sorted(dues)


@fast
@given(situations(), st.integers(1, 5000), st.integers(1, 5000))
def test_a_window_is_the_sum_of_its_parts(situation, one, other):
    start, _, policy, pauses = situation
    parts = replace(policy, windows={"one": one, "other": other, "both": one + other})
    middle = due_at(start, "one", parts, pauses)
    if middle is None:
        assert due_at(start, "both", parts, pauses) is None
    else:
        assert due_at(middle, "other", parts, pauses) == due_at(start, "both", parts, pauses)


@fast
@given(starts, priorities, policies, st.floats(0, 0.99), lengths)
def test_a_pause_moves_the_due_time_by_the_time_it_held(start, priority, policy, share, length):
    due = due_at(start, priority, policy)
    begins = start + (due - start) * share
    pause = Pause(begins, begins + length)
    moved = due_at(start, priority, policy, [pause])
    assert running(policy, due, moved) == running(policy, begins, begins + length)
    assert explain_due(start, priority, policy, [pause]).paused == running(policy, begins, begins + length)


@fast
@given(situations())
def test_the_clock_has_run_exactly_the_window_when_it_is_due(situation):
    start, priority, policy, pauses = situation
    if due := due_at(start, priority, policy, pauses):
        assert resolution_time(start, due, policy, pauses) == policy.window(priority)
        warned = at_risk_at(start, priority, policy, pauses)
        assert resolution_time(start, warned, policy, pauses) == policy.window(priority) * 0.75
        assert start < warned < due


@fast
@given(situations(), lengths)
def test_a_clock_never_runs_longer_than_time_passes(situation, length):
    start, _, policy, pauses = situation
    ran = resolution_time(start, start + length, policy, pauses)
    assert timedelta(0) <= ran <= running(policy, start, start + length)


@fast
@given(starts, priorities, st.lists(pauses_near(datetime(2026, 3, 28, tzinfo=UTC)), max_size=4))
def test_hours_that_never_close_are_elapsed_hours(start, priority, pauses):
    never_closed = replace(ELAPSED, hours=always_open("Europe/Berlin"))
    assert due_at(start, priority, never_closed, pauses) == due_at(start, priority, ELAPSED, pauses)


@fast
@given(situations(), st.sampled_from(["America/New_York", "Asia/Kolkata", "Australia/Lord_Howe"]), st.randoms())
def test_the_same_inputs_in_other_words_keep_due_time_and_fingerprint(situation, zone, chance):
    start, priority, policy, pauses = situation
    abroad = [
        Pause(pause.start.astimezone(ZoneInfo(zone)), pause.end, "in other words", pause.category) for pause in pauses
    ]
    for pause in list(abroad):
        if pause.end and pause.category == "waiting":  # a pause inside another one says nothing new
            abroad.append(Pause(pause.start + (pause.end - pause.start) / 2, pause.end))
    chance.shuffle(abroad)
    said, meant = (start.astimezone(ZoneInfo(zone)), priority, policy, abroad), (start, priority, policy, pauses)
    assert (due_at(*said), fingerprint(*said)) == (due_at(*meant), fingerprint(*meant))


@fast
@given(starts, priorities, policies)
def test_every_input_that_counts_changes_the_fingerprint(start, priority, policy):
    pause = Pause(start + timedelta(hours=1), start + timedelta(hours=2))
    holiday = replace(BERLIN, holidays=BERLIN.holidays | {date(2026, 5, 1)})
    neighbours = [
        (start, priority, policy, []),
        (start + timedelta(microseconds=1), priority, policy, []),
        (start, "urgent" if priority != "urgent" else "low", policy, []),
        (start, priority, replace(policy, version="next"), []),
        (start, priority, replace(policy, windows={priority: 61}), []),
        (start, priority, replace(policy, at_risk_share=0.5), []),
        (start, priority, replace(policy, hours=holiday), []),
        (start, priority, policy, [pause]),
        (start, priority, policy, [replace(pause, end=None)]),
        (start, priority, policy, [replace(pause, end=start + timedelta(hours=3))]),
    ]
    assert len({fingerprint(*inputs) for inputs in neighbours}) == len(neighbours)


# Replaying a timeline


@dataclass
class Desk:
    """A case as the verbs keep it: columns and pause rows, changed one event at a time."""

    policy: Policy
    opened_at: datetime
    priority: str
    reopened_at: datetime | None = None
    resolved_at: datetime | None = None
    pauses: tuple[Pause, ...] = ()
    due: datetime | None = None

    def derive(self):
        if self.resolved_at is None:
            self.due = due_at(clock_start(self.opened_at, self.reopened_at), self.priority, self.policy, self.pauses)

    def hear(self, kind, at, value):
        waits = bool(self.pauses) and self.pauses[-1].end is None
        if kind == "prioritised":
            self.priority = value
        elif kind == "paused" and not waits and self.resolved_at is None:
            self.pauses += (Pause(at),)
        elif kind in ("resumed", "resolved") and waits:
            self.pauses = (*self.pauses[:-1], replace(self.pauses[-1], end=at))
        elif kind == "reopened" and self.resolved_at is not None:
            self.reopened_at, self.resolved_at = at, None
        self.derive()
        if kind == "resolved" and self.resolved_at is None:
            self.resolved_at = at


def replayed(opened_at, priority, events, policy):
    """Read the due time off a whole timeline at once, knowing no columns."""
    start, priorities, stops, resolved = opened_at, [(opened_at, priority)], [], None
    for kind, at, value in events:
        holding = bool(stops) and stops[-1][1] is None
        if kind == "prioritised":
            priorities.append((at, value))
        elif kind == "paused" and not holding and resolved is None:
            stops.append((at, None))
        elif kind in ("resumed", "resolved") and holding:
            stops[-1] = (stops[-1][0], at)
        elif kind == "reopened" and resolved is not None:
            start, resolved = at, None
        if kind == "resolved" and resolved is None:
            resolved = at
    counted = [chosen for at, chosen in priorities if resolved is None or at <= resolved]
    return due_at(start, counted[-1], policy, [Pause(*stop) for stop in stops])


steps = st.tuples(
    st.sampled_from(["prioritised", "paused", "resumed", "resolved", "reopened", "commented"]),
    st.integers(1, 60 * 24 * 3),
    priorities,
)


@settings(max_examples=200)
@given(starts, priorities, policies, st.lists(steps, max_size=12))
def test_replaying_the_timeline_gives_the_stored_due_time(opened_at, priority, policy, steps):
    desk, events, at = Desk(policy, opened_at, priority), [], opened_at
    desk.derive()
    for kind, waited, value in steps:
        at += timedelta(minutes=waited)
        events.append((kind, at, value))
        desk.hear(kind, at, value)
        assert desk.due == replayed(opened_at, priority, events, policy)
