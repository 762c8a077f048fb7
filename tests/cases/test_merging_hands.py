"""Two people at the same moment, one of whom merges, each on a real connection: one clean outcome."""

import pytest

from cases.models import Case
from tests.cast import as_company
from tests.factories import AccountFactory, CaseFactory, MembershipFactory

from .moments import NOON
from .test_two_hands import each

DONE = {"path": "repaired", "notes": "Done"}


@pytest.fixture
def acme(transactional_db, acme):
    return acme


@pytest.fixture
def pair(acme):
    account = AccountFactory(tenant=acme)
    return [CaseFactory(account=account, opened_at=NOON, triaged=True) for _ in range(2)]


@pytest.fixture
def lead(acme):
    return MembershipFactory(tenant=acme, role="support_lead")


def now(case):
    return Case.objects.get(pk=case.pk)


def test_merged_into_each_other_at_once_one_goes_on(acme, pair, lead):
    one, two = pair
    outcomes = each(acme, lambda ab: now(ab[0]).merge_into(now(ab[1]), by=lead), (one, two), (two, one))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["CannotMerge", "NoneType"]
    with as_company(acme):
        assert Case.objects.open().count() == 1
        away = Case.objects.exclude(merged_into=None).get()
        assert away.merged_into == Case.objects.open().get()


def test_two_hands_on_one_merge_make_one(acme, pair, lead):
    one, two = pair
    assert each(acme, lambda _hand: now(one).merge_into(now(two), by=lead), 1, 2) == [None, None]
    with as_company(acme):
        assert now(two).history().filter(kind="cases-merged").count() == 1


def test_a_chain_made_by_two_at_once_ends_at_one_survivor(acme, pair, lead):
    one, two = pair
    with as_company(acme):
        three = CaseFactory(account=one.account, opened_at=NOON, triaged=True)
    each(acme, lambda ab: now(ab[0]).merge_into(now(ab[1]), by=lead), (one, two), (two, three))
    with as_company(acme):
        assert now(two).merged_into == three
        assert now(one).merged_into in (None, three)
        assert set(now(three).merged_ids) == {row.pk for row in Case.objects.exclude(merged_into=None)}


@pytest.mark.parametrize("victim", [0, 1])
def test_what_is_said_while_they_are_merged_is_read_on_the_survivor(acme, pair, lead, victim):
    one, two = pair
    acts = [lambda: now(one).merge_into(now(two), by=lead), lambda: now(pair[victim]).comment("They called", by=lead)]
    merged, said = each(acme, lambda act: act(), *acts)
    assert (merged, type(said).__name__) == (None, "Entry")
    with as_company(acme):
        assert now(two).history().comments().count() == 1


def test_resolving_the_survivor_while_something_is_merged_into_it(acme, pair, lead):
    one, two = pair
    acts = [lambda: now(one).merge_into(now(two), by=lead), lambda: now(two).resolve(by=lead, **DONE)]
    merged, resolved = each(acme, lambda act: act(), *acts)
    assert resolved is None
    with as_company(acme):
        assert now(two).state == "resolved"
        assert now(one).state == ("merged" if merged is None else "open")


def test_resolving_the_source_while_it_is_merged(acme, pair, lead):
    one, two = pair
    acts = [lambda: now(one).merge_into(now(two), by=lead), lambda: now(one).resolve(by=lead, **DONE)]
    merged, resolved = each(acme, lambda act: act(), *acts)
    assert merged is None
    assert resolved is None or type(resolved).__name__ == "MergedAway"
    with as_company(acme):
        assert (now(one).state, now(two).state) == ("merged", "open")
        assert now(one).merges.get().was_resolved_at == (now(one).resolved_at if now(one).resolution_path else None)


def test_undoing_and_merging_on_at_once(acme, pair, lead):
    one, two = pair
    with as_company(acme):
        three = CaseFactory(account=one.account, opened_at=NOON, triaged=True)
        now(one).merge_into(now(two), by=lead)
    acts = [lambda: now(one).take_apart(by=lead), lambda: now(two).merge_into(now(three), by=lead)]
    assert each(acme, lambda act: act(), *acts) == [None, None]
    with as_company(acme):
        assert (now(one).state, now(two).merged_into) == ("open", three)
        assert now(three).merged_ids == [two.pk]


def test_undone_by_two_hands_it_is_said_once(acme, pair, lead):
    one, two = pair
    with as_company(acme):
        now(one).merge_into(now(two), by=lead)
    assert each(acme, lambda _hand: now(one).take_apart(by=lead), 1, 2) == [None, None]
    with as_company(acme):
        assert [case.history().filter(kind="cases-unmerged").count() for case in map(now, pair)] == [1, 1]
