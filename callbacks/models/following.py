"""Calls that follow from a large job: made by themselves when it is completed, taken back when it is reopened."""

from datetime import timedelta
from uuid import NAMESPACE_OID, uuid5

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models.triaging import lease_after
from customers.models import Account, Job, Property
from tenants.fields import TenantForeignKey
from tenants.outbox import later

from .caring import care_in_force
from .changing import CannotCallBack
from .climbing import ClimbingQuerySet
from .owning import fitting_owner
from .vocabulary import Kind

LOOK_AGAIN = timedelta(minutes=10)  # where nobody works who could call


class FollowingQuerySet(ClimbingQuerySet):
    @transaction.atomic
    def lease_jobs(self, ids, now):
        """Lease those of the jobs ``ids`` whose call has not followed by ``now``, and return their ids.

        A job from which no call can be made comes again, though ever more rarely, and heals once its cause is mended.
        """
        due = Job.objects.filter(pk__in=ids, follow_at__lte=now).order_by("pk")
        jobs = list(due.select_for_update(no_key=True, skip_locked=True))
        for job in jobs:
            job.lease_following(now + lease_after(job.follow_attempts))
        return [job.pk for job in jobs]

    @transaction.atomic
    def follow_job(self, job_id, now):
        """Let the call follow that this completed job asks for and return it; None when there is none to make.

        The job says so itself until then, so it may be asked again and again, and by several at once. A job at an
        address where a call is open joins that call. Where nobody could call it is looked at again later.
        """
        # Not for its key: whoever promises a call about it meanwhile must not wait.
        job = Job.objects.select_for_update(no_key=True).get(pk=job_id)
        if job.follow_at is None:
            return None
        job.let_follow()
        if not care_in_force().calls_after(job.kind, job.is_large, job.completed_at):
            return None
        # Their jobs one after the other.
        Account.objects.select_for_update(no_key=True).get(pk=job.account_id)
        try:
            return self._join(job, now) or self._promise_after(job, now)
        except CannotCallBack:
            job.let_follow(at=now + LOOK_AGAIN)
            return None

    def of_place(self, job):
        """Calls after jobs at the address of ``job``; where it has none, after jobs of the customer without one."""
        here = Q(site=job.site_id) | Q(job__site=job.site_id) if job.site_id else Q(job__isnull=False, job__site=None)
        return self.of_kind(Kind.PROACTIVE).about(job.account_id).filter(here)

    def _join(self, job, now):
        call = self.open().of_place(job).due_first().first()
        if call is None or not call.hold().is_open:
            return None
        if call.list_job(job):
            call.change()
            call.record("job-joined", by=None, at=now, job=[job.number, job.kind])
        return call

    def _promise_after(self, job, now):
        account = job.account
        call = self.promise(
            account,
            kind=Kind.PROACTIVE,
            by=None,
            at=now,
            since=job.completed_at,
            owner=fitting_owner(job.branch, now, promised_by=account.account_manager),
            reason=_("After the job: %(work)s") % {"work": job.kind},
            client_key=uuid5(NAMESPACE_OID, f"job/{job.pk}/{job.completed_at.isoformat()}"),
            job=job,
            site=job.site,
            contact=account.contacts.order_by("pk").first(),
        )
        call.list_job(job)
        return call


class Following(models.Model):
    """``site`` is the address of the jobs that a call of the house's own is made after: one open call for each."""

    site = TenantForeignKey(Property, null=True, editable=False, related_name="+")

    class Meta:
        abstract = True

    def list_job(self, job) -> bool:
        """List a completed job among those that the call is made after; False when it is there already."""
        known = {self.job_id, *self.occasions.values_list("job", flat=True)}
        for one in filter(None, (self.job, job)):
            self.occasions.get_or_create(job=one, defaults={"done_at": one.completed_at or self.promised_at})
        return job.pk not in known

    @property
    def jobs(self):
        """The jobs that the call is made after, in the order in which they were done."""
        if not self.is_proactive:
            return []
        listed = [one.job for one in self.occasions.select_related("job__technician__user").order_by("done_at", "pk")]
        return listed or [self.job] * (self.job is not None)

    @property
    def is_proactive(self):
        return self.kind == Kind.PROACTIVE

    @transaction.atomic
    def take_out(self, job, *, by, at=None):
        """Make the call without ``job``, which was not done after all; withdraw it when there is no other.

        The due time is then that of the jobs that are left, unless another one was agreed. Twice is harmless.
        """
        at = at or timezone.now()
        self.hold()
        if not self.is_open:
            return
        self.occasions.filter(job=job).delete()
        left = self.occasions.select_related("job").order_by("done_at", "pk").first()
        if left is None:
            self.withdraw(_("Job %(number)s was reopened.") % {"number": job.number}, by=by, at=at)
            return
        self.change(job=left.job, **self._counted_from(left.done_at))
        self.record("job-left", by=by, at=at, job=[job.number, job.kind], due_at=self.due_at.isoformat())

    def _counted_from(self, done_at):
        """The changes with which the due time counts from ``done_at``; none when somebody has set it by hand."""
        if self.due_facts["rule"] != "call-window" or self.due_facts["start"] == done_at.isoformat():
            return {}
        missed_before = self.missed_before or self.missed_at is not None
        self.set_target(done_at)
        due = {name: getattr(self, name) for name in ("due_at", "due_from_at", "due_facts", "alarm_at")}
        return due | {"due_version": self.due_version + 1, "missed_at": None, "missed_before": missed_before, "rung": 0}


def job_completed(job):
    """Ask for the call that follows; should nobody hear it, the row says so and a sweep finds it."""
    later("callbacks.follow_jobs", job.pk)


def job_reopened(job):
    """Let no open call say that ``job`` is done."""
    from .callback import Callback  # made of this

    for call in Callback.objects.open().of_kind(Kind.PROACTIVE).of_job(job).order_by("pk"):
        call.take_out(job, by=None)
