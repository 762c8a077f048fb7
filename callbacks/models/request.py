"""What an answering service heard while nobody was there: it waits on a board until somebody decides about it."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from customers.models import Account, Contact
from customers.phones import shown
from tenants.fields import TenantForeignKey
from tenants.models import Branch, TenantModel
from tenants.querysets import TenantManager

from .callback import Callback
from .matching import Matched
from .measuring import MeasuringQuerySet
from .receiving import ReceivingQuerySet
from .reviewing import Reviewed
from .watching import Watched, WatchingQuerySet


class RequestVerbs(ReceivingQuerySet, WatchingQuerySet, MeasuringQuerySet):
    """The questions about requests, their birth, and what sweeps and reports do with many."""


class AfterHoursRequest(Reviewed, Matched, Watched, TenantModel):
    """``received_at`` is when they called, ``arrived_at`` when the house heard of it.

    ``first`` is the request that this one is grouped under: the same phone had called already. What is decided of the
    first is decided of all that are grouped under it.
    """

    class Source(models.TextChoices):
        WEBHOOK = "webhook", _("Answering service")
        PASTED = "pasted", _("Pasted")

    source = models.CharField(max_length=8, choices=Source.choices)
    external_id = models.CharField(max_length=100, editable=False)
    received_at = models.DateTimeField()
    arrived_at = models.DateTimeField(editable=False)
    phone_given = models.CharField(_("phone"), max_length=40, blank=True)
    phone_e164 = models.CharField(max_length=20, blank=True)
    name = models.CharField(_("name"), max_length=120, blank=True)
    words = models.TextField(_("what they said"), max_length=4_000, blank=True)
    is_urgent = models.BooleanField(_("urgent"), default=False)
    account = TenantForeignKey(Account, null=True, related_name="after_hours_requests")
    contact = TenantForeignKey(Contact, null=True, related_name="+")
    branch = TenantForeignKey(Branch, related_name="+")
    first = TenantForeignKey("self", null=True, related_name="repeats")
    case = TenantForeignKey(Case, null=True, related_name="after_hours_requests")
    callback = TenantForeignKey(Callback, null=True, related_name="after_hours_requests")

    objects = TenantManager.of(RequestVerbs)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["tenant", "source", "external_id"], name="callbacks_request_once"),
        ]
        indexes = [
            models.Index(
                fields=["tenant", "received_at", "id"],
                name="callbacks_request_waiting",
                condition=Q(acknowledged_at=None),
                include=["branch", "first"],
            ),
            models.Index(
                fields=["tenant", "phone_e164", "received_at"],
                name="callbacks_request_phone",
                condition=Q(acknowledged_at=None),
            ),
            models.Index(fields=["tenant", "received_at", "id"], name="callbacks_request_received"),
            models.Index(
                fields=["tenant", "-acknowledged_at", "-id"],
                name="callbacks_request_reviewed",
                condition=~Q(acknowledged_at=None),
            ),
            models.Index(fields=["tenant", "first"], name="callbacks_request_group", condition=~Q(first=None)),
            models.Index(fields=["tenant", "alarm_at"], name="callbacks_request_alarm", condition=~Q(alarm_at=None)),
        ]

    def __str__(self):
        return self.who

    def get_absolute_url(self):
        return f"{reverse('after-hours')}#request-{self.pk}"

    @property
    def who(self) -> str:
        """Who called, as well as is known."""
        return self.name or (self.account.name if self.account_id else "") or self.phone or str(_("Nobody said who"))

    @property
    def phone(self):
        return shown(self.phone_e164) if self.phone_e164 else self.phone_given
