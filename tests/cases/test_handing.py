"""A customer passed between people: counted, flagged at the limit, and then with one owner."""

import pytest

from cases.models import OwnerIsFixed
from inbox.models import Notification
from routing.models import HAND_OVER_LIMIT, HandOvers, StaleSetup, noted
from tests.factories import MembershipFactory

from .moments import fresh, hours, last, opened

pytestmark = pytest.mark.usefixtures("in_acme")


@pytest.fixture
def people(in_acme):
    return [MembershipFactory(role="support") for _ in range(HAND_OVER_LIMIT + 2)]


@pytest.fixture
def case(people):
    return opened()


def pass_around(case, people, first=1):
    for n, member in enumerate(people, start=first):
        fresh(case).assign(member, by=None, at=hours(n))


def test_the_first_owner_is_no_hand_over(case, people):
    pass_around(case, people[:1])
    assert (fresh(case).hand_overs, fresh(case).handed_from) == (0, None)


def test_one_below_the_limit_nothing_is_fixed(case, people):
    pass_around(case, people[:HAND_OVER_LIMIT])
    assert (fresh(case).hand_overs, fresh(case).owner_fixed_at) == (HAND_OVER_LIMIT - 1, None)
    fresh(case).refuse_another_owner()


def test_at_the_limit_the_owner_is_fixed(case, people):
    pass_around(case, people[: HAND_OVER_LIMIT + 1])
    assert (fresh(case).people_so_far, fresh(case).owner_fixed_at) == (HAND_OVER_LIMIT + 1, hours(HAND_OVER_LIMIT + 1))
    for member in (people[0], people[-1], None):
        with pytest.raises(OwnerIsFixed, match="Passed between 4 people"):
            fresh(case).assign(member, by=None)
    assert fresh(case).owner == people[HAND_OVER_LIMIT]


def test_taken_after_it_was_given_back_is_a_hand_over_and_by_the_same_person_none(case, people):
    pass_around(case, [people[0], None, people[0]])
    assert fresh(case).hand_overs == 0
    pass_around(case, [None], first=5)
    fresh(case).take(by=people[1], at=hours(6))
    assert fresh(case).hand_overs == 1


def test_given_back_within_minutes_it_was_a_slip(case, people):
    pass_around(case, people[:2])
    fresh(case).assign(people[0], by=None, at=hours(2 + 9 / 60))
    assert fresh(case).hand_overs == 0
    fresh(case).assign(people[1], by=None, at=hours(4))
    fresh(case).assign(people[0], by=None, at=hours(5))
    assert fresh(case).hand_overs == 2


def test_moving_it_keeps_the_fixed_owner(case, people, departments):
    pass_around(case, people[: HAND_OVER_LIMIT + 1])
    fresh(case).give_reason("missing_part", by=None, release_owner=True)
    fresh(case).reroute(departments["warehouse"], by=None)
    assert fresh(case).owner == people[HAND_OVER_LIMIT]


def test_moving_that_leaves_the_owner_behind_counts_once_somebody_takes_it(case, people, departments):
    pass_around(case, people[:1])
    fresh(case).give_reason("missing_part", by=None, release_owner=True)
    assert fresh(case).owner is None
    fresh(case).take(by=people[1])
    assert fresh(case).hand_overs == 1


def test_a_manager_releases_it_and_counting_begins_anew(case, people, max):
    pass_around(case, people[: HAND_OVER_LIMIT + 1])
    with pytest.raises(OwnerIsFixed, match="Say why"):
        fresh(case).release_owner(by=max, reason=" ")
    fresh(case).release_owner(by=max, reason="She is on leave")
    fresh(case).release_owner(by=max, reason="Twice")
    assert last(case, "released").facts == {"reason": "She is on leave", "people": 4}
    fresh(case).assign(people[0], by=None)
    assert (fresh(case).owner, fresh(case).hand_overs) == (people[0], 1)


def test_an_owner_who_has_left_fixes_nothing(case, people, max):
    pass_around(case, people[: HAND_OVER_LIMIT + 1])
    people[HAND_OVER_LIMIT].deactivate(by=None)
    fresh(case).assign(people[0], by=max)
    assert fresh(case).owner == people[0]


def test_whoever_leads_is_told_once(case, people, max, north):
    manager, elsewhere = MembershipFactory(role="manager"), MembershipFactory(role="manager", branch=north)
    pass_around(case, people[: HAND_OVER_LIMIT + 1])
    told = Notification.objects.filter(what="cases-passed-around").values_list("member", flat=True)
    assert set(told) == {max.pk, manager.pk}
    assert elsewhere.pk not in told


class TestTheLimitOfACompany:
    def test_another_limit_counts_from_the_next_hand_over_on(self, case, people, boss):
        pass_around(case, people[:2])
        HandOvers.objects.set_limit(2, by=boss, was=HAND_OVER_LIMIT)
        assert fresh(case).owner_fixed_at is None
        pass_around(case, people[2:3], first=5)
        assert fresh(case).is_owner_fixed

    def test_who_keeps_a_case_already_keeps_it(self, case, people, boss):
        pass_around(case, people[: HAND_OVER_LIMIT + 1])
        HandOvers.objects.set_limit(9, by=boss, was=HAND_OVER_LIMIT)
        assert fresh(case).is_owner_fixed

    def test_the_same_again_is_harmless_and_another_managers_is_not_overwritten(self, boss):
        for _ in range(2):
            HandOvers.objects.set_limit(2, by=boss, was=HAND_OVER_LIMIT)
        with pytest.raises(StaleSetup):
            HandOvers.objects.set_limit(5, by=boss, was=HAND_OVER_LIMIT)
        assert HandOvers.objects.in_force() == 2
        assert noted("hand-overs").count() == 1


def test_whoever_leads_is_told_when_a_department_gives_it_to_one_person_too_many(case, people, departments, boss, max):
    pass_around(case, people[:HAND_OVER_LIMIT])
    warehouse = departments["warehouse"]
    warehouse.give_to("least_loaded", by=boss)
    warehouse.enrol(people[-1])
    fresh(case).give_reason("wrong_item", by=None, release_owner=True)
    assert (fresh(case).owner, fresh(case).is_owner_fixed) == (people[-1], True)
    told = Notification.objects.filter(what="cases-passed-around").values_list("member", flat=True)
    assert set(told) == {max.pk, boss.pk}
