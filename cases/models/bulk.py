"""Doing one thing with many cases: each by its own verb, with an outcome of its own."""

import logging
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, models, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from routing.models import Department
from tenants.access import access_of
from tenants.fields import TenantForeignKey
from tenants.models import Membership, TenantModel
from tenants.models.roles import WRITE
from tenants.outbox import later
from tenants.querysets import TenantManager, TenantQuerySet

from .assigning import CannotAssign
from .case import Case
from .referring import CannotRefer
from .vocabulary import Priority

log = logging.getLogger(__name__)

AT_ONCE = 50  # done before the answer; more is a worker's
A_STEP = 25  # cases a worker holds at a time
MOST = 500
SLACK = timedelta(seconds=2)  # a line may be written a moment before others can see it


class Deed(models.TextChoices):
    ASSIGN = "assign", gettext_lazy("Assign")
    TAG = "tag", gettext_lazy("Add a tag")
    UNTAG = "untag", gettext_lazy("Remove a tag")
    PRIORITISE = "prioritise", gettext_lazy("Change the priority")
    REFER = "refer", gettext_lazy("Refer to a department")


class Outcome(models.TextChoices):
    DONE = "done", gettext_lazy("Done")
    SAME = "same", gettext_lazy("Was so already")
    CHANGED = "changed", gettext_lazy("Changed meanwhile")
    REFUSED = "refused", gettext_lazy("Refused")
    FAILED = "failed", gettext_lazy("Failed")


# The lines of history that say somebody else has decided the same thing.
DECIDED_BY = {
    Deed.ASSIGN: ["cases-assigned", "cases-routed"],
    Deed.PRIORITISE: ["cases-prioritised", "cases-escalated"],
}
ONLY_OPEN = (Deed.ASSIGN, Deed.PRIORITISE, Deed.REFER)


class BulkJobQuerySet(TenantQuerySet):
    def about(self, member):
        return self.filter(by=member)

    def unfinished(self):
        return self.filter(finished_at=None)

    @transaction.atomic
    def begin(self, deed, facts, chosen, *, by, key, at=None):
        """Do ``deed`` with the cases in ``chosen``: few at once, many by a worker. The same ``key`` is done once.

        ``chosen`` holds (number, version or None, when it was seen or None): what the person had before them.
        """
        at = at or timezone.now()
        first = {"deed": deed, "facts": facts, "asked_at": at, "looked_at": at, "language": translation.get_language()}
        first["chosen"] = sorted([number, version, seen and seen.isoformat()] for number, version, seen in chosen)
        job, is_new = self.get_or_create(key=key, by=by, defaults=first)
        if is_new and len(job.chosen) <= AT_ONCE:
            job.go_on(AT_ONCE)
            job.refresh_from_db()
        elif is_new:
            later("cases.bulk", job.pk)
        return job


