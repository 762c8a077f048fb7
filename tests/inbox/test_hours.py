"""Quiet hours: pure arithmetic of a day, a night and a zone."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inbox.hours import peace_ends_at

NEW_YORK = ZoneInfo("America/New_York")
ZONES = st.sampled_from(["UTC", "America/New_York", "Asia/Kolkata", "Pacific/Apia", "Australia/Lord_Howe"]).map(
    ZoneInfo
)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC))  # noqa: DTZ001


def ends(text, start, end, zone=NEW_YORK):
    found = peace_ends_at(datetime.fromisoformat(text).replace(tzinfo=zone), zone, time(start), time(end))
    return found and found.astimezone(zone).strftime("%a %H:%M")


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-20T19:59", None),
        ("2026-11-20T20:00", "Sat 07:00"),
        ("2026-11-20T23:59", "Sat 07:00"),
        ("2026-11-21T00:00", "Sat 07:00"),
        ("2026-11-21T06:59", "Sat 07:00"),
        ("2026-11-21T07:00", None),
    ],
)
def test_a_night(moment, expected):
    assert ends(moment, 20, 7) == expected


def test_an_afternoon():
    assert [ends(f"2026-11-20T{hour}:00", 12, 14) for hour in (11, 12, 13, 14)] == [
        None,
        "Fri 14:00",
        "Fri 14:00",
        None,
    ]


def test_none_without_both_ends_or_between_the_same():
    moment = datetime(2026, 11, 20, 23, tzinfo=UTC)
    for start, end in ((None, time(7)), (time(20), None), (None, None), (time(7), time(7))):
        assert peace_ends_at(moment, NEW_YORK, start, end) is None


def test_an_end_that_the_clocks_jump_over_is_the_jump():
    assert ends("2026-03-08T01:30", 20, 2) == "Sun 03:00"


@given(MOMENTS, ZONES, st.times(), st.times())
def test_peace_ends_within_a_day_and_is_over_then(moment, zone, start, end):
    end_at = peace_ends_at(moment, zone, start, end)
    if end_at is not None:
        assert timedelta(0) <= end_at - moment <= timedelta(hours=27)
        later = peace_ends_at(end_at + timedelta(microseconds=1), zone, start, end)
        assert later is None or later - end_at < timedelta(hours=27)


@given(MOMENTS, ZONES, st.times(), st.times())
def test_any_moment_is_in_one_of_two_halves(moment, zone, start, end):
    if start != end:
        one, other = (peace_ends_at(moment, zone, *pair) for pair in ((start, end), (end, start)))
        assert (one is None) != (other is None)
