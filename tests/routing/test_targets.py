"""Calendar promises: today, the next business day, the next opening, a day or two after the job."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.hours import OpeningHours, always_open, call_window, next_business_day, next_opening, same_day

NEW_YORK = ZoneInfo("America/New_York")
WEEKDAYS = OpeningHours("America/New_York", dict.fromkeys(range(5), ((time(8), time(17)),)))


def ny(month, day, hour=0, minute=0):
    return datetime(2026, month, day, hour, minute, tzinfo=NEW_YORK)


def closed_on(*days):
    return OpeningHours(WEEKDAYS.zone, WEEKDAYS.weekly, frozenset(days))


naive = datetime.fromisoformat
moments = st.datetimes(naive("2026-01-01"), naive("2027-01-01"), timezones=st.just(NEW_YORK))


def test_a_concern_on_friday_afternoon_is_answered_by_monday_evening():
    target = next_business_day(ny(6, 5, 16, 50), WEEKDAYS)
    assert (target.kind, target.due_at, target.is_clamped) == ("next-business-day", ny(6, 8, 17), False)


def test_a_concern_before_a_holiday_monday_is_answered_by_tuesday_evening():
    assert next_business_day(ny(6, 5, 16, 50), closed_on(date(2026, 6, 8))).due_at == ny(6, 9, 17)


def test_a_concern_on_saturday_is_answered_by_monday_evening():
    assert next_business_day(ny(6, 6, 11), WEEKDAYS).due_at == ny(6, 8, 17)


def test_the_next_day_is_counted_on_the_wall_of_the_house_not_in_greenwich():
    assert next_business_day(ny(6, 1, 21), WEEKDAYS).due_at == ny(6, 2, 17)


def test_an_active_leak_on_friday_afternoon_is_answered_today():
    target = same_day(ny(6, 5, 16, 50), WEEKDAYS)
    assert (target.due_at, target.is_clamped) == (ny(6, 5, 17), False)


@pytest.mark.parametrize("at", [ny(6, 5, 17), ny(6, 5, 22), ny(6, 6, 9)])
def test_an_active_leak_after_closing_is_still_answered_today(at):
    target = same_day(at, WEEKDAYS)
    assert (target.due_at, target.is_clamped) == (ny(6, at.day + 1), True)


def test_a_request_at_night_is_seen_at_the_morning_dispatch():
    assert next_opening(ny(6, 2, 2, 10), WEEKDAYS).due_at == ny(6, 2, 8)
    assert next_opening(ny(6, 6, 2, 10), WEEKDAYS).due_at == ny(6, 8, 8)
    assert next_opening(ny(6, 2, 9, 10), WEEKDAYS).due_at == ny(6, 2, 9, 10)
    assert next_opening(ny(6, 2, 17), WEEKDAYS).due_at == ny(6, 3, 8)


def test_business_ends_with_the_last_closing_not_with_lunch():
    lunch = OpeningHours("America/New_York", dict.fromkeys(range(5), ((time(8), time(12)), (time(13), time(17)))))
    assert lunch.end_of_business(date(2026, 6, 1)) == ny(6, 1, 17)
    assert lunch.end_of_business(date(2026, 6, 6)) is None
    assert same_day(ny(6, 1, 12, 30), lunch).due_at == ny(6, 1, 17)


def test_a_job_on_friday_is_called_about_from_saturday_to_sunday_where_weekends_are_open():
    target = call_window(ny(6, 5, 15), always_open("America/New_York"))
    assert (target.opens_at, target.due_at, target.is_clamped) == (ny(6, 6, 15), ny(6, 7, 15), False)


def test_a_job_on_friday_is_called_about_on_monday_where_weekends_are_closed():
    target = call_window(ny(6, 5, 15), WEEKDAYS)
    assert (target.opens_at, target.due_at, target.is_clamped) == (ny(6, 8, 8), ny(6, 8, 17), True)


@pytest.mark.parametrize(
    ("done", "opens", "due", "clamped"),
    [
        (ny(6, 1, 15), ny(6, 2, 15), ny(6, 3, 15), False),
        (ny(6, 1, 8), ny(6, 2, 8), ny(6, 2, 17), True),  # nobody can call in the moment of opening
        (ny(6, 1, 20), ny(6, 3, 8), ny(6, 3, 17), True),  # finished in the evening: the day after tomorrow
        (ny(6, 4, 15), ny(6, 5, 15), ny(6, 5, 17), True),  # Saturday falls away, two hours remain
        (ny(6, 6, 9), ny(6, 8, 8), ny(6, 8, 17), True),  # finished on Saturday: as long as for Friday's job
        (ny(6, 4, 16, 30), ny(6, 5, 16, 30), ny(6, 8, 17), True),  # half an hour is no window
        (ny(3, 6, 15), ny(3, 9, 8), ny(3, 9, 17), True),  # over the night of the clock change
    ],
)
def test_a_call_window_keeps_to_the_open_part(done, opens, due, clamped):
    target = call_window(done, WEEKDAYS)
    assert (target.opens_at, target.due_at, target.is_clamped) == (opens, due, clamped)


@settings(deadline=None, max_examples=100)
@given(moments)
def test_a_promise_can_always_be_kept_in_open_time(at):
    hours = closed_on(date(2026, 7, 3), date(2026, 12, 25), date(2026, 11, 26), date(2026, 11, 27))
    for target in (next_business_day(at, hours), call_window(at, hours)):
        assert at <= target.opens_at < target.due_at
        assert hours.between(target.opens_at, target.due_at) >= timedelta(hours=1)
        assert hours.is_open(target.due_at - timedelta(microseconds=1))
    assert at < same_day(at, hours).due_at <= at + timedelta(hours=25)


@settings(deadline=None, max_examples=100)
@given(moments, st.timedeltas(timedelta(0), timedelta(days=9)))
def test_a_later_event_never_gets_an_earlier_promise(at, later):
    for promise in (same_day, next_business_day, next_opening, call_window):
        assert promise(at, WEEKDAYS).due_at <= promise(at + later, WEEKDAYS).due_at
