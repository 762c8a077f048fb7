"""Two managers at one setting at the same moment, each on a real connection: one clean outcome."""

from datetime import date

import pytest

from routing.models import (
    Calendar,
    CannotName,
    CannotRemove,
    Department,
    HandOvers,
    Holiday,
    RuleBook,
    SlaPolicy,
    StaleSetup,
    Targets,
    WaitingLabel,
    noted,
)
from routing.rules import Rule
from tests.cast import as_company, at_once, each, overtaken
from tests.factories import MembershipFactory

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


def rules(reason):
    return (Rule("warehouse", frozenset({reason})), Rule("support"))


# What one of two managers writes who began with the same page, given the one word or number in which they differ.
WRITE = {
    "rules": (("damage", "defect"), lambda mine, by: RuleBook.objects.write(rules(mine), by=by, was=0)),
    "targets": ((20, 30), lambda mine, by: SlaPolicy.objects.write(Targets(at_risk_percent=mine), by=by, was=0)),
    "hand-overs": ((4, 5), lambda mine, by: HandOvers.objects.set_limit(mine, by=by, was=3)),
    "hours": ((1, 2), lambda day, by: Calendar.objects.set_hours(None, {day: OFFICE[0]}, by=by, was=0)),
}


@pytest.mark.parametrize("what", WRITE)
def test_of_two_who_save_at_once_the_second_hears_of_the_first(what, acme, boss):
    both, write = WRITE[what]
    outcomes = each(acme, lambda mine: write(mine, boss), *both)
    assert [type(outcome) for outcome in outcomes if isinstance(outcome, Exception)] == [StaleSetup]


def test_of_two_departments_of_one_name_one_is_founded(acme, boss):
    outcomes = each(acme, lambda name: Department.objects.found(name, by=boss), "Paint shop", "paint shop")
    assert sorted(type(outcome) for outcome in outcomes if isinstance(outcome, Exception)) == [CannotName]


def test_two_departments_whose_names_make_one_key_have_two(acme, boss):
    one, two = each(acme, lambda name: Department.objects.found(name, by=boss), "Paint shop", "Paint-shop")
    assert {one.key, two.key} == {"paint_shop", "paint_shop_2"}


def test_the_last_two_do_not_both_leave_a_department_that_rules_need(acme, boss):
    with as_company(acme):
        support = Department.objects.get(key="support")
        people = [MembershipFactory() for _ in range(2)]
        for member in people:
            support.enrol(member)
    outcomes = each(acme, lambda member: support.dismiss(member, by=boss), *people)
    assert [type(outcome) for outcome in outcomes if outcome] == [CannotRemove]
    with as_company(acme):
        assert support.seats.count() == 1


def test_one_kind_of_waiting_is_called_what_the_last_one_said(acme, boss):
    assert (
        each(acme, lambda word: WaitingLabel.objects.call("parts", word, by=boss), "On order", "Ordered") == [None] * 2
    )
    with as_company(acme):
        assert WaitingLabel.objects.labels()["parts"] in ("On order", "Ordered")
        assert WaitingLabel.objects.count() == 1
