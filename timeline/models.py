"""One line of history, written once."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenants.constraints import AppendOnly
from tenants.fields import TenantForeignKey
from tenants.models import Membership, TenantLeaf
from tenants.querysets import TenantManager

from .querysets import COMMENTED, EntryQuerySet


class Audience(models.TextChoices):
    INTERNAL = "internal", _("Internal")
    CUSTOMER = "customer", _("Visible to the customer")


SHOWN = [("all", _("Everything")), ("comments", _("Comments")), ("events", _("Events"))]


class Entry(TenantLeaf):
    """A comment or an event. ``kind`` is ``app-what`` and names the template ``app/timeline/what.html``.

    ``actor`` is empty when the house itself acted. ``at`` is when it happened, ``recorded_at`` when it was written:
    a breach is recorded at its due time even when the worker came late.
    """

    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    kind = models.CharField(max_length=40)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    actor = TenantForeignKey(Membership, null=True, related_name="+")
    facts = models.JSONField(default=dict)
    body = models.TextField(blank=True)
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.INTERNAL)
    client_key = models.UUIDField(null=True, editable=False)

    objects = TenantManager.of(EntryQuerySet)

    class Meta(TenantLeaf.Meta):
        constraints = [
            *TenantLeaf.Meta.constraints,
            AppendOnly(name="timeline_entry_append_only"),
            models.UniqueConstraint(fields=["tenant", "subject_id", "client_key"], name="timeline_entry_said_once"),
        ]
        indexes = [models.Index(fields=["tenant", "subject_id", "-at", "-id"], name="timeline_of_subject")]

    @property
    def is_comment(self):
        return self.kind == COMMENTED

    @property
    def template(self):
        app, _dash, what = self.kind.partition("-")
        return f"{app}/timeline/{what.replace('-', '_')}.html"
