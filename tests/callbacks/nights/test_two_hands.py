"""Two dispatchers, two posts or two workers at the same moment, each on a real connection: one clean outcome."""

import pytest

from callbacks.models import AfterHoursRequest, AlreadyDecided, Callback
from inbox.models import Notification
from tests.cast import as_company, at_once
from tests.factories import AccountFactory, MembershipFactory

from .conftest import DISPATCH, MINUTE, NIGHT, PHONE, Service, again, heard


@pytest.fixture
def acme(transactional_db, acme):
    return acme


@pytest.fixture
def hands(acme):
    return [MembershipFactory(tenant=acme, role="support_lead", user__name=f"Hand {n}") for n in range(3)]


@pytest.fixture
def night(acme):
    with as_company(acme):
        AccountFactory(phone=PHONE)
        return heard()


def each(acme, *acts):
    def inside(act):
        def run():
            with as_company(acme):
                return act()

        return run

    return at_once(*(inside(act) for act in acts))


def test_two_dispatchers_never_take_the_same_row(acme, night, hands):
    outcomes = each(acme, *(lambda hand=hand: again(night).accept(by=hand) for hand in hands))
    late = [one for one in outcomes if isinstance(one, AlreadyDecided)]
    (callback,) = [one for one in outcomes if isinstance(one, Callback)]
    with as_company(acme):
        assert Callback.objects.get() == callback
        owner = Callback.objects.select_related("owner__user").get().owner
        assert [one.args for one in late] == [(f"{owner.name} has accepted this already.",)] * 2


def test_accepting_and_rejecting_at_once_does_one_of_them(acme, night, hands):
    outcomes = each(acme, lambda: again(night).accept(by=hands[0]), lambda: again(night).reject("Wrong", by=hands[1]))
    assert [isinstance(one, AlreadyDecided) for one in outcomes].count(True) == 1
    with as_company(acme):
        assert Callback.objects.count() == int(again(night).state == "accepted")


def test_a_double_click_accepts_once(acme, night, hands):
    outcomes = each(acme, *[lambda: again(night).accept(by=hands[0]).pk] * 3)
    assert len(set(outcomes)) == 1


def test_two_that_join_each_other_leave_one_group(acme, night, hands):
    with as_company(acme):
        other = heard(2, phone="(716) 555-0188")
    outcomes = each(
        acme,
        lambda: again(night).join(again(other), by=hands[0]),
        lambda: again(other).join(again(night), by=hands[1]),
    )
    assert outcomes == [None, None]
    with as_company(acme):
        assert AfterHoursRequest.objects.waiting().firsts().count() == 1


def test_one_call_that_is_posted_thrice_at_once_is_one(acme, secret):
    said = {"id": "call-1", "phone": PHONE, "message": "It leaks"}
    statuses = [answer.status_code for answer in at_once(*[lambda: Service(acme, secret).post(said)] * 3)]
    assert sorted(statuses) == [200, 200, 201]
    with as_company(acme):
        assert AfterHoursRequest.objects.count() == 1


def test_calls_of_one_phone_at_once_are_one_group(acme, secret):
    def post(place):
        return lambda: Service(acme, secret).post({"id": f"call-{place}", "phone": PHONE}).status_code

    assert at_once(*(post(place) for place in range(3))) == [201, 201, 201]
    with as_company(acme):
        assert AfterHoursRequest.objects.firsts().count() == 1


def test_two_workers_tell_a_morning_once(acme):
    with as_company(acme):
        grace = MembershipFactory(role="manager")
        ids = [heard(n, phone="", received_at=NIGHT + n * MINUTE).pk for n in range(6)]
    outcomes = each(acme, *[lambda: AfterHoursRequest.objects.sound(ids, DISPATCH)] * 3)
    assert sum(outcomes) == 6
    with as_company(acme):
        assert Notification.objects.filter(member=grace).count() == 1
