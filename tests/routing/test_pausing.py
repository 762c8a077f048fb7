"""What stops the clock, and what does not."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from routing.clock import (
    DEFAULT_POLICY,
    Pause,
    PauseEndsBeforeStart,
    Policy,
    due_at,
    explain_due,
    fingerprint,
    is_breached,
    overdue_by,
    resolution_time,
)
from routing.hours import EndsBeforeStart, OpeningHours

NEW_YORK = ZoneInfo("America/New_York")
HOUR = timedelta(hours=1)
WEEKDAYS = OpeningHours("America/New_York", {day: ((time(8), time(17)),) for day in range(5)})
BUSINESS = Policy("business-1", {"high": 10 * 60, "urgent": 60}, WEEKDAYS, frozenset({"waiting"}))
WAITING = Policy("waiting-1", DEFAULT_POLICY.windows, pausing=frozenset({"waiting"}))


def ny(month, day, hour, minute=0, year=2026):
    return datetime(year, month, day, hour, minute, tzinfo=NEW_YORK)


def test_the_default_policy_pauses_nothing():
    pause = Pause(ny(6, 1, 10), ny(6, 1, 12))
    assert due_at(ny(6, 1, 9), "high", DEFAULT_POLICY, [pause]) == ny(6, 2, 9)


@pytest.mark.parametrize(
    ("ends", "due"),
    [
        (ny(6, 8, 8), ny(6, 8, 15)),  # waiting over the weekend moves it by nothing
        (ny(6, 8, 9), ny(6, 8, 16)),  # and until nine on Monday by one hour, not by 63 or 64
    ],
)
def test_a_pause_over_the_weekend_counts_business_hours_only(ends, due):
    start = ny(6, 5, 14)
    assert due_at(start, "high", BUSINESS) == ny(6, 8, 15)
    assert due_at(start, "high", BUSINESS, [Pause(ny(6, 5, 17), ends)]) == due


def test_resolving_out_of_a_long_pause_leaves_the_pause_out():
    opened, resolved = ny(2, 2, 9), ny(8, 3, 9)
    held = Pause(ny(2, 2, 12), None)
    assert resolution_time(opened, resolved, WAITING, [held]) == 3 * HOUR
    ended = Pause(ny(2, 2, 12), resolved)
    assert resolution_time(opened, resolved, WAITING, [ended]) == 3 * HOUR
    assert not is_breached(due_at(opened, "high", WAITING, [ended]), resolved, resolved)


def test_a_resolution_before_the_start_is_refused():
    with pytest.raises(EndsBeforeStart):
        resolution_time(ny(6, 2, 9), ny(6, 1, 9), WAITING)


def test_a_paused_case_past_its_old_due_time_stays_paused():
    held = Pause(ny(6, 1, 10))
    why = explain_due(ny(6, 1, 9), "urgent", WAITING, [held])
    assert (why.due_at, why.at_risk_at, why.paused_since) == (None, None, ny(6, 1, 10))
    assert not is_breached(why.due_at, None, ny(6, 9, 9))
    assert overdue_by(why.due_at, None, ny(6, 9, 9)) == timedelta(0)


def test_putting_a_late_case_on_hold_does_not_make_it_punctual():
    held = Pause(ny(6, 1, 14))
    why = explain_due(ny(6, 1, 9), "urgent", WAITING, [held])
    assert (why.due_at, why.paused_since) == (ny(6, 1, 13), None)
    ended = explain_due(ny(6, 1, 9), "urgent", WAITING, [Pause(ny(6, 1, 14), ny(6, 1, 15))])
    assert (ended.due_at, ended.paused) == (ny(6, 1, 13), timedelta(0))


def test_a_pause_that_begins_in_the_due_second_comes_too_late():
    assert due_at(ny(6, 1, 9), "urgent", WAITING, [Pause(ny(6, 1, 13))]) == ny(6, 1, 13)


def test_a_pause_survives_a_change_of_priority():
    pause = Pause(ny(6, 1, 10), ny(6, 1, 15))
    assert due_at(ny(6, 1, 9), "normal", WAITING, [pause]) == ny(6, 4, 14)
    assert due_at(ny(6, 1, 9), "high", WAITING, [pause]) == ny(6, 2, 14)


def test_renaming_what_pauses_moves_no_due_time():
    before, after = (Pause(ny(6, 1, 10), ny(6, 1, 15), reason) for reason in ("On hold", "Waiting for parts"))
    assert due_at(ny(6, 1, 9), "high", WAITING, [before]) == due_at(ny(6, 1, 9), "high", WAITING, [after])
    assert fingerprint(ny(6, 1, 9), "high", WAITING, [before]) == fingerprint(ny(6, 1, 9), "high", WAITING, [after])


def test_only_the_categories_of_the_policy_pause():
    pause = Pause(ny(6, 1, 10), ny(6, 1, 15), category="lunch")
    assert due_at(ny(6, 1, 9), "high", WAITING, [pause]) == ny(6, 2, 9)


def test_overlapping_pauses_count_once():
    pauses = [Pause(ny(6, 1, 11), ny(6, 1, 14)), Pause(ny(6, 1, 10), ny(6, 1, 12)), Pause(ny(6, 1, 14), ny(6, 1, 15))]
    assert due_at(ny(6, 1, 9), "high", WAITING, pauses) == ny(6, 2, 14)
    in_one = [Pause(ny(6, 1, 10), ny(6, 1, 15))]
    assert fingerprint(ny(6, 1, 9), "high", WAITING, pauses) == fingerprint(ny(6, 1, 9), "high", WAITING, in_one)
    assert explain_due(ny(6, 1, 9), "high", WAITING, pauses).paused == 5 * HOUR


def test_a_pause_inside_a_longer_one_ends_nothing():
    longer = Pause(ny(6, 1, 10), ny(6, 1, 15))
    for within in (Pause(ny(6, 1, 11), ny(6, 1, 12)), Pause(ny(6, 1, 10), ny(6, 1, 12))):
        assert due_at(ny(6, 1, 9), "high", WAITING, [longer, within]) == ny(6, 2, 14)


def test_a_pause_from_before_the_start_counts_from_the_start():
    assert due_at(ny(6, 1, 9), "high", WAITING, [Pause(ny(5, 31, 9), ny(6, 1, 10))]) == ny(6, 2, 10)
    assert due_at(ny(6, 1, 9), "high", WAITING, [Pause(ny(5, 31, 9), ny(6, 1, 8))]) == ny(6, 2, 9)


def test_a_pause_cannot_end_before_it_starts():
    assert Pause(ny(6, 1, 9), ny(6, 1, 9)).end == ny(6, 1, 9)
    with pytest.raises(PauseEndsBeforeStart):
        Pause(ny(6, 1, 9), ny(6, 1, 8, 59))
