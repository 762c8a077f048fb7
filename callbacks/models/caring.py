"""What the company does after a large job: every saving writes a new version, and the newest one is in force."""

from dataclasses import replace

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from callbacks.words import Care
from routing.models import StaleSetup
from tenants import news
from tenants.current import require_tenant_id
from tenants.fields import TenantForeignKey
from tenants.models import Membership, Tenant, TenantLeaf
from tenants.querysets import TenantManager, TenantQuerySet
from timeline.models import Entry


class CareQuerySet(TenantQuerySet):
    def newest(self):
        return self.order_by("-version").first()

    def in_force(self) -> tuple[int, Care]:
        """Return the version in force with what it says; version 0 is what every company begins with."""
        row = self.newest()
        return (row.version, row.care()) if row else (0, Care(script=first_script()))

    @transaction.atomic
    def write(self, care, *, by, was, at=None):
        """Put ``care`` in force as a new version, for what is completed from now on. The same again is harmless.

        Errors: StaleSetup when version ``was`` is no longer in force.
        """
        at = at or timezone.now()
        Tenant.begin_setup()
        version, before = self.in_force()
        since = at if care.is_on and not before.is_on else before.on_since
        care = replace(care, on_since=since)
        if care == before:
            return
        if version != was:
            raise StaleSetup(version, before)
        said = {"is_on": care.is_on, "works": list(care.works), "script": care.script, "on_since": since}
        self.create(version=version + 1, saved_by=by, saved_at=at, **said)
        Entry.objects.record("setup", require_tenant_id(), "callbacks-care", by=by, at=at, version=version + 1)
        news.tell()


class AfterCare(TenantLeaf):
    """One version. What was in force once stays as it was written."""

    version = models.PositiveIntegerField()
    is_on = models.BooleanField()
    works = models.JSONField(default=list)
    script = models.TextField(max_length=2_000)
    on_since = models.DateTimeField(null=True)
    saved_by = TenantForeignKey(Membership, null=True, related_name="+")
    saved_at = models.DateTimeField()

    objects = TenantManager.of(CareQuerySet)

    class Meta(TenantLeaf.Meta):
        constraints = [
            *TenantLeaf.Meta.constraints,
            models.UniqueConstraint(fields=["tenant", "version"], name="callbacks_care_version"),
        ]

    def care(self):
        return Care(self.is_on, tuple(self.works), self.script, self.on_since)


def first_script() -> str:
    """Return what is said after the job until the company says it otherwise."""
    return _(
        "Hi {customer}, this is {caller} from {company}. We wanted to follow up and make sure everything is working "
        "well since {technician}'s visit for the {work}. Are you happy with everything?"
    )


def care_in_force() -> Care:
    return AfterCare.objects.in_force()[1]


def care_noted():
    """Return what was changed of it, the newest first."""
    return Entry.objects.about("setup", require_tenant_id()).filter(kind="callbacks-care").for_page()
