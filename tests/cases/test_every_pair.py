"""Any two things done with one case at the same moment, the second while the first still holds it: one clean outcome.

Each pair is met in the worst order: the second has read the case before the first is through, and decides after it.
"""

from collections import Counter
from functools import partial
from uuid import uuid4

import pytest
from django.utils import timezone

from cases.models import BulkJob, Case, Merge
from routing.models import Department, SlaPolicy, Targets
from tests.cast import as_company, overtaken
from tests.factories import AccountFactory, CaseFactory, ContractFactory, MembershipFactory
from timeline.models import Entry

from .moments import NOON, fresh, hours


class World:
    """Two cases of one customer, two hands, and everything that they may do with the first case."""

    def __init__(self, acme):
        self.acme, self.hands = acme, [MembershipFactory(tenant=acme, role="support_lead") for _ in range(2)]
        with as_company(acme):
            boss = MembershipFactory(role="manager")
            SlaPolicy.objects.write(Targets(pausing=("parts",)), by=boss, was=0)
            self.account = AccountFactory()
            self.contract = ContractFactory(account=AccountFactory())
            self.departments = {row.key: row for row in Department.objects.all()}

    def begin(self):
        with as_company(self.acme):
            made = {"account": self.account, "opened_at": NOON, "triaged": True}
            self.case, self.other = (CaseFactory(summary=f"Cold heater {word}", **made) for word in ("one", "two"))
            self.seen = timezone.now()
            self.key = uuid4()

    def bulk(self, deed, facts, hand):
        chosen = [(case.number, case.version, self.seen) for case in (self.case, self.other)]
        return BulkJob.objects.begin(deed, facts, chosen, by=hand, key=uuid4())


# What each does, given the world, the case as somebody read it, and who does it.
VERBS = {
    "take": lambda world, case, hand: case.take(by=hand),
    "prioritise": lambda world, case, hand: case.prioritise("low", by=hand, was="normal", at=hours(1)),
    "escalate": lambda world, case, hand: case.escalate(by=hand, reason="They wait", at=hours(1)),
    "reason": lambda world, case, hand: case.give_reason("missing_part", by=hand, was=case.reason_code),
    "edit": lambda world, case, hand: case.edit({"summary": "Loud"}, was={"summary": case.summary}, by=hand),
    "tag": lambda world, case, hand: case.tag("storm", by=hand),
    "comment": lambda world, case, hand: case.comment("Called", by=hand, client_key=world.key, at=hours(1)),
    "wait": lambda world, case, hand: case.wait("parts", by=hand, at=hours(1)),
    "resolve": lambda world, case, hand: case.resolve(by=hand, path="repaired", notes="Done", at=hours(2)),
    "merge": lambda world, case, hand: case.merge_into(fresh(world.other), by=hand, at=hours(1)),
    "take in": lambda world, case, hand: fresh(world.other).merge_into(case, by=hand, at=hours(1)),
    "move": lambda world, case, hand: case.move_to(world.contract, by=hand, was={"contract": None}, at=hours(1)),
    "refer": lambda world, case, hand: case.refer(world.departments["purchasing"], by=hand, reason="part"),
    "ring": lambda world, case, hand: Case.objects.ring_alarms([case.pk], hours(80)),
    "bulk assign": lambda world, case, hand: world.bulk("assign", {"member": str(hand.pk)}, hand),
    "bulk tag": lambda world, case, hand: world.bulk("tag", {"tag": "flood"}, hand),
}
ONCE = ["escalated", "reason", "edited", "commented", "waiting", "resolved", "merged", "moved", "referred"]
TWICE = {("escalate", "escalate"): "escalated"}  # two who escalate have two reasons, and both are told


@pytest.fixture
def acme(transactional_db, acme):
    return acme


@pytest.fixture
def world(acme):
    return World(acme)


def act(world, verb, hand):
    with as_company(world.acme):
        return VERBS[verb](world, Case.objects.get(pk=world.case.pk), hand)


def check(pair, outcome, world):
    refused = isinstance(outcome, Exception)
    assert not refused or type(outcome).__module__.startswith("cases.models"), (pair, outcome)
    with as_company(world.acme):
        if isinstance(outcome, BulkJob):
            assert "failed" not in {what for what, _why in outcome.outcomes}, (pair, outcome.outcomes)
        both = [fresh(world.case), fresh(world.other)]
        lines = Entry.objects.of_any("case", [case.pk for case in both]).values_list("kind", flat=True)
        many = Counter(kind.removeprefix("cases-") for kind in lines)
        assert {kind for kind in ONCE if many[kind] > 1} <= {TWICE.get(pair)}, (pair, many)
        for case in both:
            check_case(case, pair)


def check_case(case, pair):
    """The row agrees with everything that is made of it, or counted in it."""
    assert case.is_derived_by(case.setup) or case.resolved_at, pair
    assert (case.waiting_since is None) == (not case.pauses.filter(ended_at=None).exists()), pair
    assert (case.referrals_made, case.referrals_open) == (case.referrals.count(), case.referrals.open().count()), pair
    assert case.alarm_at is None or case.resolved_at is None, pair
    assert not (case.is_waiting and case.resolved_at), pair
    standing = Merge.objects.standing()
    assert bool(case.merged_into_id) == standing.filter(source=case).exists(), pair
    assert case.merged_ids == list(standing.filter(survivor=case).values_list("source", flat=True)), pair
    marks = [*case.tokens.all(), *case.taggings.all()]
    assert {(mark.queue_at, mark.resolved_at) for mark in marks} <= {(case.queue_at, case.resolved_at)}, pair


@pytest.mark.parametrize("first", VERBS)
def test_whatever_comes_second_finds_what_the_first_has_made_of_it(first, world):
    for second in VERBS:
        world.begin()
        acts = (partial(act, world, *one) for one in zip((first, second), world.hands, strict=True))
        [outcome] = overtaken(*acts)
        check((first, second), outcome, world)
