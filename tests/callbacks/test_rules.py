"""The pure side of callbacks: when to try again and who hears when, over weekends, holidays and clock changes."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from callbacks.rules import JUST_CLOSED, RUNGS, TRY_AGAIN_AT_ONCE, Standards, heard_at
from routing.hours import OpeningHours

SPLIT = {**dict.fromkeys(range(5), ((time(8), time(12)), (time(13), time(17)))), 5: ((time(9), time(12)),)}
HOURS = OpeningHours("America/New_York", SPLIT, frozenset({date(2026, 7, 3), date(2026, 11, 26), date(2026, 12, 25)}))
KINDS = ("emergency", "warranty", "proactive", "after_hours", "status_update", "quote_follow_up")
naive = datetime.fromisoformat
moments = st.datetimes(naive("2026-01-01"), naive("2027-01-01"), timezones=st.just(UTC))
figures = st.builds(
    Standards,
    emergency_minutes=st.integers(15, 720),
    warranty_days=st.integers(1, 10),
    quote_days=st.integers(1, 30),
    morning_by=st.times(),
    at_risk_minutes=st.integers(5, 1440),
    manager_minutes=st.integers(5, 600),
    branch_minutes=st.integers(601, 2000),
    emergency_step_minutes=st.integers(5, 240),
    retry_minutes=st.integers(15, 2880),
)
laws = settings(max_examples=60)


@laws
@given(figures, moments, st.sampled_from(KINDS))
def test_every_kind_is_promised_for_a_time_to_come(standards, at, kind):
    target = standards.target(kind, at, HOURS)
    assert at < target.due_at
    assert target.opens_at < target.due_at


@laws
@given(figures, moments, st.sampled_from(KINDS))
def test_the_ladder_is_climbed_in_order_and_nobody_is_woken(standards, at, kind):
    is_urgent = kind == "emergency"
    target = standards.target(kind, at, HOURS)
    rungs = standards.ladder(max(at, target.opens_at), target.due_at, HOURS, is_urgent=is_urgent)
    assert tuple(rung.name for rung in rungs) == RUNGS
    assert [rung.told_at for rung in rungs] == sorted(rung.told_at for rung in rungs)
    assert at < rungs[0].at < target.due_at == rungs[1].at < rungs[2].at < rungs[3].at
    for rung in rungs:
        assert rung.told_at >= rung.at
        assert is_urgent or HOURS.is_open(rung.told_at) or HOURS.is_open(rung.told_at - JUST_CLOSED)
        assert not is_urgent or rung.told_at == rung.at


@laws
@given(moments, st.timedeltas(timedelta(minutes=1), timedelta(days=9)))
def test_a_time_that_was_agreed_at_night_has_a_ladder_too(at, later):
    rungs = Standards().ladder(at, at + later, HOURS, is_urgent=False)
    assert at <= rungs[0].at < at + later
    assert [rung.told_at for rung in rungs] == sorted(rung.told_at for rung in rungs)


@laws
@given(figures, moments, st.sampled_from(["no_answer", "voicemail", "wrong_number"]))
def test_the_next_try_is_never_in_the_past_and_always_in_working_time(standards, at, outcome):
    next_at = standards.next_try(outcome, at, HOURS)
    assert next_at >= at
    if outcome != "wrong_number":
        assert HOURS.is_open(next_at) or HOURS.is_open(next_at - timedelta(microseconds=1))
    if outcome == "voicemail":
        assert HOURS.local_day(next_at) > HOURS.local_day(at)
    if outcome == "no_answer":
        assert HOURS.between(at, next_at) == timedelta(minutes=standards.retry_minutes)


@laws
@given(moments, st.sampled_from(["no_answer", "voicemail"]))
def test_an_emergency_is_tried_again_at_once(at, outcome):
    assert Standards().next_try(outcome, at, HOURS, is_urgent=True) == at + TRY_AGAIN_AT_ONCE


@pytest.mark.parametrize(
    ("moment", "heard"),
    [
        ("2026-11-20T17:10-05:00", "2026-11-20T17:10-05:00"),  # ten minutes after closing
        ("2026-11-20T17:15-05:00", "2026-11-21T09:00-05:00"),
        ("2026-11-20T12:30-05:00", "2026-11-20T13:00-05:00"),  # over lunch
        ("2026-11-21T23:59-05:00", "2026-11-23T08:00-05:00"),
        ("2026-11-26T10:00-05:00", "2026-11-27T08:00-05:00"),  # a holiday
    ],
)
def test_peace_ends_when_the_doors_open(moment, heard):
    assert heard_at(datetime.fromisoformat(moment), HOURS) == datetime.fromisoformat(heard)
