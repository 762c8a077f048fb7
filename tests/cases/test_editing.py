"""Correcting what was written, without overwriting anybody (edge case 55); comments and tags, which merge."""

from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import ProgrammingError, transaction

from cases.models import Case, StaleEdit, Tag
from timeline.models import Entry

from .moments import fresh, hours, kinds, last, opened

pytestmark = pytest.mark.usefixtures("in_acme")


class TestEditing:
    def test_it_changes_what_is_wanted_and_tells_both_sides(self, ada):
        case = opened(summary="Pump hums", told="We call back")
        case.edit({"summary": "Pump is loud"}, was={"summary": "Pump hums"}, by=ada, at=hours(1))
        case = fresh(case)
        assert (case.summary, case.told) == ("Pump is loud", "We call back")
        assert last(case, "edited").facts == {"changed": {"summary": ["Pump hums", "Pump is loud"]}}

    def test_a_stale_version_changes_nothing_and_names_the_difference(self, ada, max):
        case = opened(summary="Pump hums", told="")
        was = {"summary": "Pump hums", "told": ""}
        case.edit({"summary": "Max was here"}, was=was, by=max)
        with pytest.raises(StaleEdit) as stale:
            case.edit({"summary": "Ada was here", "told": "Tomorrow"}, was=was, by=ada)
        assert stale.value.args == (("summary", "Max was here", "Ada was here"),)
        assert (fresh(case).summary, fresh(case).told) == ("Max was here", "")
        assert kinds(case).count("edited") == 1

    def test_sending_it_again_with_what_stands_there_now_is_knowing(self, ada, max):
        case = opened(summary="Pump hums")
        case.edit({"summary": "Max was here"}, was={"summary": "Pump hums"}, by=max)
        case.edit({"summary": "Ada was here"}, was={"summary": "Max was here"}, by=ada)
        assert fresh(case).summary == "Ada was here"

    def test_changes_elsewhere_are_no_clash(self, ada, max):
        case = opened(summary="Pump hums", told="")
        stale = fresh(case)
        case.edit({"told": "Tomorrow"}, was={"told": ""}, by=max)
        case.prioritise("high", by=max)
        stale.edit({"summary": "Pump is loud"}, was={"summary": "Pump hums"}, by=ada)
        case = fresh(case)
        assert (case.summary, case.told, case.priority) == ("Pump is loud", "Tomorrow", "high")

    def test_two_who_want_the_same_do_not_clash(self, ada, max):
        case = opened(summary="Pump hums")
        for by in (ada, max):
            case.edit({"summary": "Pump is loud"}, was={"summary": "Pump hums"}, by=by)
        assert kinds(case).count("edited") == 1

    def test_nothing_new_is_harmless(self, ada):
        case = opened(summary="Pump hums")
        before = fresh(case).version
        case.edit({"summary": "Pump hums"}, was={"summary": "Pump hums"}, by=ada)
        assert (fresh(case).version, kinds(case).count("edited")) == (before, 0)

    def test_new_words_are_found_and_old_ones_are_not(self, ada):
        case = opened(summary="Pump hums")
        case.edit({"summary": "Heater drips"}, was={}, by=ada)
        assert list(Case.objects.mentioning("drips")) == [case]
        assert not Case.objects.mentioning("hums").exists()

    def test_every_version_is_higher_than_the_one_before(self, ada):
        case = opened()
        versions = [case.version]
        for text in ("a", "b", "c"):
            case.edit({"told": text}, was={}, by=ada)
            versions.append(fresh(case).version)
        assert versions == sorted(set(versions))


class TestCommenting:
    def test_a_comment_is_one_line_as_it_was_written(self, ada):
        case = opened()
        case.comment("  He said: “2 < 3 & 4 > 3”, 🙂 שלום\n", by=ada, at=hours(1))
        line = last(case, "commented")
        assert (line.body, line.audience, line.actor) == ("He said: “2 < 3 & 4 > 3”, 🙂 שלום", "internal", ada)
        assert fresh(case).first_response_at is None

    def test_the_first_word_to_the_customer_is_the_first_response(self, ada):
        case = opened()
        case.comment("Only among us", by=ada, at=hours(1))
        case.comment("We are coming", by=ada, audience="customer", at=hours(2))
        case.comment("Still coming", by=ada, audience="customer", at=hours(3))
        assert fresh(case).first_response_at == hours(2)

    def test_the_same_key_says_it_once(self, ada):
        case, key = opened(), uuid4()
        first = case.comment("On my way", by=ada, client_key=key)
        again = case.comment("On my way", by=ada, client_key=key)
        assert first.pk == again.pk
        assert kinds(case).count("commented") == 1

    def test_what_was_said_stays_said(self, ada):
        case = opened()
        case.comment("I was angry", by=ada)
        for act in (lambda: Entry.objects.update(body=""), lambda: Entry.objects.all().delete()):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                act()
        assert last(case, "commented").body == "I was angry"


class TestTagging:
    def test_names_are_compared_without_case_and_needless_space(self, ada):
        case = opened()
        case.tag("  VIP   Customer ", by=ada)
        case.tag("vip customer", by=ada)
        assert [tag.name for tag in case.tags.all()] == ["vip customer"]
        assert Tag.objects.count() == 1
        assert kinds(case).count("tagged") == 1

    def test_a_tag_is_taken_off_once(self, ada):
        case = opened()
        case.tag("leak", by=ada)
        case.untag("leak", by=ada)
        case.untag("leak", by=ada)
        assert not case.tags.exists()
        assert kinds(case).count("tagged") == 2
        assert last(case, "tagged").facts == {"tag": "leak", "put": False}

    def test_tags_of_two_people_merge(self, ada, max):
        case = opened()
        stale = fresh(case)
        case.tag("leak", by=ada)
        stale.tag("vip", by=max)
        assert sorted(tag.name for tag in case.tags.all()) == ["leak", "vip"]

    def test_a_tag_does_not_move_the_clock(self, ada):
        """Edge case 11: whatever is labelled, the due time stays."""
        case = opened()
        before = fresh(case).due_fingerprint
        case.tag("leak", by=ada)
        assert (fresh(case).due_at, fresh(case).due_fingerprint) == (hours(72), before)


def test_verbs_never_leave_the_row_half_changed(ada):
    """A verb that fails after its change is undone with it: the line and the row live and die together."""
    case = opened(summary="Pump hums")
    with pytest.raises(ValidationError):
        case.edit({"summary": "Half"}, was={}, by=ada, at="not a moment")
    assert fresh(case).summary == "Pump hums"
    assert kinds(case).count("edited") == 0
