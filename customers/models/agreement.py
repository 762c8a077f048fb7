"""What was signed and what was done: contracts, jobs, and what stands on the property since."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from customers.querysets import ContractQuerySet, JobQuerySet
from tenants.fields import TenantForeignKey
from tenants.models import Branch, Membership, TenantModel
from tenants.querysets import TenantManager

from .account import Account, Property
from .completing import Completed
from .noting import Noted
from .numbering import Numbered


class Contract(Numbered, TenantModel):
    class Status(models.TextChoices):
        ACTIVE = "active", _("Active")
        PENDING_CANCELLATION = "pending_cancellation", _("Pending cancellation")
        CANCELLED = "cancelled", _("Cancelled")
        COMPLETED = "completed", _("Completed")

    number = models.CharField(_("contract number"), max_length=40)
    account = TenantForeignKey(Account, related_name="contracts")
    site = TenantForeignKey(Property, null=True, related_name="contracts")
    installer = TenantForeignKey(Account, null=True, blank=True, related_name="installed_contracts")
    status = models.CharField(max_length=20, choices=Status.choices, default=Status.ACTIVE)
    signed_on = models.DateField(null=True)

    objects = TenantManager.of(ContractQuerySet)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["tenant", "number"], name="customers_contract_number"),
        ]
        indexes = [
            models.Index(fields=["tenant", "account"], name="customers_contract_account"),
            models.Index(
                fields=["tenant", "installer", "number"],
                name="customers_contract_installer",
                condition=~Q(installer=None),
            ),
            models.Index(fields=["tenant", "found_as"], name="customers_contract_found"),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        """A contract stands on the page of its customer."""
        return f"{self.account.get_absolute_url()}#contract-{self.pk}"

    def address_for(self, access):
        """Where this member reads of it: an installer on the page of their own organisation, if they installed it."""
        if access.is_inside or not access.member.seats.filter(account=self.installer_id).exists():
            return self.get_absolute_url()
        return f"{self.installer.get_absolute_url()}#contract-{self.pk}"

    def said_of_it(self):
        return [self.account.name, str(self.site or ""), self.get_status_display()]

    @property
    def is_ending(self):
        return self.status in (self.Status.CANCELLED, self.Status.PENDING_CANCELLATION)


class Job(Completed, Noted, Numbered, TenantModel):
    """Work done or being done for a customer, with the technician who led it."""

    class Status(models.TextChoices):
        SCHEDULED = "scheduled", _("Scheduled")
        ACTIVE = "active", _("Active")
        COMPLETED = "completed", _("Completed")

    number = models.CharField(_("job number"), max_length=40)
    kind = models.CharField(_("kind of work"), max_length=80)
    account = TenantForeignKey(Account, related_name="jobs")
    site = TenantForeignKey(Property, null=True, related_name="jobs")
    contract = TenantForeignKey(Contract, null=True, related_name="jobs")
    branch = TenantForeignKey(Branch, related_name="+")
    technician = TenantForeignKey(Membership, null=True, blank=True, related_name="jobs")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.ACTIVE)
    is_large = models.BooleanField(_("large job"), default=False)

    objects = TenantManager.of(JobQuerySet)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["tenant", "number"], name="customers_job_number"),
        ]
        indexes = [
            models.Index(fields=["tenant", "account"], name="customers_job_account"),
            models.Index(fields=["tenant", "found_as"], name="customers_job_found"),
            models.Index(fields=["tenant", "follow_at"], name="customers_job_follow", condition=~Q(follow_at=None)),
            models.Index(
                fields=["tenant", "completed_at", "technician"],
                name="customers_job_done",
                condition=~Q(completed_at=None),
            ),
        ]

    def __str__(self):
        return f"{self.number} · {self.kind}"

    def get_absolute_url(self):
        return reverse("job-detail", args=[self.number])

    def said_of_it(self):
        return [self.kind, self.account.name, self.get_status_display()]


class Asset(TenantModel):
    """A pool, heater, water heater or solar array on a property."""

    site = TenantForeignKey(Property, related_name="assets")
    kind = models.CharField(_("kind"), max_length=40)
    name = models.CharField(_("name"), max_length=120)
    serial = models.CharField(_("serial number"), max_length=80, blank=True)
    installed_on = models.DateField(null=True)

    class Meta(TenantModel.Meta):
        indexes = [models.Index(fields=["tenant", "site"], name="customers_asset_site")]

    def __str__(self):
        return self.name
