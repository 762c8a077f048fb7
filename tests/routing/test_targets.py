"""Calendar promises: at once, in so many business days, by the morning dispatch, a day or two after the job."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from routing.hours import OpeningHours, always_open
from routing.targets import at_once, call_window, in_business_days, morning_dispatch, next_business_day

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
    assert (target.kind, target.due_at, target.is_clamped) == ("business-days", ny(6, 8, 17), False)


def test_a_concern_before_a_holiday_monday_is_answered_by_tuesday_evening():
    assert next_business_day(ny(6, 5, 16, 50), closed_on(date(2026, 6, 8))).due_at == ny(6, 9, 17)


def test_a_concern_on_saturday_is_answered_by_monday_evening():
    assert next_business_day(ny(6, 6, 11), WEEKDAYS).due_at == ny(6, 8, 17)


def test_the_next_day_is_counted_on_the_wall_of_the_house_not_in_greenwich():
    assert next_business_day(ny(6, 1, 21), WEEKDAYS).due_at == ny(6, 2, 17)


def test_the_holiday_that_was_passed_over_is_named():
    assert next_business_day(ny(6, 5, 16, 50), closed_on(date(2026, 6, 8))).closed == (date(2026, 6, 8),)
    assert next_business_day(ny(6, 5, 16, 50), closed_on(date(2026, 6, 6), date(2026, 6, 10))).closed == ()


def test_an_active_leak_on_friday_afternoon_is_answered_within_the_hour():
    target = at_once(ny(6, 5, 16, 50), WEEKDAYS)
    assert (target.due_at, target.is_clamped) == (ny(6, 5, 17, 50), False)


@pytest.mark.parametrize("at", [ny(6, 5, 17), ny(6, 5, 22), ny(6, 6, 9), ny(6, 7, 22, 59)])
def test_an_active_leak_is_no_matter_of_opening_hours(at):
    assert at_once(at, WEEKDAYS).due_at == at + timedelta(hours=1)


def test_an_active_leak_is_answered_today_in_any_case():
    target = at_once(ny(6, 5, 23, 20), WEEKDAYS)
    assert (target.due_at, target.is_clamped) == (ny(6, 6), True)
    assert at_once(ny(6, 5, 16), WEEKDAYS, timedelta(hours=12)).due_at == ny(6, 6)


def test_a_minute_before_midnight_there_is_a_quarter_of_an_hour():
    assert at_once(ny(6, 5, 23, 59), WEEKDAYS).due_at == ny(6, 6, 0, 14)


def test_a_quote_is_followed_up_after_so_many_business_days():
    assert in_business_days(ny(6, 4, 10), WEEKDAYS, 3).due_at == ny(6, 9, 17)
    assert in_business_days(ny(6, 4, 10), closed_on(date(2026, 6, 5)), 3).due_at == ny(6, 10, 17)


def test_a_request_at_night_is_seen_by_the_morning_dispatch():
    assert morning_dispatch(ny(6, 2, 2, 10), WEEKDAYS).due_at == ny(6, 2, 9)
    assert morning_dispatch(ny(6, 2, 7, 59), WEEKDAYS).due_at == ny(6, 2, 9)
    assert morning_dispatch(ny(6, 6, 2, 10), WEEKDAYS).due_at == ny(6, 8, 9)
    assert morning_dispatch(ny(6, 2, 9, 10), WEEKDAYS).due_at == ny(6, 3, 9)
    assert morning_dispatch(ny(6, 5, 17), closed_on(date(2026, 6, 8))).due_at == ny(6, 9, 9)


@pytest.mark.parametrize(("by", "due"), [(time(7), ny(6, 2, 9)), (time(8), ny(6, 2, 9)), (time(18), ny(6, 2, 17))])
def test_a_morning_outside_of_opening_hours_is_moved_into_them(by, due):
    target = morning_dispatch(ny(6, 2, 2, 10), WEEKDAYS, by)
    assert (target.due_at, target.is_clamped) == (due, True)


def test_the_morning_is_that_of_the_branch_also_when_the_clocks_change():
    assert morning_dispatch(ny(3, 6, 20), WEEKDAYS).due_at == ny(3, 9, 9)
    assert morning_dispatch(ny(10, 30, 20), WEEKDAYS).due_at == ny(11, 2, 9)
    night = always_open("America/New_York")
    assert morning_dispatch(ny(3, 7, 20), night, time(2, 30)).due_at == ny(3, 8, 3)  # 02:30 is left out that night


def test_business_ends_with_the_last_closing_not_with_lunch():
    lunch = OpeningHours("America/New_York", dict.fromkeys(range(5), ((time(8), time(12)), (time(13), time(17)))))
    assert lunch.end_of_business(date(2026, 6, 1)) == ny(6, 1, 17)
    assert lunch.end_of_business(date(2026, 6, 6)) is None
    assert next_business_day(ny(5, 29, 12, 30), lunch).due_at == ny(6, 1, 17)


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


def mornings(by):
    return lambda at, hours: morning_dispatch(at, hours, by)


PROMISES = [
    at_once,
    next_business_day,
    lambda at, hours: in_business_days(at, hours, 3),
    mornings(time(9)),
    mornings(time(6)),
    mornings(time(22)),
    call_window,
]
HOLIDAYS = closed_on(date(2026, 7, 3), date(2026, 12, 25), date(2026, 11, 26), date(2026, 11, 27))


@settings(max_examples=100)
@given(moments)
def test_a_promise_can_always_be_kept_in_open_time(at):
    for promise in PROMISES[1:]:
        target = promise(at, HOLIDAYS)
        assert at <= target.opens_at < target.due_at or target.opens_at < at < target.due_at
        assert HOLIDAYS.between(max(at, target.opens_at), target.due_at) >= timedelta(hours=1)
        assert HOLIDAYS.is_open(target.due_at - timedelta(microseconds=1))
        assert set(target.closed) <= HOLIDAYS.holidays
    at, due_at = at.astimezone(UTC), at_once(at, HOLIDAYS).due_at
    assert at + timedelta(minutes=15) <= due_at <= at + timedelta(hours=1)


@settings(max_examples=100)
@given(moments, st.timedeltas(timedelta(0), timedelta(days=9)))
def test_a_later_event_never_gets_an_earlier_promise(at, later):
    for promise in PROMISES:
        assert promise(at, HOLIDAYS).due_at <= promise(at + later, HOLIDAYS).due_at
