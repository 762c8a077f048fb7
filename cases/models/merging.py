"""Merging a case into another one, and taking it out again: silent to the customer, whole in both directions."""

from datetime import timedelta
from functools import wraps
from uuid import UUID

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Q, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.querysets import CaseQuerySet, sees_all
from tenants.fields import TenantForeignKey
from tenants.wiring import Elsewhere
from tenants.words import words_of
from timeline.models import Entry

MOST_CANDIDATES = 12
NEXT = "next"  # among what a survivor was given: the next action
NO_IDS = Value([], ArrayField(models.UUIDField()))
UNDONE_WITHIN = timedelta(days=1)


class CannotMerge(Exception):
    """These cases cannot be merged, or not any more be taken apart. ``args`` are the reasons, ready to show."""


class OtherCustomer(CannotMerge):
    """They are about different customers: that needs somebody who says that it is meant."""


class MergedAway(Elsewhere):
    """The case was merged: work goes on at the last survivor. ``args`` are the reasons, ready to show."""

    def __init__(self, case):
        names = {"number": case.number, "into": case.merged_into.number}
        super().__init__(case, _("#%(number)s was merged into #%(into)s. Go on there.") % names)


def lands_on_survivor(verb):
    """Let what is said to a merged case be said to the one that goes on for it, also when it is merged meanwhile."""

    @wraps(verb)
    def landing(case, *args, **told):
        while True:
            try:
                return verb(case.merged_into if case.merged_into_id else case, *args, **told)
            except MergedAway as away:
                case = type(case).objects.get(pk=away.row.pk)

    return landing


class MergingQuerySet(CaseQuerySet):
    def candidates_for(self, case, text=""):
        """Cases that ``case`` may be the same as: by number or words; without any, what is open for the customer."""
        others = (
            self.exclude(pk=case.pk).filter(merged_into=None, closed_at=None).select_related("account", "owner__user")
        )
        if text.lstrip("#").isdecimal():
            return others.filter(number=int(text.lstrip("#")[:9]))
        found = others.mentioning(text).open() if words_of(text) else others.about(case.account_id).open()
        return found.due_first()[:MOST_CANDIDATES]

    def family_of(self, case) -> list:
        """Return the ids of ``case`` and of those of these cases that were merged into it."""
        return [case.pk, *self.filter(pk__in=case.merged_ids).values_list("pk", flat=True)]

    def standing_for(self, **whose):
        """Those of ``whose`` (an account, a job, an order), and whatever goes on for what was merged away of them.

        The ids are asked for first: a condition on either of two subqueries would read every case of the company.
        """
        theirs = self.model.objects.filter(**whose)
        away = list(theirs.exclude(merged_into=None).order_by().values_list("merged_into", flat=True).distinct())
        return self.filter(Q(**whose) | Q(pk__in=away)) if away else self.filter(**whose)

    def openable_by(self, access):
        """Cases whose page this member may open: that of a merged one only with the one that goes on for it."""
        visible = self.visible_to(access)
        if sees_all(access):
            return visible
        tops = self.model.objects.visible_to(access).order_by().values("pk")
        return visible.filter(Q(merged_into=None) | Q(merged_into__in=tops))


