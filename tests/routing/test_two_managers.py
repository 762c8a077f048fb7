"""Two managers at one calendar at the same moment, each on a real connection: one clean outcome."""

from datetime import date

import pytest

from routing.models import Calendar, Holiday, StaleSetup, noted
from tests.cast import as_company, at_once, overtaken

from .conftest import OFFICE

DAY = date(2026, 12, 24)


@pytest.fixture
def acme(transactional_db, acme):
    return acme


@pytest.fixture
def calendar(acme, north, boss):
    """The calendar of a branch."""
    with as_company(acme):
        Calendar.objects.set_hours(None, OFFICE, by=boss, was=0)
        return Calendar.objects.set_hours(north, OFFICE, by=boss, was=0)


@pytest.fixture
def close(calendar, boss):
    return within(calendar, lambda: calendar.close_on(DAY, "Christmas Eve", by=boss))


@pytest.fixture
def give_up(calendar, boss):
    held = again(calendar)
    return within(calendar, lambda: held.give_up(by=boss))


def again(calendar):
    """Another manager's look at the same calendar."""
    with as_company(calendar.tenant_id):
        return Calendar.objects.get(pk=calendar.pk)


def within(calendar, act):
    def run():
        with as_company(calendar.tenant_id):
            return act()

    return run


def acts(acme):
    with as_company(acme):
        return [line.facts["act"] for line in noted("calendar")]


def test_the_same_holiday_by_two_hands_is_one(acme, calendar, close):
    assert at_once(close, close) == [None, None]
    assert acts(acme).count("closed") == 1


def test_a_holiday_in_a_calendar_that_is_given_up_meanwhile_is_refused(acme, calendar, close, give_up):
    assert isinstance(*overtaken(give_up, close), StaleSetup)
    with as_company(acme):
        assert not Holiday.objects.exists()
    assert "closed" not in acts(acme)


def test_a_calendar_that_gets_a_holiday_meanwhile_is_given_up_with_it(acme, calendar, close, give_up):
    assert overtaken(close, give_up) == [None]
    with as_company(acme):
        assert [one.branch for one in Calendar.objects.all()] == [None]


def test_given_up_by_two_hands_it_is_said_once(acme, calendar, give_up, boss):
    held = again(calendar)
    assert at_once(give_up, within(calendar, lambda: held.give_up(by=boss))) == [None, None]
    assert acts(acme).count("given-up") == 1
