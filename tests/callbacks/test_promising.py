"""Promising a callback: by when, whose, about what, and once."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import uuid4

import pytest

from callbacks.models import Callback, CannotCallBack
from routing.models import Calendar
from tests.factories import (
    AccountFactory,
    BranchFactory,
    CallbackFactory,
    CaseFactory,
    ContactFactory,
    JobFactory,
    MembershipFactory,
)
from timeline.models import Entry

from .moments import FRIDAY, MONDAY_EVENING, fresh, kinds, told

pytestmark = pytest.mark.usefixtures("in_acme", "departments")


def promised(account, ada, kind, at=FRIDAY, **about):
    return CallbackFactory(account=account, by=ada, kind=kind, at=at, **about)


class TestWhen:
    """Decision 2: targets by the calendar of the branch."""

    @pytest.mark.parametrize(
        ("kind", "due"),
        [
            ("emergency", FRIDAY + timedelta(hours=1)),
            ("warranty", MONDAY_EVENING),
            ("status_update", MONDAY_EVENING),
            ("quote_follow_up", MONDAY_EVENING + timedelta(days=1)),
            ("after_hours", datetime(2026, 11, 23, 14, tzinfo=UTC)),  # Monday 09:00
            ("proactive", MONDAY_EVENING),  # Saturday to Sunday is closed
        ],
    )
    def test_on_a_friday_afternoon(self, account, ada, kind, due):
        assert fresh(promised(account, ada, kind)).due_at == due

    def test_a_concern_before_a_holiday_monday_is_for_tuesday_and_says_so(self, account, ada):
        week = dict.fromkeys(range(5), ((time(8), time(17)),))
        Calendar.objects.set_hours(None, week, by=ada, was=0).close_on(date(2026, 11, 23), "Founder's day", by=ada)
        callback = fresh(promised(account, ada, "warranty"))
        assert callback.due_at == MONDAY_EVENING + timedelta(days=1)
        assert callback.due_facts["closed"] == ["2026-11-23"]

    def test_a_branch_keeps_its_own_zone(self, account, ada):
        west = BranchFactory(name="West", time_zone="America/Los_Angeles")
        assert promised(account, ada, "warranty", branch=west).due_at == MONDAY_EVENING + timedelta(hours=3)

    def test_a_call_after_the_job_counts_from_the_job_and_has_a_window(self, account, ada):
        monday = datetime(2026, 11, 16, 20, tzinfo=UTC)
        callback = promised(account, ada, "proactive", since=monday, at=monday + timedelta(hours=1))
        assert (callback.due_from_at, callback.due_at) == (monday + timedelta(days=1), monday + timedelta(days=2))

    def test_what_was_agreed_with_the_customer_stands(self, account, ada):
        at_nine = datetime(2026, 11, 27, 14, tzinfo=UTC)
        callback = promised(account, ada, "status_update", due_at=at_nine)
        assert (callback.due_at, callback.due_facts["rule"]) == (at_nine, "agreed")

    def test_nothing_is_promised_for_the_past(self, account, ada):
        with pytest.raises(CannotCallBack):
            promised(account, ada, "warranty", due_at=FRIDAY)


class TestWhose:
    def test_the_promiser_keeps_it_and_is_not_told_so(self, callback, ada):
        assert (fresh(callback).owner, told(ada)) == (ada, [])

    def test_what_a_technician_promises_falls_to_the_owner_of_the_case(self, account, ada, member):
        case = CaseFactory(account=account, by=ada)
        callback = promised(account, member("technician"), "warranty", case=case)
        assert (callback.owner, told(ada)) == (ada, ["callbacks-given"])

    def test_else_to_whoever_is_on_duty_in_support_with_the_fewest(self, account, departments, member):
        busy, away, free = (MembershipFactory() for _ in range(3))
        for one in (busy, away, free):
            departments["support"].enrol(one)
        away.go_off_duty(by=away)
        promised(account, busy, "warranty")
        assert CallbackFactory(account=account, at=FRIDAY).owner == free

    def test_else_to_whoever_runs_the_branch(self, account, north, boss, member):
        own = member("manager", branch=north)
        assert CallbackFactory(account=account, at=FRIDAY).owner == boss
        assert CallbackFactory(account=account, at=FRIDAY, branch=north).owner == own

    def test_somebody_of_another_branch_keeps_no_promise_here(self, account, ada, north, south, member):
        with pytest.raises(CannotCallBack):
            promised(account, ada, "warranty", branch=north, owner=member("support", branch=south))

    def test_where_nobody_works_nothing_is_promised(self, account):
        with pytest.raises(CannotCallBack):
            CallbackFactory(account=account)
        assert not Callback.objects.exists()


class TestWhat:
    def test_it_knows_how_to_reach_them(self, account, ada):
        contact = ContactFactory(account=account, name="Lee", phone_e164="(716) 555-0177")
        assert (promised(account, ada, "warranty").phone, promised(account, ada, "warranty").who) == (
            "+17165550100",
            "Dana Fields",
        )
        callback = promised(account, ada, "warranty", contact=contact, contact_method="text")
        assert (callback.phone, callback.who, callback.contact_method) == ("+17165550177", "Lee", "text")
        assert promised(account, ada, "warranty", phone="716-555-0188").phone == "+17165550188"

    def test_it_stands_in_the_history_of_its_case_and_in_its_own(self, account, ada):
        case = CaseFactory(account=account, by=ada)
        callback = promised(account, ada, "warranty", case=case)
        lines = Entry.objects.about("case", case.pk).filter(kind="callbacks-promised")
        assert [line.facts["number"] for line in lines] == [callback.number]
        assert kinds(callback) == ["promised"]

    def test_numbers_rise_in_each_company(self, account, ada):
        assert [promised(account, ada, "warranty").number for _ in range(2)] == [1, 2]

    @pytest.mark.parametrize("reason", ["", "  "])
    def test_it_has_a_reason(self, account, ada, reason):
        with pytest.raises(CannotCallBack):
            promised(account, ada, "warranty", reason=reason)

    def test_nothing_of_another_customer_is_linked(self, account, ada):
        other = AccountFactory()
        things = {"job": JobFactory(account=other), "case": CaseFactory(account=other), "contact": ContactFactory()}
        for name, thing in things.items():
            with pytest.raises(CannotCallBack):
                promised(account, ada, "warranty", **{name: thing})

    def test_the_same_key_promises_once(self, account, ada):
        key = uuid4()
        first = promised(account, ada, "warranty", client_key=key)
        assert promised(account, ada, "warranty", client_key=key) == first
        assert promised(account, ada, "warranty").number == first.number + 1

    def test_a_closed_case_promises_nothing_more(self, account, ada, max):
        case = CaseFactory(account=account, by=ada)
        case.resolve(by=max, path="repaired", notes="Mended")
        case.close(by=max)
        with pytest.raises(CannotCallBack):
            promised(account, ada, "warranty", case=case)

    def test_about_a_merged_case_it_belongs_to_the_survivor(self, account, ada, max):
        survivor, source = CaseFactory(account=account, by=ada), CaseFactory(account=account, by=ada)
        source.merge_into(survivor, by=max)
        assert promised(account, ada, "warranty", case=source).case == survivor
