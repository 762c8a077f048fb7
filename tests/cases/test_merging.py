"""Merging two cases about the same thing: what becomes of both, and who hears of it."""

from uuid import uuid4

import pytest
from django.core.files.base import ContentFile

from cases.models import Case, Merge, MergedAway
from evidence.models import Item
from inbox.models import Notification
from tests.factories import AccountFactory, MembershipFactory

from .merges import apart, merge, row
from .moments import fresh, hours, kinds, last, opened

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


class TestWhatBecomesOfTheSource:
    def test_it_leaves_every_queue_and_is_no_resolved_case_either(self, new, old):
        merge(new, old)
        assert fresh(new).state == "merged"
        assert list(Case.objects.open()) == [old]
        assert list(Case.objects.resolved()) == []

    def test_it_has_nothing_to_say_any_more(self, new, old):
        merge(new, old)
        assert fresh(new).alarm_at is None
        assert Case.objects.ring_alarms([new.pk], hours(500)) == 0

    def test_it_is_found_through_the_survivor_only(self, new, old):
        new.comment("The impeller is cracked", by=None)
        merge(new, old)
        assert list(Case.objects.mentioning("impeller")) == [old]
        assert list(Case.objects.mentioning(str(new.number)).filter(pk=old.pk)) == [old]

    def test_a_waiting_one_waits_no_more(self, new, old):
        new.wait("parts", by=None, until=hours(50), at=hours(1))
        merge(new, old)
        assert (fresh(new).waiting_since, fresh(new).resumes_at) == (None, None)

    def test_one_that_waits_by_a_clock_that_goes_ahead_is_merged_all_the_same(self, new, old):
        new.wait("parts", by=None, at=hours(3))
        merge(new, old, at=hours(2))
        assert fresh(new).state == "merged"

    def test_its_next_action_is_told_where_another_one_stands(self, new, old):
        for case, said in ((new, "Call them"), (old, "Send the seal")):
            fresh(case).edit({"next_action": said, "next_action_due_at": hours(9)}, was={}, by=None)
        merge(new, old)
        assert fresh(old).next_action == "Send the seal"
        facts = last(old, "merged").facts
        assert (facts["next_action"], facts["next_action_due_at"]) == ("Call them", hours(9).isoformat())

    def test_an_installer_does_not_find_the_survivor_by_words_of_what_they_do_not_see(self, old):
        theirs = opened(account=AccountFactory(kind="installer"), summary="Quasar", description="Umbrella")
        theirs.comment("Impeller", by=None, audience="customer")
        merge(theirs, old, confirmed=True)
        words = ("quasar", "umbrella", "impeller")
        assert [list(Case.objects.mentioning(word)) for word in words] == [[old]] * 3
        assert [list(Case.objects.mentioning(word, inside=False)) for word in words] == [[]] * 3

    def test_work_on_it_is_refused_and_said_where_it_goes_on(self, new, old, max):
        merge(new, old)
        for act in (
            lambda case: case.prioritise("urgent", by=max),
            lambda case: case.assign(max, by=max),
            lambda case: case.tag("leak", by=max),
            lambda case: case.edit({"summary": "Other"}, was={}, by=max),
            lambda case: case.reopen(by=max, reason="Why not"),
            lambda case: case.add_helper(max, by=max),
        ):
            with pytest.raises(MergedAway, match=f"#{new.number} was merged into #{old.number}"):
                act(fresh(new))

    def test_the_same_merge_again_is_harmless(self, new, old):
        merge(new, old)
        before = row(old), Merge.objects.count(), kinds(fresh(old))
        merge(new, old)
        assert (row(old), Merge.objects.count(), kinds(fresh(old))) == before