class BulkJob(TenantModel):
    """``outcomes`` grows along ``chosen``; what is behind its end is still to do, by whichever worker comes next."""

    key = models.UUIDField(editable=False)
    by = TenantForeignKey(Membership, related_name="+")
    deed = models.CharField(max_length=12, choices=Deed.choices)
    facts = models.JSONField(default=dict)
    chosen = models.JSONField(default=list)
    outcomes = models.JSONField(default=list)
    language = models.CharField(max_length=10, default="en")
    asked_at = models.DateTimeField()
    looked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    objects = TenantManager.of(BulkJobQuerySet)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["tenant", "by", "key"], name="cases_bulk_once"),
        ]
        indexes = [
            models.Index(
                fields=["tenant", "looked_at"], name="cases_bulk_unfinished", condition=models.Q(finished_at=None)
            )
        ]

    def __str__(self):
        return f"{self.get_deed_display()}: {len(self.chosen)}"

    @transaction.atomic
    def go_on(self, most=A_STEP):
        """Do the next ``most`` cases, together with their outcomes or not at all. One worker at a time."""
        locked = type(self).objects.unfinished().select_for_update(skip_locked=True, of=("self",))
        job = locked.filter(pk=self.pk).first()
        if job is None:
            return
        now = timezone.now()
        with translation.override(job.language):
            access = access_of(job.by.user)
            todo = job.chosen[len(job.outcomes) :][:most]
            job.outcomes += [job.outcome_of(access, *one) for one in todo]
        job.looked_at = now
        job.finished_at = now if len(job.outcomes) == len(job.chosen) else None
        job.save(update_fields=["outcomes", "looked_at", "finished_at"])
        if job.finished_at is None:
            later("cases.bulk", job.pk)

    def outcome_of(self, access, number, version, seen):
        """Do it with one case and return (outcome, why); what is refused there leaves the others alone."""
        case = Case.objects.visible_to(access).filter(number=number).first() if access else None
        if case is None or not access.can(WRITE, case.branch_id):
            return [Outcome.REFUSED, _("It is not there, or not yours to change.")]
        try:
            with transaction.atomic():
                return self._do(case, version, seen and datetime.fromisoformat(seen))
        except (CannotAssign, CannotRefer) as refusal:
            return [Outcome.REFUSED, " ".join(refusal.args)]
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            log.exception("Case %s of bulk job %s", number, self.pk)
            return [Outcome.FAILED, _("Something went wrong with this one.")]

    def _do(self, case, version, seen):
        case.lock()
        if case.resolved_at and self.deed in ONLY_OPEN:
            return [Outcome.REFUSED, _("It is resolved.")]
        if version not in (None, case.version) and (line := self._decided_meanwhile(case, seen)):
            facts = {"name": line.actor.name if line.actor else _("Kept"), "now": self._now(case)}
            return [Outcome.CHANGED, _("%(name)s changed it meanwhile: now %(now)s.") % facts]
        before = case.version
        self._verb(case)
        return [Outcome.SAME if case.version == before else Outcome.DONE, ""]

    def _decided_meanwhile(self, case, seen):
        """The last line since ``seen`` with which somebody else has decided the same thing."""
        if seen is None or self.deed not in DECIDED_BY:
            return None
        lines = case.history().filter(kind__in=DECIDED_BY[self.deed], recorded_at__gt=seen - SLACK)
        return lines.exclude(actor=self.by).select_related("actor__user").order_by("recorded_at").last()

    def _now(self, case):
        if self.deed == Deed.PRIORITISE:
            return case.get_priority_display()
        return case.owner.name if case.owner else _("unassigned")

    def _verb(self, case):
        facts = self.facts
        if self.deed == Deed.ASSIGN:
            member = Membership.objects.with_person().get(pk=facts["member"]) if facts["member"] else None
            case.assign(member, by=self.by)
        elif self.deed == Deed.PRIORITISE:
            case.prioritise(Priority(facts["priority"]), by=self.by, reason=facts["reason"])
        elif self.deed == Deed.REFER:
            self._refer(case)
        elif self.deed == Deed.TAG:
            case.tag(facts["tag"], by=self.by)
        else:
            case.untag(facts["tag"], by=self.by)

    def _refer(self, case):
        department = Department.objects.serving(case.branch_id).filter(pk=self.facts["department"]).first()
        if department is None:
            raise CannotRefer(_("That department does not serve %(branch)s.") % {"branch": case.branch.name})
        case.refer(department, by=self.by, reason=self.facts["reason"], comments=self.facts["comments"])

    def report(self):
        """Return (number, outcome, its label, why) of each case that has been done, what went wrong first."""
        rows = [
            (one[0], outcome, Outcome(outcome).label, why)
            for one, (outcome, why) in zip(self.chosen, self.outcomes, strict=False)
        ]
        return sorted(rows, key=lambda row: (row[1] in (Outcome.DONE, Outcome.SAME), row[0]))
