"""What one member is told, once."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from inbox.querysets import NotificationQuerySet
from tenants.fields import TenantForeignKey
from tenants.models import Membership, TenantModel
from tenants.querysets import TenantManager

from .reading import Readable, ReadingQuerySet
from .telling import TellingQuerySet


class About(models.TextChoices):
    """Why somebody is told; people choose by these what they also want by mail."""

    MENTION = "mention", _("Somebody mentions you")
    ASSIGNED = "assigned", _("Something is given to you")
    MINE = "mine", _("Something happens to your work")
    FOLLOWING = "following", _("Something happens to what you follow")
    ALARM = "alarm", _("Time is running out on your work, or on nobody's where you lead")
    PROMISE = "promise", _("A promised call is due, or was missed")


class NotificationVerbs(TellingQuerySet, ReadingQuerySet, NotificationQuerySet):
    """The questions of inbox/querysets.py, telling, and reading many at once."""


class Notification(Readable, TenantModel):
    """``what`` is ``app-kind`` and names the template ``app/inbox/kind.html``, one sentence.

    ``key`` names the event: whoever is told it twice has been told once. ``address`` is a path inside the company.
    ``actor`` is empty when the house itself acted. ``is_internal`` hides it from whoever is not of the house.
    """

    member = TenantForeignKey(Membership, related_name="notifications")
    what = models.CharField(max_length=40)
    about = models.CharField(max_length=12, choices=About.choices)
    key = models.CharField(max_length=100)
    subject_kind = models.CharField(max_length=20)
    subject_id = models.UUIDField()
    subject_label = models.CharField(max_length=200)
    address = models.CharField(max_length=200)
    actor = TenantForeignKey(Membership, null=True, related_name="+")
    facts = models.JSONField(default=dict)
    at = models.DateTimeField()
    is_urgent = models.BooleanField(default=False)
    is_internal = models.BooleanField(default=True)

    objects = TenantManager.of(NotificationVerbs)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["tenant", "member", "key"], name="inbox_told_once"),
        ]
        indexes = [
            models.Index(fields=["tenant", "member", "-at", "-id"], name="inbox_of_member"),
            models.Index(
                fields=["tenant", "member", "-at", "-id"], name="inbox_unread", condition=models.Q(read_at=None)
            ),
            models.Index(fields=["tenant", "read_at"], name="inbox_read", condition=~models.Q(read_at=None)),
        ]

    @property
    def template(self):
        app, _dash, kind = self.what.partition("-")
        return f"{app}/inbox/{kind.replace('-', '_')}.html"