class TestWhatTheSurvivorShows:
    def test_history_of_both_interleaved(self, new, old):
        old.comment("first", by=None, at=hours(1))
        new.comment("second", by=None, at=hours(1.5))
        merge(new, old)
        fresh(old).comment("third", by=None, at=hours(3))
        said = fresh(old).history().comments().order_by("at").values_list("body", flat=True)
        assert list(said) == ["first", "second", "third"]
        assert list(fresh(new).history().comments().values_list("body", flat=True)) == ["second"]

    def test_files_of_both_in_their_order(self, new, old, media):
        for case, name, at in ((new, "b.txt", hours(1)), (old, "a.txt", hours(2)), (new, "c.txt", hours(3))):
            case.attach(ContentFile(b"words", name=name), by=None, client_key=uuid4(), at=at)
        merge(new, old, at=hours(4))
        shown = Case.objects.for_page().get(pk=old.pk)
        assert [item.name for item in shown.evidence] == ["b.txt", "a.txt", "c.txt"]
        assert Item.objects.about("case", new.pk).count() == 2

    def test_tags_helpers_and_followers_are_joined(self, new, old, ada, max):
        helper = MembershipFactory(role="service")
        new.tag("leak", by=ada)
        new.assign(ada, by=max)
        new.add_helper(helper, by=ada)
        merge(new, old)
        assert [name for name, *_place in row(old)["tags"]] == ["leak"]
        assert row(old)["parts"] == sorted([("helper", str(helper.pk)), ("follower", str(ada.pk))])
        assert fresh(old).owner is None

    def test_nobody_follows_a_case_of_a_branch_they_do_not_see(self, account, north, south):
        here, there = MembershipFactory(role="support", branch=north), opened(account=account, branch=south)
        source = opened(account=account, branch=north)
        source.assign(here, by=None)
        merge(source, there)
        assert row(there)["parts"] == []

    def test_a_comment_to_the_source_lands_on_the_survivor(self, new, old):
        merge(new, old)
        line = fresh(new).comment("They called again", by=None)
        assert line.subject_id == old.pk

    def test_a_file_for_the_source_lands_on_the_survivor(self, new, old, media):
        merge(new, old)
        item = fresh(new).attach(ContentFile(b"words", name="a.txt"), by=None, client_key=uuid4())
        assert item.subject_id == old.pk

    def test_a_comment_sent_again_after_the_merge_is_said_once(self, new, old):
        key = uuid4()
        first = new.comment("On my way", by=None, client_key=key)
        merge(new, old)
        assert fresh(new).comment("On my way", by=None, client_key=key) == first

    def test_referrals_follow_and_come_back(self, new, old, departments):
        asked = new.refer(departments["purchasing"], by=None, reason="part")
        merge(new, old)
        assert fresh(old).referrals_open == 1
        asked.refresh_from_db()
        asked.reply("It is in stock", by=None)
        assert (fresh(old).referrals_open, fresh(old).referrals_made) == (0, 1)
        apart(new)
        assert (fresh(new).referrals_open, fresh(new).referrals_made, fresh(old).referrals_made) == (0, 1, 0)


class TestSilence:
    def test_no_line_that_a_customer_may_read(self, new, old):
        merge(new, old)
        apart(new)
        lines = fresh(old).history() | fresh(new).history()
        assert set(lines.filter(kind__contains="merged").values_list("audience", flat=True)) == {"internal"}

    def test_both_owners_are_told_once_and_installers_never(self, new, old, ada, max, member):
        installer = member("installer")
        new.assign(ada, by=None)
        old.assign(max, by=None)
        old.involvements.create(case=old, member=installer, part="follower")
        Notification.objects.all().delete()
        merge(new, old)
        told = Notification.objects.filter(what="cases-merged").values_list("member", "subject_id")
        assert sorted(told) == sorted([(ada.pk, old.pk), (max.pk, old.pk)])

    def test_the_rating_is_the_survivors(self, new, old, max):
        merge(new, old)
        for act in ("resolve", "close"):
            case = fresh(old)
            case.resolve(by=max, path="repaired", notes="Done") if act == "resolve" else case.close(by=max, csat=5)
        assert (fresh(old).csat, fresh(new).csat) == (5, None)
