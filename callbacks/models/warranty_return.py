"""A warranty return: our people go back to a finished job because a customer says that something is wrong with it.

The visit itself is field work: it becomes a ticket of the job type warranty return visit, which then points here.
"""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case
from customers.models import Account, Job, Said, SayingQuerySet, Word
from tenants.fields import TenantForeignKey
from tenants.models import Branch, Membership, TenantLeaf, TenantModel
from tenants.querysets import TenantManager

from .awaiting import Awaited, AwaitingQuerySet
from .callback import Callback
from .disputing import Disputed
from .investigating import Investigated
from .judging import Judged
from .tracing import Traced

OPEN = Q(finished_at=None)


class ReturnVerbs(AwaitingQuerySet, SayingQuerySet):
    """The questions about returns, the birth of one, and what sweeps do to many; also by their words."""


class WarrantyReturn(Awaited, Judged, Disputed, Investigated, Said, Traced, TenantModel):
    """``technician`` is who led ``job`` when the return was opened, whoever leads it by now.

    ``reported`` is what the customer says. One return to a job is open at a time.
    """

    number = models.PositiveIntegerField(editable=False)
    account = TenantForeignKey(Account, related_name="returns", verbose_name=gettext_lazy("customer"))
    job = TenantForeignKey(Job, related_name="returns", verbose_name=gettext_lazy("original job"))
    technician = TenantForeignKey(Membership, null=True, editable=False, related_name="returns")
    case = TenantForeignKey(Case, null=True, editable=False, related_name="returns")
    callback = TenantForeignKey(Callback, null=True, editable=False, related_name="returns")
    branch = TenantForeignKey(Branch, editable=False, related_name="+")
    owner = TenantForeignKey(Membership, related_name="+", verbose_name=gettext_lazy("owner"))
    reported = models.TextField(max_length=4_000)
    opened_at = models.DateTimeField(editable=False)
    opened_by = TenantForeignKey(Membership, null=True, editable=False, related_name="+")
    client_key = models.UUIDField(null=True, editable=False)

    objects = TenantManager.of(ReturnVerbs)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["tenant", "number"], name="callbacks_return_number"),
            models.UniqueConstraint(fields=["tenant", "client_key"], name="callbacks_return_once"),
            models.UniqueConstraint(fields=["tenant", "job"], condition=OPEN, name="callbacks_return_one_open"),
        ]
        indexes = [
            models.Index(fields=["tenant", "due_at", "id"], name="callbacks_return_open", condition=OPEN),
            models.Index(fields=["tenant", "-finished_at", "-id"], name="callbacks_return_done", condition=~OPEN),
            models.Index(fields=["tenant", "account", "-opened_at"], name="callbacks_return_account"),
            models.Index(fields=["tenant", "job", "-opened_at"], name="callbacks_return_job"),
            models.Index(fields=["tenant", "case"], name="callbacks_return_case", condition=~Q(case=None)),
            models.Index(fields=["tenant", "callback"], name="callbacks_return_call", condition=~Q(callback=None)),
            models.Index(fields=["tenant", "technician", "opened_at"], name="callbacks_return_lead"),
            models.Index(fields=["tenant", "alarm_at"], name="callbacks_return_alarm", condition=~Q(alarm_at=None)),
        ]

    def __str__(self):
        return _("Return #%(number)s to %(job)s") % {"number": self.number, "job": self.job.number}

    def get_absolute_url(self):
        return reverse("return-detail", args=[self.number])

    @property
    def address(self):
        """The path of this return inside the company, also where no request says how companies are mounted."""
        return f"/returns/{self.number}/"

    def text_said(self):
        return f"{self.number} {self.job} {self.reported}"

    def covered_until(self, terms):
        """Return the last day on which the job is under warranty by these ``terms``."""
        return timezone.localdate(self.job.completed_at) + timedelta(days=terms.warranty_days)

    @property
    def is_documented(self):
        """Whether anything was written down or attached that a decision can stand on."""
        return self.findings.exists() or self.evidence.exists()

    @property
    def lead(self) -> str:
        """The technician who led the job, by name; empty when nobody did."""
        return self.technician.name if self.technician else ""


class Finding(TenantLeaf):
    """One thing that was found out about a return, and whom somebody asked for it."""

    warranty_return = TenantForeignKey(WarrantyReturn, related_name="findings")
    words = models.TextField(max_length=4_000)
    asked = models.CharField(max_length=200, blank=True)
    by = TenantForeignKey(Membership, null=True, related_name="+")
    at = models.DateTimeField()
    client_key = models.UUIDField(null=True)

    class Meta(TenantLeaf.Meta):
        constraints = [
            *TenantLeaf.Meta.constraints,
            models.UniqueConstraint(fields=["tenant", "warranty_return", "client_key"], name="callbacks_finding_once"),
        ]
        indexes = [models.Index(fields=["tenant", "warranty_return", "at"], name="callbacks_findings")]


class ReturnWord(Word):
    """One word of a return."""

    warranty_return = TenantForeignKey(WarrantyReturn, models.CASCADE, related_name="words_said")

    class Meta(TenantLeaf.Meta):
        constraints = [
            *TenantLeaf.Meta.constraints,
            models.UniqueConstraint(fields=["tenant", "warranty_return", "token"], name="callbacks_return_says"),
        ]
        indexes = [models.Index(fields=["tenant", "token", "warranty_return"], name="callbacks_return_said")]
