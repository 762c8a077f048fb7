"""Taking merged cases apart again, one by one and in chains."""

from datetime import timedelta

import pytest

from cases.models import CannotMerge
from routing.models import SlaPolicy, Targets
from tests.factories import AccountFactory

from .merges import apart, merge, row
from .moments import NOON, fresh, hours, kinds, opened

pytestmark = pytest.mark.usefixtures("in_acme")


@pytest.fixture
def account(in_acme):
    return AccountFactory(name="Whitfield")


@pytest.fixture
def old(account):
    return opened(account=account, summary="Pump hums", priority="low")


@pytest.fixture
def new(account):
    return opened(account=account, summary="Hum again", opened_at=hours(1), priority="high")


class TestUndoing:
    def test_both_are_as_they_were(self, new, old, ada, max):
        new.assign(ada, by=None)
        new.tag("leak", by=None)
        before = row(new), row(old)
        merge(new, old, by=max)
        apart(new, by=max)
        assert (row(new), row(old)) == before

    @pytest.mark.parametrize("pausing", [(), ("parts",)])
    @pytest.mark.parametrize("until", [None, hours(50)])
    def test_both_wait_again_as_they_did(self, new, old, boss, acme, pausing, until):
        SlaPolicy.objects.write(Targets(pausing=pausing, at_risk_percent=30), by=boss, was=0)
        acme.refresh_from_db()
        fresh(new).wait("parts", by=None, reason="A seal", until=until, at=hours(1.5))
        fresh(old).wait("customer", by=None, at=hours(1.5))
        before = [(row(case), list(case.pauses.values("category", "started_at", "ended_at"))) for case in (new, old)]
        merge(new, old)
        assert fresh(new).waiting_since is None
        apart(new)
        assert [(row(case), list(case.pauses.values("category", "started_at", "ended_at"))) for case in (new, old)] == (
            before
        )

    def test_what_was_to_go_on_meanwhile_goes_on_at_its_moment(self, new, old):
        new.wait("parts", by=None, until=hours(2.5), at=hours(1.5))
        merge(new, old)
        apart(new)
        fresh(new).resume_when_due(hours(4))
        assert fresh(new).pauses.get().ended_at == hours(2.5)

    def test_a_next_action_goes_along_and_comes_back(self, new, old):
        fresh(new).edit({"next_action": "Call them", "next_action_due_at": hours(9)}, was={}, by=None)
        before = row(new), row(old)
        merge(new, old)
        assert (fresh(old).next_action, fresh(old).next_action_due_at) == ("Call them", hours(9))
        apart(new)
        assert (row(new), row(old)) == before

    def test_a_next_action_that_was_changed_meanwhile_stays(self, new, old):
        fresh(new).edit({"next_action": "Call them", "next_action_due_at": hours(9)}, was={}, by=None)
        merge(new, old)
        fresh(old).edit({"next_action": "Send the seal"}, was={}, by=None)
        apart(new)
        assert (fresh(old).next_action, fresh(new).next_action) == ("Send the seal", "Call them")

    def test_a_resolved_source_is_resolved_again(self, new, old, max):
        new.resolve(by=max, path="repaired", notes="Done", at=hours(2))
        before = row(new)
        merge(new, old)
        apart(new)
        assert row(new) == before

    def test_what_was_added_to_the_survivor_stays_there(self, new, old):
        merge(new, old)
        fresh(new).comment("They called again", by=None)
        fresh(old).tag("loud", by=None)
        apart(new)
        assert list(fresh(old).history().comments().values_list("body", flat=True)) == ["They called again"]
        assert [name for name, *_place in row(old)["tags"]] == ["loud"]
        assert row(new)["tags"] == []

    def test_on_the_last_second_of_a_day_and_not_after(self, new, old):
        merge(new, old, at=NOON)
        with pytest.raises(CannotMerge, match="more than a day ago"):
            apart(new, at=NOON + timedelta(days=1, seconds=1))
        apart(new, at=NOON + timedelta(days=1))
        assert fresh(new).state == "open"

    def test_twice_is_harmless(self, new, old):
        merge(new, old)
        apart(new)
        before = row(new), row(old)
        apart(new)
        assert (row(new), row(old)) == before

    def test_what_ran_out_meanwhile_is_said_of_both(self, new, old):
        merge(new, old)
        apart(new, at=hours(26))
        assert (fresh(new).breached_at, fresh(new).breach_cause) == (hours(25), "time")

    def test_both_say_so_in_their_history(self, new, old, max):
        merge(new, old, by=max)
        apart(new, by=max)
        assert kinds(fresh(new))[-1] == "unmerged"
        assert kinds(fresh(old))[-2:] == ["merged", "unmerged"]


class TestChains:
    @pytest.fixture
    def chain(self, account):
        one, two, three = (opened(account=account, summary=f"Case {n}", opened_at=hours(n)) for n in range(3))
        one.tag("first", by=None)
        before = [row(case) for case in (one, two, three)]
        merge(one, two, at=hours(4))
        merge(two, three, at=hours(5))
        return (one, two, three), before

    def test_it_resolves_to_the_last_survivor(self, chain):
        (one, two, three), _before = chain
        assert fresh(one).merged_into == fresh(two).merged_into == three
        assert set(fresh(three).merged_ids) == {one.pk, two.pk}
        assert fresh(one).comment("Hello", by=None).subject_id == three.pk
        assert fresh(three).due_at == hours(72)

    @pytest.mark.parametrize("order", [(0, 1), (1, 0)])
    def test_undone_in_any_order_all_are_as_they_were(self, chain, order):
        cases, before = chain
        for n in order:
            apart(cases[n], at=hours(6))
        assert [row(case) for case in cases] == before

    def test_the_inner_one_taken_out_leaves_the_rest_merged(self, chain):
        (one, two, three), _before = chain
        apart(one, at=hours(6))
        assert (fresh(one).state, fresh(two).merged_into) == ("open", three)
        assert fresh(three).merged_ids == [two.pk]
        assert fresh(three).due_at == hours(73)

    def test_the_outer_one_taken_out_takes_its_own_along(self, chain):
        (one, two, three), _before = chain
        apart(two, at=hours(6))
        assert (fresh(one).merged_into, fresh(two).merged_ids, fresh(three).merged_ids) == (two, [one.pk], [])
        assert fresh(two).due_at == hours(72)

    def test_a_tag_that_two_sources_give_stays_until_both_are_gone(self, account):
        one, two, three = (opened(account=account, opened_at=hours(n)) for n in range(3))
        for case in (one, two):
            case.tag("leak", by=None)
        merge(one, three)
        merge(two, three)
        apart(one)
        assert [name for name, *_place in row(three)["tags"]] == ["leak"]
        apart(two)
        assert row(three)["tags"] == []
