"""Words and tags stand where their case does, whatever is done with it."""

import pytest

from cases.models import Case, CaseTag, CaseToken, Place, Search, Tagged
from tests.factories import AccountFactory, CaseFactory

from .merges import apart, merge
from .moments import fresh, hours, opened

pytestmark = pytest.mark.usefixtures("in_acme")

# What moves a case in the queues, one after the other.
MOVES = [
    lambda case, by: case.triage(),
    lambda case, by: case.prioritise("urgent", by=by, at=hours(1)),
    lambda case, by: case.comment("The ignition coil is burnt", by=by),
    lambda case, by: case.tag("storm", by=by),
    lambda case, by: case.edit({"summary": "Cold heater"}, was={}, by=by),
    lambda case, by: case.resolve(by=by, path="repaired", notes="Done", at=hours(2)),
    lambda case, by: case.comment("A bill was sent", by=by),
    lambda case, by: case.reopen(by=by, reason="Again", at=hours(3)),
    lambda case, by: case.prioritise("low", by=by, at=hours(4)),
]


def misplaced():
    """The marks that do not stand where their case does."""
    return [
        mark
        for marks in (CaseTag, CaseToken)
        for mark in marks.objects.select_related("case")
        if (mark.queue_at, mark.resolved_at) != (mark.case.queue_at, mark.case.resolved_at)
    ]


def test_words_and_tags_move_with_their_case(ada):
    case = CaseFactory(summary="Old heater")
    case.tag("leak", by=ada)
    assert misplaced() == []
    for move in MOVES:
        move(fresh(case), ada)
        assert misplaced() == []
    assert case.tokens.count() > 3
    assert case.taggings.count() == 2


def test_words_and_tags_of_merged_cases_stand_with_what_is_done(ada):
    account = AccountFactory()
    old, new = (opened(account=account, summary=summary) for summary in ("Old heater", "Cold heater"))
    old.tag("leak", by=ada)
    merge(old, new, by=ada)
    assert misplaced() == []
    assert {str(new.pk)} == set(Tagged(old.tags.get()).first(5, Place(True)).ids)
    visible = Case.objects.all()
    assert Search(["old"], inside=True).best(visible, 5, is_open=False) == []  # it is neither open nor resolved
    assert Search(["old"], inside=True).best(visible, 5, is_open=True) == [new]
    apart(old, by=ada)
    assert misplaced() == []
    assert Search(["old"], inside=True).best(visible, 5, is_open=True) == [old]


def test_a_case_found_by_its_tag_or_its_word_follows_its_due_time(ada):
    late, soon = (opened(summary="Heater", priority=priority) for priority in ("normal", "normal"))
    for case in (late, soon):
        case.tag("storm", by=ada)
    fresh(soon).prioritise("urgent", by=ada, at=hours(1))
    found = [str(soon.pk), str(late.pk)]
    assert Tagged(late.tags.get()).first(5, Place(True)).ids == found
    assert Search(["heater"], inside=True).first(5, Place(True)).ids == found
