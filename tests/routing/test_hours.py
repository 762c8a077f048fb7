"""Opening hours: spans, sums, targets, and the two nights a year when clocks jump."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from routing.hours import (
    BadHours,
    EndsBeforeStart,
    NaiveMoment,
    NeverOpen,
    OpeningHours,
    always_open,
    moment_of,
)
from routing.targets import call_window, next_business_day

NEW_YORK = ZoneInfo("America/New_York")
HOUR = timedelta(hours=1)
NINE_TO_FIVE = ((time(8), time(17)),)
WEEKDAYS = OpeningHours("America/New_York", dict.fromkeys(range(5), NINE_TO_FIVE))
LUNCH = OpeningHours("America/New_York", dict.fromkeys(range(5), ((time(8), time(12)), (time(13), time(17)))))
ZONES = ["America/New_York", "Europe/Berlin", "Asia/Riyadh", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia"]


def ny(month, day, hour=0, minute=0, year=2026):
    return datetime(year, month, day, hour, minute, tzinfo=NEW_YORK)


def closed_on(*days):
    return OpeningHours(WEEKDAYS.zone, WEEKDAYS.weekly, frozenset(days))


@st.composite
def calendars(draw):
    def day(quarters):
        edges = sorted(quarters)[: len(quarters) // 2 * 2]
        times = [time(quarter // 4 % 24, quarter % 4 * 15) for quarter in edges]
        return tuple(zip(times[::2], times[1::2], strict=True))

    days = st.sets(st.integers(0, 96), max_size=6).map(day)
    weekly = draw(st.dictionaries(st.integers(0, 6), days, min_size=1))
    assume(any(weekly.values()))
    holidays = draw(st.frozensets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=5))
    return OpeningHours(draw(st.sampled_from(ZONES)), weekly, holidays)


naive = datetime.fromisoformat
moments = st.datetimes(naive("2009-01-01"), naive("2037-01-01"), timezones=st.just(UTC))
spans = st.timedeltas(timedelta(0), timedelta(hours=60)).map(lambda span: span - span % timedelta(seconds=1))
fast = settings(max_examples=100)


# Adding and measuring


def test_two_hours_from_half_past_eleven_step_over_lunch():
    assert LUNCH.add(ny(6, 1, 11, 30), 2 * HOUR) == ny(6, 1, 14, 30)
    assert LUNCH.between(ny(6, 1, 11, 30), ny(6, 1, 14, 30)) == 2 * HOUR


def test_time_that_runs_out_at_closing_ends_at_closing():
    assert WEEKDAYS.add(ny(6, 5, 16), HOUR) == ny(6, 5, 17)
    assert WEEKDAYS.add(ny(6, 5, 16), HOUR + timedelta(seconds=1)) == ny(6, 8, 8) + timedelta(seconds=1)


def test_nothing_added_is_the_same_moment_even_at_night():
    assert WEEKDAYS.add(ny(6, 6, 3), timedelta(0)) == ny(6, 6, 3)


def test_a_weekend_measures_nothing():
    assert WEEKDAYS.between(ny(6, 5, 17), ny(6, 8, 8)) == timedelta(0)


def test_a_holiday_measures_nothing():
    assert closed_on(date(2026, 6, 3)).between(ny(6, 1), ny(6, 6)) == 4 * 9 * HOUR


def test_the_end_cannot_come_first():
    with pytest.raises(EndsBeforeStart):
        WEEKDAYS.between(ny(6, 2), ny(6, 1))
    with pytest.raises(EndsBeforeStart):
        WEEKDAYS.add(ny(6, 2), -HOUR)


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(NaiveMoment):
        WEEKDAYS.add(naive("2026-06-01"), HOUR)


@fast
@given(calendars(), moments, spans)
def test_measuring_undoes_adding(hours, start, amount):
    assert hours.between(start, hours.add(start, amount)) == amount


@fast
@given(calendars(), moments, spans)
def test_adding_undoes_measuring_while_open(hours, start, amount):
    end = hours.add(start, amount)
    assert hours.add(start, hours.between(start, end)) == end


@fast
@given(calendars(), moments, spans, spans)
def test_adding_twice_is_adding_once(hours, start, one, other):
    assert hours.add(hours.add(start, one), other) == hours.add(start, one + other)


@fast
@given(calendars(), st.tuples(moments, spans, spans))
def test_measuring_in_two_parts_is_measuring_once(hours, stretch):
    start, one, other = stretch
    middle, end = start + one, start + one + other
    assert hours.between(start, middle) + hours.between(middle, end) == hours.between(start, end)


@fast
@given(st.sampled_from(ZONES), moments, spans)
def test_always_open_is_elapsed_time_over_every_clock_change(zone, start, amount):
    assert always_open(zone).add(start, amount) == start + amount
    assert always_open(zone).between(start, start + amount) == amount


# Clock changes


@fast
@given(st.sampled_from(ZONES), moments)
def test_a_wall_time_that_exists_comes_back_as_itself(zone, moment):
    wall = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)
    assert moment_of(wall, ZoneInfo(zone)).astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0) == wall


@fast
@given(st.sampled_from(ZONES), moments, spans)
def test_later_wall_times_never_come_earlier(zone, moment, later):
    wall = moment.replace(tzinfo=None)
    assert moment_of(wall, ZoneInfo(zone)) <= moment_of(wall + later, ZoneInfo(zone))


def test_a_skipped_wall_time_is_the_moment_of_the_skip():
    skip = datetime(2026, 3, 8, 7, tzinfo=UTC)
    for minute in (0, 1, 30, 59):
        assert moment_of(naive(f"2026-03-08T02:{minute:02}"), NEW_YORK) == skip


def test_a_repeated_wall_time_is_its_first_occurrence():
    assert moment_of(naive("2026-11-01T01:30"), NEW_YORK) == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_a_night_shift_is_an_hour_shorter_in_spring_and_longer_in_autumn():
    night = OpeningHours("America/New_York", {5: ((time(22), time(0)),), 6: ((time(0), time(6)),)})
    assert night.between(ny(3, 7, 12), ny(3, 8, 12)) == 7 * HOUR
    assert night.between(ny(10, 31, 12), ny(11, 1, 12)) == 9 * HOUR


def test_hours_inside_the_skipped_hour_are_closed_that_day():
    early = OpeningHours("America/New_York", {6: ((time(2, 15), time(2, 45)),)})
    assert early.spans_on(date(2026, 3, 8)) == ()
    assert early.add(ny(3, 7), HOUR / 4) == ny(3, 15, 2, 30)


def test_clocks_that_fall_back_over_midnight_lose_no_open_time():
    sundays = OpeningHours("America/St_Johns", {6: ((time(0), time(0)),)})
    midnight = datetime(2010, 11, 7, 2, 30, tzinfo=UTC)  # a minute later it is Saturday 23:01 again
    assert sundays.between(midnight, midnight + HOUR / 2) == HOUR / 2


def test_a_day_that_a_country_skipped_is_closed():
    samoa = always_open("Pacific/Apia")
    assert samoa.spans_on(date(2011, 12, 30)) == ()
    assert samoa.trial(date(2011, 12, 30)) == date(2011, 12, 31)


# Calendars


@pytest.mark.parametrize(
    "closed",
    [
        OpeningHours("UTC", {}),
        OpeningHours("UTC", dict.fromkeys(range(7), ())),
        OpeningHours("UTC", {0: NINE_TO_FIVE}, {date(2026, 1, 5) + timedelta(days=7 * week) for week in range(600)}),
    ],
)
def test_a_calendar_that_never_opens_is_refused_and_never_loops(closed):
    start = datetime(2026, 1, 1, tzinfo=UTC)
    for question in (
        lambda: closed.trial(date(2026, 1, 1)),
        lambda: closed.add(start, HOUR),
        lambda: closed.next_opening(start),
        lambda: next_business_day(start, closed),
        lambda: call_window(start, closed),
    ):
        with pytest.raises(NeverOpen):
            question()
    assert closed.between(start, start + timedelta(days=365)) == timedelta(0)


def test_a_window_that_ten_years_cannot_hold_is_refused():
    rarely = OpeningHours("UTC", {0: ((time(8), time(8, 1)),)})
    with pytest.raises(NeverOpen):
        rarely.add(datetime(2026, 1, 1, tzinfo=UTC), 24 * HOUR)


@pytest.mark.parametrize(
    ("kind", "zone", "weekly"),
    [
        ("unknown-zone", "Mars/Olympus", {}),
        ("unknown-zone", "../etc/passwd", {}),
        ("unknown-zone", "", {}),
        ("unknown-weekday", "UTC", {7: NINE_TO_FIVE}),
        ("closes-before-opening", "UTC", {0: ((time(17), time(8)),)}),
        ("closes-before-opening", "UTC", {0: ((time(8), time(8)),)}),
        ("hours-overlap", "UTC", {0: ((time(8), time(12)), (time(11), time(17)))}),
        ("hours-overlap", "UTC", {0: ((time(8), time(0)), (time(11), time(17)))}),
        ("hours-carry-a-zone", "UTC", {0: ((time(8, tzinfo=UTC), time(17, tzinfo=UTC)),)}),
    ],
)
def test_muddled_hours_are_refused_by_name(kind, zone, weekly):
    with pytest.raises(BadHours) as refusal:
        OpeningHours(zone, weekly)
    assert refusal.value.args[0] == kind


def test_hours_may_touch_and_come_in_any_order():
    touching = OpeningHours("UTC", {0: ((time(12), time(17)), (time(8), time(12)))})
    assert touching.between(datetime(2026, 6, 1, tzinfo=UTC), datetime(2026, 6, 2, tzinfo=UTC)) == 9 * HOUR
    assert touching == OpeningHours("UTC", {0: ((time(8), time(12)), (time(12), time(17)))})


def test_the_doors_are_open_from_opening_until_before_closing():
    moments_of_day = [ny(6, 1, 7, 59), ny(6, 1, 8), ny(6, 1, 12), ny(6, 1, 13), ny(6, 1, 17), ny(6, 6, 12)]
    assert [LUNCH.is_open(moment) for moment in moments_of_day] == [False, True, False, True, False, False]


@fast
@given(calendars())
def test_a_calendar_is_spelled_the_same_way_however_it_was_written(hours):
    again = OpeningHours(
        hours.zone, {day: intervals[::-1] for day, intervals in enumerate(hours.weekly)}, hours.holidays
    )
    assert (again, again.as_text(), hash(again)) == (hours, hours.as_text(), hash(hours))
