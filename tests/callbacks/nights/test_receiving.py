"""How a request comes in: once, matched where that is certain, and beside what the same phone said before."""

from datetime import UTC, datetime, timedelta

import pytest

from callbacks.models import AfterHoursRequest
from routing.models import Calendar
from tests.factories import AccountFactory, BranchFactory, CaseFactory, ContactFactory, JobFactory

from .conftest import DISPATCH, MINUTE, NIGHT, PHONE, again, heard

pytestmark = pytest.mark.usefixtures("in_acme")


class TestOnce:
    def test_the_same_id_is_one_request_however_often_it_is_sent(self):
        assert heard(1).pk == heard(1, words="Something else").pk
        assert AfterHoursRequest.objects.get().words == "The heater leaks."

    def test_the_same_id_from_another_source_is_another_one(self):
        assert heard(1).pk != heard(1, source="pasted").pk


class TestWhoCalled:
    def test_a_phone_that_one_customer_has_says_who(self, dana):
        assert heard().account == dana

    def test_so_does_the_phone_of_one_of_their_people(self, in_acme):
        contact = ContactFactory(account=AccountFactory(name="Fields Estate"), phone_e164=PHONE)
        request = heard(phone="716 555 0100")
        assert (request.account, request.contact) == (contact.account, contact)

    def test_a_phone_that_two_have_says_nothing_for_certain(self, dana):
        AccountFactory(name="Another Fields", phone=PHONE)
        assert heard().account is None

    @pytest.mark.parametrize("phone", ["", "anonymous", "911"])
    def test_no_number_matches_nobody(self, dana, phone):
        AccountFactory(name="No phone")
        request = heard(phone=phone)
        assert (request.account, request.phone_e164, request.phone) == (None, "", phone)

    def test_unknown_callers_wait_for_the_whole_company(self, in_acme):
        assert heard().branch.is_root

    def test_known_ones_for_the_branch_that_worked_there_last(self, dana, north, south):
        CaseFactory(account=dana, branch=south)
        assert heard(1).branch == south
        JobFactory(account=dana, branch=south)
        JobFactory(account=dana, branch=north)
        assert heard(2, received_at=NIGHT - timedelta(days=2)).branch == north


class TestSamePhoneAgain:
    """Edge 36: 02:10 and 02:20 from an unknown phone are one thing to decide, and both stay visible."""

    def test_is_grouped_under_the_first(self):
        first = heard(1)
        second = heard(2, received_at=NIGHT + 10 * MINUTE, words="It leaks more.")
        third = heard(3, received_at=NIGHT + 20 * MINUTE)
        assert (first.account, second.first, third.first) == (None, first, first)
        assert list(AfterHoursRequest.objects.waiting().firsts()) == [first]
        assert AfterHoursRequest.objects.waiting().count() == 3

    @pytest.mark.parametrize(
        ("how", "is_grouped"),
        [
            ({"received_at": NIGHT + timedelta(hours=23, minutes=59)}, True),
            ({"received_at": NIGHT + timedelta(days=1)}, False),
            ({"received_at": NIGHT - MINUTE}, True),  # posted late
            ({"phone": "(716) 555-0101"}, False),
            ({"phone": ""}, False),
            ({"phone": "+1 716-555-0100"}, True),
        ],
    )
    def test_within_a_day_and_from_that_very_phone(self, how, is_grouped):
        first = heard(1)
        assert (heard(2, **how).first == first) is is_grouped

    def test_calls_without_a_number_stand_alone(self):
        assert [heard(place, phone="").first for place in (1, 2)] == [None, None]

    def test_what_was_decided_groups_nothing_any_more(self, ada):
        heard(1).reject("Wrong number", by=ada)
        assert heard(2, received_at=NIGHT + MINUTE).first is None

    def test_who_was_matched_by_hand_is_known_the_second_time(self, ada):
        account = AccountFactory(name="Somebody else")
        heard(1).match(account, by=ada)
        assert heard(2, received_at=NIGHT + MINUTE).account == account


class TestDue:
    """Somebody has looked by nine of the morning, where the branch is."""

    @pytest.mark.parametrize(
        ("called", "due"),
        [
            ((2026, 11, 24, 7, 10), (2026, 11, 24, 14)),  # Tuesday 02:10 -> that morning
            ((2026, 11, 24, 23), (2026, 11, 25, 14)),  # Tuesday 18:00 -> Wednesday
            ((2026, 11, 20, 23), (2026, 11, 23, 14)),  # Friday evening -> Monday
            ((2026, 11, 22, 5), (2026, 11, 23, 14)),  # Sunday night
            ((2026, 3, 8, 6, 30), (2026, 3, 9, 13)),  # in the night in which the clocks go forward
        ],
    )
    def test_by_the_calendar(self, called, due):
        request = heard(received_at=datetime(*called, tzinfo=UTC))
        assert request.due_at == request.alarm_at == datetime(*due, tzinfo=UTC)

    def test_a_holiday_moves_it(self, ada):
        from datetime import date, time

        week = dict.fromkeys(range(5), ((time(8), time(17)),))
        Calendar.objects.set_hours(None, week, by=ada, was=0).close_on(date(2026, 11, 24), "Founder's day", by=ada)
        assert heard().due_at == DISPATCH + timedelta(days=1)

    def test_a_branch_looks_in_its_own_morning(self, dana):
        JobFactory(account=dana, branch=BranchFactory(name="West", time_zone="America/Los_Angeles"))
        assert heard().due_at == DISPATCH + timedelta(hours=3)

    def test_what_arrives_after_that_morning_says_so_at_once(self):
        arrived = DISPATCH + 10 * MINUTE
        request = again(heard(at=arrived))
        assert (request.due_at, request.alarm_at) == (DISPATCH, arrived)
