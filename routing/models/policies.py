"""How fast the company promises to be: every saving writes a new policy, and the newest one is in force."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from routing.clock import DEFAULT_POLICY, Policy
from routing.hours import NeverOpen
from tenants.fields import TenantForeignKey
from tenants.models import Membership, Tenant, TenantLeaf
from tenants.querysets import TenantManager, TenantQuerySet

from .calendars import Calendar
from .noting import note
from .rollouts import Rollout
from .stale import StaleSetup


class Waiting(models.TextChoices):
    """What a case may wait for. The keys are what policies pause for; a company may call them what it likes."""

    CUSTOMER = "customer", gettext_lazy("Waiting for the customer")
    PARTS = "parts", gettext_lazy("Waiting for parts")
    APPROVAL = "approval", gettext_lazy("Waiting for an approval")
    OTHERS = "others", gettext_lazy("Waiting for somebody else")


class BadTargets(Exception):
    """These targets cannot be kept. ``args`` are the reasons, ready to show."""


@dataclass(frozen=True)
class Targets:
    """What a manager decides: minutes by priority, which hours count, when to warn, when to answer, what pauses."""

    windows: dict = field(default_factory=lambda: dict(DEFAULT_POLICY.windows))
    business_hours: bool = False
    at_risk_percent: int = 25
    response: dict = field(default_factory=dict)
    pausing: tuple = ()

    def as_policy(self, version, hours=None):
        """Return the pure policy with the opening hours of one place."""
        return Policy(
            version,
            self.windows,
            hours=hours if self.business_hours else None,
            pausing=frozenset(self.pausing),
            at_risk_share=self.at_risk_percent / 100,
        )


class SlaPolicyQuerySet(TenantQuerySet):
    def newest(self):
        return self.order_by("-version").first()

    def in_force(self) -> tuple[int, Targets]:
        """Return the version in force with its targets; version 0 is what every company begins with."""
        policy = self.newest()
        return (policy.version, policy.targets()) if policy else (0, Targets())

    @transaction.atomic
    def write(self, targets, *, by, was, at=None):
        """Put ``targets`` in force as a new version, and ask workers to derive the open cases anew.

        The same again are harmless. Errors: StaleSetup when version ``was`` is no longer in force, BadTargets.
        """
        at = at or timezone.now()
        company = Tenant.begin_setup()
        version, before = self.in_force()
        if targets == before:
            return
        if version != was:
            raise StaleSetup(version, before)
        refuse_unkeepable(targets, company, at)
        row = {name: getattr(targets, name) for name in ("windows", "business_hours", "at_risk_percent", "response")}
        self.create(version=version + 1, saved_by=by, saved_at=at, pausing=sorted(targets.pausing), **row)
        company.end_setup()
        Rollout.objects.want("clock", company, by=by, at=at)
        note("policy", by=by, at=at, version=version + 1)


def refuse_unkeepable(targets, company, at):
    """Raise BadTargets when no working time exists in which the targets could be kept: tried out, not guessed."""
    if not targets.business_hours:
        return
    calendars = list(Calendar.objects.for_list())
    if not any(calendar.branch_id is None for calendar in calendars):
        raise BadTargets(_("Business hours need opening hours: give the company its calendar first."))
    longest = max([*targets.windows.values(), *targets.response.values()])
    for calendar in calendars:
        try:
            calendar.hours(company).add(at, timedelta(minutes=longest))
        except NeverOpen:
            place = calendar.place or company.name
            reason = _("At %(place)s there is not enough working time for these targets.") % {"place": place}
            raise BadTargets(reason) from None


class SlaPolicy(TenantLeaf):
    """One version of the targets. What was in force once stays as it was written."""

    version = models.PositiveIntegerField()
    windows = models.JSONField(default=dict)
    business_hours = models.BooleanField(default=False)
    at_risk_percent = models.PositiveSmallIntegerField(default=25)
    response = models.JSONField(default=dict)
    pausing = models.JSONField(default=list)
    saved_by = TenantForeignKey(Membership, null=True, related_name="+")
    saved_at = models.DateTimeField()

    objects = TenantManager.of(SlaPolicyQuerySet)

    class Meta(TenantLeaf.Meta):
        constraints = [
            *TenantLeaf.Meta.constraints,
            models.UniqueConstraint(fields=["tenant", "version"], name="routing_policy_version"),
        ]

    def targets(self):
        return replace(
            Targets(),
            windows=self.windows,
            business_hours=self.business_hours,
            at_risk_percent=self.at_risk_percent,
            response=self.response,
            pausing=tuple(self.pausing),
        )


class WaitingLabelQuerySet(TenantQuerySet):
    def labels(self) -> dict:
        """Return what each kind of waiting is called here."""
        return {key: str(label) for key, label in Waiting.choices} | dict(self.values_list("key", "label"))

    @transaction.atomic
    def call(self, key, label, *, by, at=None):
        """Call a kind of waiting ``label``. No due time, past or present, depends on it."""
        before = self.labels()[Waiting(key)]
        if label == before:
            return
        company = Tenant.begin_setup()
        self.update_or_create(key=key, defaults={"label": label})
        Tenant.rename()
        company.end_setup()
        note("waiting", by=by, at=at, before=before, after=label)


class WaitingLabel(TenantLeaf):
    """What a company calls a kind of waiting, where it does not like our word."""

    key = models.CharField(max_length=12, choices=Waiting.choices)
    label = models.CharField(max_length=40)

    objects = TenantManager.of(WaitingLabelQuerySet)

    class Meta(TenantLeaf.Meta):
        constraints = [
            *TenantLeaf.Meta.constraints,
            models.UniqueConstraint(fields=["tenant", "key"], name="routing_waiting_label"),
        ]
