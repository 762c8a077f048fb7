"""A technician to whose work we go back too often: the manager is told once a crossing, and says what follows."""

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from inbox.models import About, Notification
from tenants import news
from tenants.fields import TenantForeignKey
from tenants.models import Branch, Membership, TenantModel
from tenants.models.roles import CONFIGURE
from tenants.querysets import TenantManager, TenantQuerySet
from timeline.models import Entry

from .changing import CannotCallBack
from .owning import managers_of
from .rating import rates_of
from .terms import terms_in_force


class CoachingQuerySet(TenantQuerySet):
    def visible_to(self, access):
        """Those of the branches that this member manages."""
        branches = access.branches(CONFIGURE)
        return self if branches is None else self.filter(branch_id__in=branches)

    def raised(self):
        return self.filter(ended_at=None)

    def unanswered(self):
        return self.filter(acknowledged_at=None)

    def about(self, technician):
        return self.filter(technician=technician)

    def newest_first(self):
        return self.order_by("-raised_at", "-id")

    def for_page(self):
        return self.select_related("technician__user", "acknowledged_by__user", "branch")

    @transaction.atomic
    def watch(self, now):
        """Raise a flag for every technician whose rate has crossed the threshold, and end those of who is below.

        Harmless however often it runs, and whoever else runs it: one flag is raised a technician and crossing.
        """
        rates = rates_of(terms_in_force().bar, now)
        above = {pk for pk, rate in rates.items() if rate.is_above}
        known = {flag.technician_id: flag for flag in self.raised()}
        for pk, flag in known.items():
            if pk not in above:
                flag.end(at=now)
        people = Membership.objects.active().filter(pk__in=above - known.keys()).with_person()
        for technician in people.order_by("pk"):
            self._raise_for(technician, rates[technician.pk], now)

    def _raise_for(self, technician, rate, at):
        flag = self.model(technician=technician, branch=technician.branch, raised_at=at)
        flag.returns, flag.jobs = rate.returns, rate.jobs
        flag.window_days, flag.threshold_percent = rate.bar.window_days, rate.bar.threshold_percent
        self.bulk_create([flag], ignore_conflicts=True)
        if self.filter(pk=flag.pk).exists():  # another worker was not quicker
            flag.tell_managers(at)


class CoachingFlag(TenantModel):
    """``returns`` and ``jobs`` are the figures that raised it. ``ended_at`` is when the rate was normal again."""

    technician = TenantForeignKey(Membership, related_name="coaching_flags")
    branch = TenantForeignKey(Branch, related_name="+")
    raised_at = models.DateTimeField()
    returns = models.PositiveIntegerField()
    jobs = models.PositiveIntegerField()
    window_days = models.PositiveSmallIntegerField()
    threshold_percent = models.PositiveSmallIntegerField()
    ended_at = models.DateTimeField(null=True, editable=False)
    acknowledged_at = models.DateTimeField(null=True, editable=False)
    acknowledged_by = TenantForeignKey(Membership, null=True, editable=False, related_name="+")
    note = models.TextField(max_length=2_000, blank=True, editable=False)

    objects = TenantManager.of(CoachingQuerySet)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["tenant", "technician"], condition=Q(ended_at=None), name="callbacks_flag_once"
            ),
        ]
        indexes = [models.Index(fields=["tenant", "technician", "-raised_at"], name="callbacks_flags")]

    def __str__(self):
        return self.technician.name

    @property
    def address(self):
        return f"/callbacks/rates/{self.technician_id}/"

    def record(self, what, *, by, at, **told):
        """Write the line of what happened to the flag."""
        Entry.objects.record("coaching_flag", self.pk, f"callbacks-{what}", by=by, at=at, **told)
        news.tell()

    def tell_managers(self, at):
        """Tell once who manages the branch of the technician, who is not told by this."""
        facts = {"technician": self.technician.name, "returns": self.returns, "jobs": self.jobs}
        facts |= {"days": self.window_days, "threshold": self.threshold_percent}
        self.record("coaching-raised", by=None, at=at, **facts)
        how = {"subject": ("coaching_flag", self.pk, str(self)), "address": self.address, "about": About.ALARM}
        people = [member for member in managers_of(self.branch) if member.pk != self.technician_id]
        key = f"coaching/{self.pk}"
        Notification.objects.tell(people, "callbacks-coaching", by=None, at=at, key=key, **how, **facts)

    def end(self, *, at):
        """Note that the rate is normal again. Twice is harmless."""
        if type(self).objects.raised().claim(self, ended_at=at):
            self.record("coaching-ended", by=None, at=at, technician=self.technician.name)

    @transaction.atomic
    def acknowledge(self, note, *, by, at=None):
        """Say what is done about it; the first who says so counts. The same again is harmless.

        Errors: CannotCallBack without words, or when somebody else was quicker.
        """
        at = at or timezone.now()
        if not note.strip():
            raise CannotCallBack(_("Write what you do about it."))
        fields = {"acknowledged_at": at, "acknowledged_by": by, "note": note.strip()}
        if not type(self).objects.unanswered().claim(self, **fields):
            self.refresh_from_db()
            if (self.acknowledged_by_id, self.note) == (by and by.pk, note.strip()):
                return
            raise CannotCallBack(_("%(name)s has answered this already.") % {"name": self.acknowledged_by})
        self.record("coaching-acknowledged", by=by, at=at, body=self.note, technician=self.technician.name)
