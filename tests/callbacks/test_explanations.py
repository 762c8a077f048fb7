"""Why a callback is due when it is, in words: as long as it stands, whatever the calendar says by then."""

from datetime import UTC, date, datetime, time

import pytest
from django.utils import timezone

from callbacks.explanations import why_due
from callbacks.models import CallbackStandards
from callbacks.rules import Standards
from routing.models import Calendar
from tests.factories import BranchFactory, CallbackFactory

from .moments import FRIDAY, MONDAY_EVENING, MONDAY_MORNING, fresh

pytestmark = pytest.mark.usefixtures("in_acme", "departments")
REPORTED = "Fri 20 Nov 2026, 16:50 EST"


def said(account, ada, kind, at=FRIDAY, **about):
    with timezone.override("Asia/Tokyo"):  # whoever looks, it is the branch's clock
        return why_due(fresh(CallbackFactory(account=account, by=ada, kind=kind, at=at, **about)))


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (
            "emergency",
            f"An emergency reported {REPORTED}, within 60 minutes, day and night: Fri 20 Nov 2026, 17:50 EST.",
        ),
        ("warranty", f"Reported {REPORTED}, by the end of the next business day: Mon 23 Nov 2026, 17:00 EST."),
        (
            "quote_follow_up",
            f"Reported {REPORTED}, by the end of business in 2 business days: Tue 24 Nov 2026, 17:00 EST.",
        ),
        (
            "after_hours",
            f"Came in {REPORTED}, looked at by the morning dispatch at 09:00: Mon 23 Nov 2026, 09:00 EST.",
        ),
        (
            "proactive",
            f"The job was done {REPORTED}, called 24 to 48 hours later; moved into the opening hours: "
            "Mon 23 Nov 2026, 17:00 EST.",
        ),
    ],
)
def test_each_kind_says_what_it_counts_and_in_which_zone(account, ada, kind, words):
    assert said(account, ada, kind) == words


def test_a_holiday_is_named(account, ada):
    week = dict.fromkeys(range(5), ((time(8), time(17)),))
    Calendar.objects.set_hours(None, week, by=ada, was=0).close_on(date(2026, 11, 23), "Founder's day", by=ada)
    assert said(account, ada, "warranty").endswith("; Mon 23 Nov is a holiday: Tue 24 Nov 2026, 17:00 EST.")


def test_a_branch_speaks_in_its_own_zone(account, ada):
    west = BranchFactory(name="West", time_zone="America/Los_Angeles")
    assert said(account, ada, "warranty", branch=west).endswith(": Mon 23 Nov 2026, 17:00 PST.")


def test_a_leak_late_at_night_is_answered_today_in_any_case(account, ada):
    night = datetime(2026, 11, 21, 4, 30, tzinfo=UTC)
    assert "and today in any case: Sat 21 Nov 2026, 00:00 EST." in said(account, ada, "emergency", at=night)


def test_what_was_agreed_and_what_was_moved_says_so(account, ada):
    callback = CallbackFactory(account=account, by=ada, at=FRIDAY, due_at=MONDAY_MORNING)
    assert why_due(callback) == f"Agreed with the customer {REPORTED}: Mon 23 Nov 2026, 08:00 EST."
    callback.move(MONDAY_EVENING, "They sleep late.", by=ada, at=FRIDAY)
    assert why_due(fresh(callback)) == (
        f"Moved {REPORTED}, because: They sleep late. Before it was Mon 23 Nov 2026, 08:00 EST: "
        "Mon 23 Nov 2026, 17:00 EST."
    )


def test_other_figures_later_change_no_explanation(account, ada, boss):
    callback = CallbackFactory(account=account, by=ada, at=FRIDAY, kind="emergency")
    CallbackStandards.objects.write(Standards(emergency_minutes=30), by=boss, was=0)
    assert "within 60 minutes" in why_due(fresh(callback))
