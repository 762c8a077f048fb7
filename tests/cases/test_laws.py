"""What holds after any sequence of verbs, whatever it is: due times, lines of history and alarms."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.models import CannotClose, CannotEscalate, CannotReopen, Case
from routing import clock
from tests.factories import MembershipFactory

from .moments import NOON, fresh, kinds, opened

PRIORITIES = ["urgent", "high", "normal", "low"]
REASONS = ["missing_part", "wrong_item", "damage", "access_issue"]
REFUSED = (CannotClose, CannotEscalate, CannotReopen)

steps = st.lists(
    st.tuples(
        st.integers(min_value=0, max_value=60),  # hours that pass
        st.one_of(
            st.tuples(st.just("prioritise"), st.sampled_from(PRIORITIES)),
            st.tuples(st.just("reason"), st.sampled_from(REASONS)),
            st.tuples(st.just("tag"), st.sampled_from(["leak", "vip"])),
            st.tuples(st.just("untag"), st.sampled_from(["leak", "vip"])),
            st.tuples(st.just("told"), st.sampled_from(["", "We come", "We came"])),
            st.tuples(
                st.sampled_from(["escalate", "resolve", "close", "reopen", "comment", "ring", "triage"]), st.none()
            ),
            st.tuples(st.sampled_from(["assign", "release"]), st.none()),
        ),
    ),
    max_size=14,
)
LINE = {"prioritise": "prioritised", "reason": "reason", "tag": "tagged", "untag": "tagged", "told": "edited"} | {
    "escalate": "escalated", "resolve": "resolved", "close": "closed", "reopen": "reopened", "comment": "commented",
    "assign": "assigned", "release": "assigned",
}  # fmt: skip


def act(case, verb, value, by, at):
    """Do one thing to the case, as any caller would."""
    verbs = {
        "prioritise": lambda: case.prioritise(value, by=by, at=at),
        "reason": lambda: case.give_reason(value, by=by, at=at),
        "tag": lambda: case.tag(value, by=by, at=at),
        "untag": lambda: case.untag(value, by=by, at=at),
        "told": lambda: case.edit({"told": value}, was={}, by=by, at=at),
        "escalate": lambda: case.escalate(by=by, reason="They wait", at=at),
        "resolve": lambda: case.resolve(by=by, path="repaired", notes="Done", at=at),
        "close": lambda: case.close(by=by, csat=4, at=at),
        "reopen": lambda: case.reopen(by=by, reason="Again", at=at),
        "comment": lambda: case.comment("Called", by=by, at=at),
        "ring": lambda: Case.objects.ring_alarms([case.pk], at),
        "triage": lambda: case.triage(at=at),
        "assign": lambda: case.assign(by, by=by, at=at),
        "release": lambda: case.assign(None, by=by, at=at),
    }
    verbs[verb]()


def takes_effect(case, verb, value):
    """Whether the verb is to do anything to the case as it stands: said here without the verbs' own words."""
    tags = {tag.name for tag in case.tags.all()}
    return {
        "prioritise": case.priority != value,
        "reason": case.reason_code != value,
        "tag": value not in tags,
        "untag": value in tags,
        "told": case.told != value,
        "escalate": case.resolved_at is None,
        "resolve": case.resolved_at is None,
        "close": case.resolved_at is not None and case.closed_at is None,
        "reopen": case.resolved_at is not None,
        "comment": True,
        "assign": case.owner_id is None or not case.owner_chosen,
        "release": case.owner_id is not None or case.owner_chosen,
    }.get(verb, False)


def check_clock(case, frozen):
    """A clocked case is due exactly when the pure function says; a resolved one stands as it stood."""
    if case.triage_wanted_at is not None:
        assert (case.due_at, case.alarm_at) == (None, None)
        return
    if case.resolved_at is not None:
        assert case.due_at == frozen.get(case.reopen_count, case.due_at)
        assert case.alarm_at is None
        frozen[case.reopen_count] = case.due_at
        return
    start = clock.clock_start(case.opened_at, case.reopened_at)
    assert case.due_at == clock.due_at(start, case.priority, clock.DEFAULT_POLICY) == case.queue_at
    assert case.at_risk_at == clock.at_risk_at(start, case.priority, clock.DEFAULT_POLICY)
    assert case.due_fingerprint == clock.fingerprint(start, case.priority, clock.DEFAULT_POLICY)
    assert case.alarm_at == (None if case.breached_at else case.due_at if case.at_risk_noted_at else case.at_risk_at)


def check_alarms(case):
    """Each is said at most once for a due time, and a miss on the row has its line."""
    lines = case.history().filter(kind__in=["cases-at-risk", "cases-breached"])
    said = Counter((line.kind, line.facts["due_at"]) for line in lines)
    assert not said or max(said.values()) == 1
    if case.breached_at:
        assert case.breached_at == case.due_at
        assert ("cases-breached", case.due_at.isoformat()) in said


def replay(sequence):
    case, by = opened(triaged=False), MembershipFactory(role="owner")
    at, frozen, lines = NOON, {}, Counter(["opened"])
    for passed, (verb, value) in sequence:
        at += timedelta(hours=passed)
        before = fresh(case)
        is_effective = takes_effect(before, verb, value)
        try:
            act(case, verb, value, by, at)
        except REFUSED:
            assert not is_effective
        lines += Counter([LINE[verb]] if is_effective else [])
        now = fresh(case)
        assert (now.version > before.version) or not is_effective or verb == "comment"
        check_clock(now, frozen)
        check_alarms(now)
        assert now.missed_before >= before.missed_before
    told = Counter(kinds(case))
    for side_effect in ("clocked", "routed", "at-risk", "breached"):
        told.pop(side_effect, None)
    assert told == lines


@pytest.mark.usefixtures("in_acme")
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(sequence=steps)
def test_any_sequence_of_verbs_keeps_the_laws(sequence):
    with transaction.atomic():
        replay(sequence)
        transaction.set_rollback(True)
