"""What the company promises by kind: every saving writes a new version, and the newest one is in force."""

from dataclasses import asdict, fields
from datetime import time

from django.db import models, transaction
from django.utils import timezone

from callbacks.rules import Standards
from routing.models import StaleSetup
from tenants import news
from tenants.current import require_tenant_id
from tenants.fields import TenantForeignKey
from tenants.models import Membership, Tenant, TenantLeaf
from tenants.querysets import TenantManager, TenantQuerySet
from timeline.models import Entry


class StandardsQuerySet(TenantQuerySet):
    def newest(self):
        return self.order_by("-version").first()

    def in_force(self) -> tuple[int, Standards]:
        """Return the version in force with its figures; version 0 is what every company begins with."""
        row = self.newest()
        return (row.version, row.standards()) if row else (0, Standards())

    @transaction.atomic
    def write(self, standards, *, by, was, at=None):
        """Put ``standards`` in force as a new version: for new callbacks, and for what is said about all open ones.

        What was promised stays promised. The same again are harmless. Errors: StaleSetup when version ``was`` is no
        longer in force.
        """
        from .callback import Callback  # its own figures are made of these

        at = at or timezone.now()
        Tenant.begin_setup()
        version, before = self.in_force()
        if standards == before:
            return
        if version != was:
            raise StaleSetup(version, before)
        figures = asdict(standards) | {"morning_by": f"{standards.morning_by:%H:%M}"}
        self.create(version=version + 1, figures=figures, saved_by=by, saved_at=at)
        Callback.objects.open().exclude(alarm_at=None).update(alarm_at=at)  # each finds its next moment anew
        about = ("setup", require_tenant_id(), "callbacks-standards")
        Entry.objects.record(*about, by=by, at=at, version=version + 1)
        news.tell()


class CallbackStandards(TenantLeaf):
    """One version of the figures. What was in force once stays as it was written."""

    version = models.PositiveIntegerField()
    figures = models.JSONField(default=dict)
    saved_by = TenantForeignKey(Membership, null=True, related_name="+")
    saved_at = models.DateTimeField()

    objects = TenantManager.of(StandardsQuerySet)

    class Meta(TenantLeaf.Meta):
        constraints = [
            *TenantLeaf.Meta.constraints,
            models.UniqueConstraint(fields=["tenant", "version"], name="callbacks_standards_version"),
        ]

    def standards(self):
        known = {field.name for field in fields(Standards)}
        figures = {name: value for name, value in self.figures.items() if name in known}
        return Standards(**figures | {"morning_by": time.fromisoformat(self.figures["morning_by"])})


def standards_in_force() -> Standards:
    return CallbackStandards.objects.in_force()[1]


def standards_noted():
    """Return what was changed of the figures, the newest first."""
    return Entry.objects.about("setup", require_tenant_id()).filter(kind="callbacks-standards").for_page()
