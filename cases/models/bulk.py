"""Doing one thing with many cases: a row that says how far it is, whichever worker goes on with it."""

from django.db import models, transaction
from django.db.models.functions import Now
from django.utils import timezone, translation

from inbox.models import About, Notification
from tenants.access import access_of
from tenants.fields import TenantForeignKey
from tenants.models import Membership, TenantModel
from tenants.outbox import later
from tenants.querysets import TenantManager, TenantQuerySet

from .doing import Deed, Doing, Outcome
from .marks import Tag
from .tagging import as_label
from .triaging import lease_after

AT_ONCE = 50  # done before the answer; more is a worker's
A_STEP = 25  # cases a worker holds at a time
MOST = 500
MOST_ATTEMPTS = 6  # of one step: some six minutes, then its person is told


class BulkJobQuerySet(TenantQuerySet):
    def about(self, member):
        return self.filter(by=member)

    def unfinished(self):
        return self.filter(finished_at=None)

    def finished_before(self, moment):
        return self.filter(finished_at__lt=moment)

    def given_up(self):
        return self.filter(gave_up=True)

    @transaction.atomic
    def begin(self, deed, facts, chosen, *, by, key, at=None):
        """Do ``deed`` with the cases in ``chosen``: few at once, many by a worker. The same ``key`` is done once.

        ``chosen`` holds (number, version or None, when it was seen or None): what the person had before them.
        """
        at = at or timezone.now()
        first = {"deed": deed, "facts": facts, "asked_at": at, "looked_at": at, "language": translation.get_language()}
        first["chosen"] = sorted([number, version, seen and seen.isoformat()] for number, version, seen in chosen)
        job, is_new = self.get_or_create(key=key, by=by, defaults=first)
        if is_new and deed == Deed.TAG:
            # Before any case is locked: two jobs that make the same tag wait for each other, and for nothing else.
            Tag.objects.get_or_create(name=as_label(facts["tag"]))
        if is_new and len(job.chosen) <= AT_ONCE:
            job.go_on(AT_ONCE)
            job.refresh_from_db()
        elif is_new:
            later("cases.bulk", job.pk, 0)
        return job

    @transaction.atomic
    def lease(self, ids):
        """Lease those of ``ids`` that nobody goes on with, and return their ids; what failed too often is given up."""
        free = self.unfinished().filter(pk__in=ids).exclude(leased_until__gt=Now())
        jobs = list(free.select_related("by").select_for_update(skip_locked=True, of=("self",)))
        return [job.pk for job in jobs if job.lease()]


class BulkJob(Doing, TenantModel):
    """``outcomes`` grows along ``chosen``; what is behind its end is still to do, by whichever worker comes next.

    ``attempts`` counts how often the sweep has found the next step undone. A job that was given up is finished, too.
    """

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
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    leased_until = models.DateTimeField(null=True)
    gave_up = models.BooleanField(default=False, db_default=False)

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
    def go_on(self, most=A_STEP, *, behind=None):
        """Do the next ``most`` cases, together with their outcomes or not at all. One worker at a time.

        ``behind`` is where a message found the job: when another was quicker, that one goes on, and this one does not.
        After a failure the steps are smaller, so that what cannot be done holds up as little as possible.
        """
        locked = type(self).objects.unfinished().select_for_update(skip_locked=True, of=("self",))
        job = locked.filter(pk=self.pk).first()
        if job is None or behind not in (None, len(job.outcomes)):
            return
        now = timezone.now()
        with translation.override(job.language):
            access = access_of(job.by.user)
            todo = job.chosen[len(job.outcomes) :][: max(1, most >> job.attempts)]
            job.hold(todo)
            job.outcomes += [job.outcome_of(access, *one) for one in todo]
        job.looked_at, job.attempts, job.leased_until = now, 0, None
        job.finished_at = now if len(job.outcomes) == len(job.chosen) else None
        job.save(update_fields=["outcomes", "looked_at", "finished_at", "attempts", "leased_until"])
        if job.finished_at is None:
            later("cases.bulk", job.pk, len(job.outcomes))

    def lease(self) -> bool:
        """Hold the locked row for one more attempt; False when there were enough, and its person is told."""
        rows = type(self).objects
        if self.attempts < MOST_ATTEMPTS:
            until = Now() + lease_after(self.attempts)
            return rows.claim(self, attempts=self.attempts + 1, leased_until=until)
        now = timezone.now()
        rows.claim(self, finished_at=now, gave_up=True, leased_until=None)
        told = {"by": None, "at": now, "key": f"{self.pk}/{self.looked_at.isoformat()}", "about": About.MINE}
        told |= {"subject": ("bulk", self.pk, str(self)), "address": f"/cases/bulk/jobs/{self.pk}/"}
        Notification.objects.tell([self.by], "cases-bulk-stopped", left=self.left, **told)
        return False

    @property
    def left(self):
        return len(self.chosen) - len(self.outcomes)

    @transaction.atomic
    def try_again(self, *, by):
        """Go on with a job that was given up. Twice is harmless."""
        fresh = {"finished_at": None, "gave_up": False, "attempts": 0, "looked_at": timezone.now()}
        if type(self).objects.about(by).given_up().claim(self, **fresh):
            later("cases.bulk", self.pk, len(self.outcomes))

    def report(self):
        """Return (number, outcome, its label, why) of each case that is through, what went wrong first."""
        outcomes = self.outcomes + [[Outcome.LEFT, ""]] * (self.left if self.gave_up else 0)
        rows = [
            (one[0], outcome, Outcome(outcome).label, why)
            for one, (outcome, why) in zip(self.chosen, outcomes, strict=False)
        ]
        return sorted(rows, key=lambda row: (row[1] in (Outcome.DONE, Outcome.SAME), row[0]))
