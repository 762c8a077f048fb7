"""One notification on its way by mail: tried by one worker at a time, a few times at most, always under one name."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from tenants.fields import TenantForeignKey
from tenants.models import TenantLeaf
from tenants.querysets import TenantManager

from .posting import Posted, PostingQuerySet


class State(models.TextChoices):
    WAITING = "waiting", _("On its way")
    SENT = "sent", _("Sent")
    DROPPED = "dropped", _("No longer needed")
    DEAD = "dead", _("Given up")


class Delivery(Posted, TenantLeaf):
    """``try_at`` is when it is tried next; while a worker holds it, when its lease runs out.

    ``attempts`` is the fence: a later one voids an earlier. ``why`` says why it was dropped or given up.
    """

    notification = TenantForeignKey("inbox.Notification", models.CASCADE, related_name="deliveries")
    key = models.UUIDField()
    to = models.EmailField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    try_at = models.DateTimeField(null=True, db_default=Now())
    sent_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=200, blank=True)

    objects = TenantManager.of(PostingQuerySet)

    class Meta(TenantLeaf.Meta):
        constraints = [
            *TenantLeaf.Meta.constraints,
            models.UniqueConstraint(fields=["tenant", "key"], name="inbox_mailed_once"),
        ]
        indexes = [
            models.Index(fields=["tenant", "notification"], name="inbox_deliveries"),
            models.Index(fields=["tenant", "try_at"], name="inbox_due", condition=models.Q(state="waiting")),
            models.Index(fields=["tenant", "sent_at"], name="inbox_sent", condition=models.Q(state="sent")),
        ]
