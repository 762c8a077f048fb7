"""What holds after any sequence of merges and their undoing."""

from contextlib import suppress

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.models import CannotMerge, Case
from tests.factories import AccountFactory

from .merges import row
from .moments import fresh, hours, opened

pytestmark = pytest.mark.usefixtures("in_acme")

MANY = 4
PRIORITIES = ["low", "urgent", "normal", "high"]
pairs = st.tuples(st.integers(0, MANY - 1), st.integers(0, MANY - 1))
deeds = st.lists(
    st.one_of(st.tuples(st.just("merge"), pairs), st.tuples(st.just("apart"), pairs), st.tuples(st.just("tag"), pairs)),
    max_size=9,
)


def do(cases, deed, pair, at):
    source, survivor = (fresh(cases[n]) for n in pair)
    if deed == "merge":
        source.merge_into(survivor, by=None, at=at)
    elif deed == "apart":
        source.take_apart(by=None, at=at)
    elif source.merged_into_id is None:
        source.comment(f"remark {at:%H}", by=None, at=at)


def makes_sense(cases, own_due):
    """Nobody is lost, nobody goes in a circle, and whoever goes on is due when the first of its own is."""
    rows = {case.pk: fresh(case) for case in cases}
    for pk, case in rows.items():
        below = [one for one in rows.values() if one.merged_into_id == pk]
        if case.merged_into_id:
            assert rows[case.merged_into_id].merged_into_id is None
            assert case.resolved_at and case.merged_at and case.alarm_at is None
        else:
            assert case.resolved_at is None
            assert set(case.merged_ids) == {one.pk for one in below}
            assert case.due_at == min(own_due[one.pk] for one in [case, *below])
    going_on = {pk for pk, case in rows.items() if case.merged_into_id is None}
    assert set(Case.objects.open().values_list("pk", flat=True)) == going_on


@settings(max_examples=10, suppress_health_check=list(HealthCheck))
@given(deeds=deeds, order=st.permutations(range(MANY)))
def test_any_merges_undone_in_any_order_leave_everything_as_it_was(in_acme, deeds, order):
    with transaction.atomic():
        account = AccountFactory()
        cases = [opened(account=account, opened_at=hours(-n), priority=PRIORITIES[n]) for n in range(MANY)]
        for n, case in enumerate(cases):
            case.tag(f"tag {n % 3}", by=None)
        before, own_due = [row(case) for case in cases], {case.pk: case.due_at for case in cases}
        for step, (deed, pair) in enumerate(deeds):
            with suppress(CannotMerge):
                do(cases, deed, pair, hours(0.1 * step))
            makes_sense(cases, own_due)
        for n in order:
            fresh(cases[n]).take_apart(by=None, at=hours(1.5))
        after = [row(case) for case in cases]
        for one in (*before, *after):  # what was said meanwhile stays where it was said
            one["words"] = [word for word in one["words"] if word[0] not in ("remark", *(f"{n:02}" for n in range(24)))]
        assert after == before
        transaction.set_rollback(True)
