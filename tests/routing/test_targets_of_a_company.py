"""Targets, calendars and labels of a company: versions, trial calculations, and the policy they make."""

from datetime import date, time, timedelta

import pytest
from django.utils import timezone

from routing.clock import DEFAULT_POLICY
from routing.hours import NeverOpen
from routing.models import (
    BadTargets,
    Calendar,
    Rollout,
    SlaPolicy,
    StaleSetup,
    Targets,
    WaitingLabel,
    setup_of,
)
from tenants.models import Branch, Tenant

from .conftest import OFFICE

pytestmark = pytest.mark.usefixtures("in_acme")

FAST = {"urgent": 60, "high": 240, "normal": 480, "low": 960}


def setup(acme):
    return setup_of(Tenant.objects.get(pk=acme.pk))


def policy(acme, branch=None):
    return setup(acme).policy(branch and branch.pk)


class TestTargets:
    def test_without_a_row_the_policy_is_exactly_the_default_one(self, acme):
        assert policy(acme) is DEFAULT_POLICY
        assert Targets().as_policy(DEFAULT_POLICY.version) == DEFAULT_POLICY

    def test_changing_other_things_leaves_the_default_policy_as_it_is(self, acme, boss, office):
        assert policy(acme) == DEFAULT_POLICY

    def test_every_saving_is_a_new_version(self, acme, boss):
        SlaPolicy.objects.write(Targets(windows=FAST), by=boss, was=0)
        SlaPolicy.objects.write(Targets(windows=FAST, at_risk_percent=50, pausing=("parts",)), by=boss, was=1)
        own = policy(acme)
        assert (own.windows["urgent"], own.at_risk_share, own.pausing) == (60, 0.5, {"parts"})
        assert SlaPolicy.objects.in_force()[0] == 2

    def test_the_same_again_is_harmless(self, boss):
        SlaPolicy.objects.write(Targets(), by=boss, was=0)
        for _ in range(2):
            SlaPolicy.objects.write(Targets(windows=FAST), by=boss, was=0)
        assert SlaPolicy.objects.in_force()[0] == 1

    def test_the_second_of_two_managers_hears_what_the_first_saved(self, boss):
        SlaPolicy.objects.write(Targets(windows=FAST), by=boss, was=0)
        with pytest.raises(StaleSetup) as stale:
            SlaPolicy.objects.write(Targets(at_risk_percent=10), by=boss, was=0)
        assert stale.value.args == (1, Targets(windows=FAST))

    def test_business_hours_need_a_calendar(self, boss):
        with pytest.raises(BadTargets):
            SlaPolicy.objects.write(Targets(business_hours=True), by=boss, was=0)

    def test_targets_that_no_working_time_could_hold_are_refused_by_trying(self, boss):
        Calendar.objects.set_hours(None, {0: ((time(8), time(8, 1)),)}, by=boss, was=0)
        with pytest.raises(BadTargets):
            SlaPolicy.objects.write(Targets(business_hours=True), by=boss, was=0)


class TestCalendars:
    def test_hours_count_where_the_policy_says_so(self, acme, boss, office):
        SlaPolicy.objects.write(Targets(business_hours=True), by=boss, was=0)
        assert policy(acme).hours.weekly[0] == ((time(8), time(17)),)
        assert policy(acme).hours.zone == "America/New_York"

    def test_a_branch_has_its_own_hours_or_the_companys_in_its_own_zone(self, acme, boss, office, north, south):
        Branch.objects.filter(pk=south.pk).update(time_zone="America/Chicago")
        Calendar.objects.set_hours(north, {5: ((time(9), time(12)),)}, by=boss, was=0)
        SlaPolicy.objects.write(Targets(business_hours=True), by=boss, was=0)
        assert policy(acme, north).hours.weekly[0] == ()
        assert (policy(acme, south).hours.zone, policy(acme, south).hours.weekly[0]) == (
            "America/Chicago",
            ((time(8), time(17)),),
        )
        Calendar.objects.of_place(north).give_up(by=boss)
        assert policy(acme, north).hours == policy(acme).hours

    def test_edge_16_a_calendar_without_a_working_day_is_refused(self, boss):
        with pytest.raises(NeverOpen):
            Calendar.objects.set_hours(None, {}, by=boss, was=0)
        assert not Calendar.objects.exists()

    def test_edge_16_the_holiday_that_takes_the_last_working_day_is_refused(self, boss):
        calendar = Calendar.objects.set_hours(None, {0: ((time(8), time(17)),)}, by=boss, was=0)
        today = timezone.localdate()
        mondays = [today + timedelta(days=7 * week - today.weekday()) for week in range(60)]
        with pytest.raises(NeverOpen):
            for monday in mondays:
                calendar.close_on(monday, "Closed", by=boss)
        assert 50 < calendar.holidays.count() < 60

    def test_a_holiday_twice_is_one_and_taking_it_back_twice_is_harmless(self, acme, boss, office):
        day = date(2026, 12, 25)
        for _ in range(2):
            office.close_on(day, "Christmas", by=boss)
        assert office.holidays.count() == 1
        for _ in range(2):
            office.open_on(day, by=boss)
        assert office.holidays.count() == 0

    def test_the_second_of_two_managers_hears_that_the_hours_have_changed(self, boss, office):
        Calendar.objects.set_hours(None, {0: OFFICE[0]}, by=boss, was=1)
        with pytest.raises(StaleSetup):
            Calendar.objects.set_hours(None, {1: OFFICE[1]}, by=boss, was=1)

    def test_every_change_asks_workers_to_derive_the_clocks_anew(self, acme, boss, office):
        marks = {Rollout.objects.get(kind="clock").mark}
        office.close_on(date(2026, 12, 25), "Christmas", by=boss)
        marks.add(Rollout.objects.get(kind="clock").mark)
        assert len(marks) == 2
        assert Tenant.objects.get(pk=acme.pk).setup_mark in marks


class TestLabels:
    def test_a_kind_of_waiting_is_called_what_the_company_likes(self, acme, boss):
        WaitingLabel.objects.call("parts", "On order", by=boss)
        assert setup(acme).waiting_label("parts") == "On order"
        assert setup(acme).waiting_label("customer") == "Waiting for the customer"

    def test_edge_14_another_label_asks_nobody_to_derive_anything(self, boss):
        WaitingLabel.objects.call("parts", "On order", by=boss)
        assert not Rollout.objects.exists()


def test_a_setup_that_was_rolled_back_is_never_remembered(acme, boss):
    from django.db import transaction

    class Undo(Exception):
        pass

    with pytest.raises(Undo), transaction.atomic():
        SlaPolicy.objects.write(Targets(windows=FAST), by=boss, was=0)
        assert policy(acme).windows["urgent"] == 60
        raise Undo
    assert policy(acme) is DEFAULT_POLICY
    SlaPolicy.objects.write(Targets(at_risk_percent=40), by=boss, was=0)
    assert policy(acme).windows["urgent"] == 240