class Merged(models.Model):
    """``merged_into`` is the last survivor, whatever lies between; the others are what lies below this row.

    All of it follows from the standing rows of Merge, and is written again whenever one of them changes.
    """

    merged_into = TenantForeignKey("self", null=True, editable=False, related_name="merged_here")
    merged_at = models.DateTimeField(null=True, editable=False)
    merged_ids = ArrayField(models.UUIDField(), default=list, db_default=NO_IDS, editable=False)
    merged_from = models.JSONField(default=list, db_default=Value([], models.JSONField()), editable=False)

    class Meta:
        abstract = True

    @transaction.atomic
    def merge_into(self, survivor, *, by, confirmed=False, at=None):
        """Let ``survivor`` go on for both. Its comments, events and files are read there; nothing is said outside.

        The same again is harmless. ``confirmed`` says that different customers are meant.
        Errors: CannotMerge, with the reasons; OtherCustomer.
        """
        at = at or timezone.now()
        family = self._family_with(survivor)
        source, survivor = family[self], family[survivor]
        if source.merged_into_id == survivor.pk:
            return
        self._refuse_merge(source, survivor, confirmed)
        for case in (source, survivor):
            case.look_first(at=at)
        merge = self._merges().model(source=source, survivor=survivor, by=by, at=at, waited=source.waiting_to_give())
        source.stop_waiting(at=at)
        merge.was_resolved_at, merge.clock = source.resolved_at, source.clock_to_give()
        merge.joined, merge.moved = survivor.take_in(source), survivor.take_referrals(source)
        left = {} if NEXT in merge.joined else source.next_to_say()
        merge.save(force_insert=True)
        source.leave_the_queues(at)
        family.settle()
        facts = {"number": source.number, "summary": source.summary, **left, **survivor.follow_runs(by=by, at=at)}
        survivor.record("merged", by=by, at=at, **facts)
        _tell_both(survivor, source, "cases-merged", by=by, at=at, key=f"merge/{merge.pk}")
        self.refresh_from_db()

    @transaction.atomic
    def take_apart(self, *, by, at=None):
        """Undo the merge of this case: it goes on by itself, with its own clock and owner. Twice is harmless.

        What was added to the survivor meanwhile stays there. Errors: CannotMerge after a day.
        """
        at = at or timezone.now()
        family = self._family_with()
        merge = self._merges().standing().filter(source=self).first()
        if merge is None:
            return
        if not merge.may_be_undone(at):
            raise CannotMerge(_("That was more than a day ago: a merge can be undone for 24 hours."))
        source, survivor = family[self], family[merge.survivor]
        top = family.cases[source.merged_into_id]
        merge.undone_at, merge.undone_by = at, by
        merge.save(update_fields=["undone_at", "undone_by"])
        source.go_on_alone(merge.was_resolved_at)
        source.wait_again(merge.waited)
        survivor.give_back(merge)
        source.take_back_referrals(merge, top)
        family.settle()
        for case in (source, top):
            case.index_words()
            case.follow_runs(by=by, at=at, recalled=True)
        facts = {"number": source.number, "into": top.number, "merged_at": merge.at.isoformat()}
        for case in (source, top):
            case.record("unmerged", by=by, at=at, own=case is source, **facts)
        _tell_both(top, source, "cases-unmerged", by=by, at=at, key=f"unmerge/{merge.pk}")
        self.refresh_from_db()

    def _merges(self):
        return apps.get_model("cases.Merge").objects

    def _family_with(self, *others):
        """Lock everything that is one with these cases; who comes second finds what the first has made of them."""
        self._merges().one_at_a_time()
        rows = type(self).objects.filter(pk__in=[self.pk, *(case.pk for case in others)])
        tops = type(self).objects.filter(pk__in=rows.exclude(merged_into=None).values("merged_into"))
        return self._merges().family_of(*rows, *tops)

    @staticmethod
    def _refuse_merge(source, survivor, confirmed):
        reasons, names = [], {"source": f"#{source.number}", "survivor": f"#{survivor.number}"}
        if source.pk == survivor.pk:
            raise CannotMerge(_("A case cannot be merged into itself."))
        for case in (source, survivor):
            if case.merged_into_id:
                names |= {"case": f"#{case.number}", "into": f"#{case.merged_into.number}"}
                reasons.append(_("%(case)s was merged into %(into)s already.") % names)
        if source.closed_at:
            reasons.append(_("%(source)s is closed, and its figures are final.") % names)
        if survivor.resolved_at and not survivor.merged_into_id:
            reasons.append(_("%(survivor)s is not open. Reopen it first, or merge the other way round.") % names)
        asked = source.referrals.open().filter(department__in=survivor.referrals.open().values("department"))
        if double := asked.select_related("department").first():
            said = _("%(department)s was asked in both. Withdraw one of the two referrals first.")
            reasons.append(said % {"department": double.department.name})
        if reasons:
            raise CannotMerge(*reasons)
        if not confirmed and source.parties_left_behind_by(survivor):
            raise OtherCustomer(_("These cases are about different customers. Say that this is meant."))

    def everything_merged(self) -> list:
        """The cases that were merged into this one; no statement when there are none."""
        return list(type(self).objects.filter(pk__in=self.merged_ids).order_by("number")) if self.merged_ids else []

    def may_be_taken_apart(self, at) -> bool:
        return self.merged_at is not None and at <= self.merged_at + UNDONE_WITHIN

    def origins_of(self, lines) -> dict:
        """Return the number of the merged case that each of the lines of history comes from; no entry for its own."""
        if not self.merged_ids:
            return {}
        numbers = {UUID(fact["id"]): fact["number"] for fact in self.merged_from}
        found = Entry.objects.of_any("case", self.merged_ids).filter(pk__in=lines)
        return {pk: numbers.get(subject, "") for pk, subject in found.values_list("pk", "subject_id")}

    def refuse_merged(self):
        """Raise MergedAway when work on this case goes on elsewhere."""
        if self.merged_into_id:
            raise MergedAway(self)

    def parties_left_behind_by(self, survivor) -> list:
        """The customers whom this case is about and that one is not."""
        there = {survivor.account_id, survivor.installer_id}
        return [party for party in (self.account, self.installer) if party and party.pk not in there]

    def leave_the_queues(self, at):
        """Be no open work any more, and be found through the survivor only."""
        self.change(merged_at=at, resolved_at=self.resolved_at or at, alarm_at=None)
        self.tokens.all().delete()

    def go_on_alone(self, resolved_at):
        self.change(merged_into=None, merged_at=None, resolved_at=resolved_at)

    def stand(self, merge, top_id, below):
        """Write what the standing merges make of this row: ``merge`` took it away, those ``below`` came to it."""
        is_away = merge is not None
        wanted = {"merged_into_id": top_id if is_away else None, "merged_from": [one.as_fact() for one in below]}
        if any(getattr(self, name) != value for name, value in wanted.items()):
            self.change(merged_ids=[one.source_id for one in below], **wanted)
            if not is_away:
                self.index_words()


def _tell_both(survivor, source, what, **told):
    """Tell whoever has to do with either; who may open both is told once, and led to the survivor."""
    for case in (survivor, source):
        case.tell_followers(what, source=source.number, survivor=survivor.number, **told)
