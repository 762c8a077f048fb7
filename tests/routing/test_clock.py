"""The clock, case by case: literal moments, mostly in New York."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from routing.clock import (
    DEFAULT_POLICY,
    BadPolicy,
    OpenedInFuture,
    Pause,
    Policy,
    ReopenedBeforeOpened,
    UnknownPriority,
    at_risk_at,
    breach_cause,
    clock_start,
    due_at,
    explain_due,
    fingerprint,
    is_breached,
    is_entered_late,
    overdue_by,
    resolution_time,
)
from routing.hours import NaiveMoment, OpeningHours

NEW_YORK = ZoneInfo("America/New_York")
HOUR = timedelta(hours=1)
WEEKDAYS = OpeningHours("America/New_York", {day: ((time(8), time(17)),) for day in range(5)})
BUSINESS = Policy("business-1", {"high": 10 * 60, "urgent": 60}, WEEKDAYS, frozenset({"waiting"}))
WAITING = Policy("waiting-1", DEFAULT_POLICY.windows, pausing=frozenset({"waiting"}))


def ny(month, day, hour, minute=0, year=2026):
    return datetime(year, month, day, hour, minute, tzinfo=NEW_YORK)


# Windows


@pytest.mark.parametrize(("priority", "hours"), [("urgent", 4), ("high", 24), ("normal", 72), ("low", 168)])
def test_each_priority_has_its_window(priority, hours):
    assert due_at(ny(6, 1, 9), priority, DEFAULT_POLICY) == ny(6, 1, 9) + timedelta(hours=hours)


def test_a_day_over_the_spring_change_is_24_elapsed_hours():
    assert due_at(ny(3, 7, 10), "high", DEFAULT_POLICY) == ny(3, 8, 11)
    assert ny(3, 7, 10) + timedelta(hours=24) == ny(3, 8, 10)  # what naive local arithmetic would promise


def test_four_hours_from_the_night_of_the_spring_change_skip_the_missing_hour():
    assert due_at(ny(3, 8, 1, 30), "urgent", DEFAULT_POLICY) == ny(3, 8, 6, 30)


def test_a_day_over_the_autumn_change_is_24_elapsed_hours():
    assert due_at(ny(10, 31, 10), "high", DEFAULT_POLICY) == ny(11, 1, 9)


def test_both_readings_of_a_repeated_hour_keep_their_own_clock():
    first = ny(11, 1, 1, 30)
    second = first.replace(fold=1)
    later, sooner = due_at(second, "urgent", DEFAULT_POLICY), due_at(first, "urgent", DEFAULT_POLICY)
    assert later - sooner == HOUR


def test_the_due_time_is_the_same_moment_in_every_zone():
    half_hour = Policy("short", {"urgent": 30})
    opened = datetime(2026, 5, 4, 12, 0, tzinfo=ZoneInfo("Asia/Riyadh"))
    seen_from_kolkata = opened.astimezone(ZoneInfo("Asia/Kolkata"))
    for start in (opened, seen_from_kolkata):
        due = due_at(start, "urgent", half_hour)
        assert due - seen_from_kolkata == timedelta(minutes=30)
        assert due.tzinfo is UTC
        assert not is_breached(due, None, seen_from_kolkata)


def test_business_hours_step_over_lunch():
    lunch = OpeningHours("America/New_York", {day: ((time(8), time(12)), (time(13), time(17))) for day in range(5)})
    assert due_at(ny(6, 1, 11, 30), "urgent", Policy("lunch", {"urgent": 120}, lunch)) == ny(6, 1, 14, 30)


# Starting


def test_escalating_an_old_case_derives_from_the_same_start_and_is_born_overdue():
    now = ny(6, 3, 15)
    opened = now - 30 * HOUR
    assert not is_breached(due_at(opened, "normal", DEFAULT_POLICY), None, now)
    why = explain_due(opened, "high", DEFAULT_POLICY, rederived_by="escalation")
    assert why.due_at == now - 6 * HOUR
    assert is_breached(why.due_at, None, now)
    assert why.rederived_by == "escalation"
    assert breach_cause(why.due_at, now, "escalation") == "escalation"


def test_a_miss_after_the_last_derivation_is_blamed_on_time():
    due = due_at(ny(6, 1, 9), "high", DEFAULT_POLICY)
    assert breach_cause(due, ny(6, 1, 12), "priority") == "time"


def test_a_reopened_case_starts_again_from_its_reopening_and_says_so():
    why = explain_due(ny(6, 1, 9), "high", DEFAULT_POLICY, reopened_at=ny(6, 8, 14))
    assert (why.kind, why.started_at, why.due_at) == ("reopened", ny(6, 8, 14), ny(6, 9, 14))
    assert why.opened_at == ny(6, 1, 9)


def test_a_call_typed_on_monday_is_due_from_friday():
    friday, monday = ny(6, 5, 16, 40), ny(6, 8, 9)
    start = clock_start(friday, now=monday)
    why = explain_due(friday, "high", DEFAULT_POLICY, entered_late=is_entered_late(friday, monday))
    assert why.due_at == due_at(start, "high", DEFAULT_POLICY) == ny(6, 6, 16, 40)
    assert why.is_entered_late
    assert is_breached(why.due_at, None, monday)
    assert breach_cause(why.due_at, monday, "late-entry") == "late-entry"


def test_typing_for_a_quarter_of_an_hour_is_not_late():
    assert not is_entered_late(ny(6, 5, 9), ny(6, 5, 9, 15))
    assert is_entered_late(ny(6, 5, 9), ny(6, 5, 9, 16))


def test_a_case_cannot_be_opened_in_the_future():
    now = ny(6, 1, 9)
    assert clock_start(now, now=now) == now
    with pytest.raises(OpenedInFuture):
        clock_start(now + timedelta(seconds=1), now=now)
    with pytest.raises(OpenedInFuture):
        clock_start(now, now + timedelta(seconds=1), now=now)


def test_a_case_cannot_be_reopened_before_it_was_opened():
    assert clock_start(ny(6, 2, 9), ny(6, 2, 9)) == ny(6, 2, 9)
    with pytest.raises(ReopenedBeforeOpened):
        clock_start(ny(6, 2, 9), ny(6, 1, 9))


def test_a_moment_without_a_zone_is_refused_everywhere():
    naive = datetime.fromisoformat("2026-06-01T09:00")
    for question in (
        lambda: due_at(naive, "high", DEFAULT_POLICY),
        lambda: at_risk_at(naive, "high", DEFAULT_POLICY),
        lambda: clock_start(naive),
        lambda: clock_start(ny(6, 1, 9), naive),
        lambda: Pause(naive),
        lambda: Pause(ny(6, 1, 9), naive),
        lambda: fingerprint(naive, "high", DEFAULT_POLICY),
        lambda: resolution_time(ny(6, 1, 9), naive, DEFAULT_POLICY),
        lambda: is_entered_late(ny(6, 1, 9), naive),
    ):
        with pytest.raises(NaiveMoment):
            question()


@pytest.mark.parametrize("priority", ["", "High", "blocker", None])
def test_a_priority_without_a_window_is_refused(priority):
    with pytest.raises(UnknownPriority):
        due_at(ny(6, 1, 9), priority, DEFAULT_POLICY)


@pytest.mark.parametrize("changes", [{"windows": {}}, {"windows": {"high": 0}}, {"at_risk_share": 1}])
def test_a_policy_that_promises_nothing_is_refused(changes):
    with pytest.raises(BadPolicy):
        Policy(**{"version": "bad", "windows": {"high": 60}, **changes})


def test_the_default_policy_cannot_be_edited():
    with pytest.raises(TypeError):
        DEFAULT_POLICY.windows["high"] = 1


# Missing, and saying so


def test_the_very_second_is_in_time():
    due = ny(6, 1, 13)
    assert not is_breached(due, None, due)
    assert not is_breached(due, due, ny(7, 1, 9))
    assert is_breached(due, None, due + timedelta(microseconds=1))


def test_the_overdue_amount_is_frozen_when_resolved():
    due, resolved = ny(6, 1, 13), ny(6, 1, 15)
    assert overdue_by(due, resolved, resolved) == overdue_by(due, resolved, ny(7, 1, 9)) == 2 * HOUR
    assert overdue_by(due, None, ny(6, 1, 14)) == HOUR
    assert overdue_by(due, ny(6, 1, 12), ny(7, 1, 9)) == timedelta(0)


def test_overdue_can_be_told_in_business_hours():
    assert overdue_by(ny(6, 5, 16), None, ny(6, 8, 9), WEEKDAYS) == 2 * HOUR


def test_the_last_quarter_is_at_risk():
    assert at_risk_at(ny(6, 1, 9), "urgent", DEFAULT_POLICY) == ny(6, 1, 12)
    assert at_risk_at(ny(6, 1, 9), "high", DEFAULT_POLICY) == ny(6, 2, 3)
    assert at_risk_at(ny(6, 5, 14), "high", BUSINESS) == ny(6, 8, 12, 30)
    assert at_risk_at(ny(6, 1, 9), "urgent", WAITING, [Pause(ny(6, 1, 10), ny(6, 1, 11))]) == ny(6, 1, 13)


def test_a_new_holiday_moves_the_due_time_once():
    closed = OpeningHours(WEEKDAYS.zone, WEEKDAYS.weekly, frozenset({date(2026, 6, 8)}))
    changed = Policy(BUSINESS.version, BUSINESS.windows, closed, BUSINESS.pausing)
    start = ny(6, 5, 14)
    assert fingerprint(start, "high", BUSINESS) != fingerprint(start, "high", changed)
    assert due_at(start, "high", changed) == ny(6, 9, 15)
    assert fingerprint(start, "high", changed) == fingerprint(start, "high", changed)


def test_the_explanation_holds_every_piece():
    pause = Pause(ny(6, 5, 17), ny(6, 8, 9), "parts")
    why = explain_due(ny(6, 5, 14), "high", BUSINESS, [pause])
    assert (why.kind, why.priority, why.window_minutes, why.is_business_time) == ("opened", "high", 600, True)
    assert (why.due_at, why.at_risk_at, why.paused) == (ny(6, 8, 16), ny(6, 8, 13, 30), HOUR)
    assert (why.policy_version, why.rederived_by, why.is_entered_late) == ("business-1", "", False)


def test_a_fingerprint_is_short_and_does_not_change_between_runs():
    assert fingerprint(datetime(2026, 6, 1, 13, tzinfo=UTC), "high", DEFAULT_POLICY) == "dd13fc8458788275"
