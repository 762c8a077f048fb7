"""The evidence item itself: one file, about one subject of a house above."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from evidence.names import MAX_CHARACTERS
from tenants.fields import TenantForeignKey
from tenants.models import Membership, TenantModel
from tenants.querysets import TenantManager

from .captioning import Captioned
from .cleaning import Cleanable, State
from .receiving import ReceivingQuerySet
from .serving import Servable
from .tidying import TidyingQuerySet


class Kind(models.TextChoices):
    IMAGE = "image", _("Photo")
    PDF = "pdf", _("PDF")
    AUDIO = "audio", _("Recording")
    DOCUMENT = "document", _("Document")


class ItemVerbs(ReceivingQuerySet, TidyingQuerySet):
    """The questions of evidence/querysets.py, the birth of an item, and the tidying of what never became one."""


class Item(Cleanable, Servable, Captioned, TenantModel):
    """``original`` and ``copies`` are places on the storage. The original of a photo is kept and never served."""

    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    client_key = models.UUIDField(editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    format = models.CharField(max_length=10)
    name = models.CharField(_("name"), max_length=MAX_CHARACTERS)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    uploaded_at = models.DateTimeField()
    uploaded_by = TenantForeignKey(Membership, null=True, related_name="+")
    original = models.CharField(max_length=120, editable=False)

    objects = TenantManager.of(ItemVerbs)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["tenant", "client_key"], name="evidence_item_received_once"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="evidence_item_state"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="evidence_item_kind"),
        ]
        indexes = [
            models.Index(fields=["tenant", "subject_id", "uploaded_at", "id"], name="evidence_of_subject"),
            models.Index(fields=["uploaded_at"], name="evidence_quarantined", condition=Q(state="quarantined")),
        ]

    def __str__(self):
        return self.name

    @property
    def is_image(self):
        return self.kind == Kind.IMAGE
