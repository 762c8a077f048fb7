"""Accounts and the people behind them."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from customers.phones import e164, shown
from tenants.fields import TenantForeignKey
from tenants.models import Counter, Membership, TenantLeaf, TenantModel
from tenants.querysets import TenantManager

from .complaining import Complaining
from .correcting import Correctable, Corrected
from .finding import Findable
from .furnishing import Furnished
from .searching import SearchQuerySet
from .showing import ShowingQuerySet, Shown


class Reachable(models.Model):
    """Somebody with a phone and an e-mail address, kept as written and as compared."""

    phone_e164 = models.CharField(_("phone"), max_length=20, blank=True)
    email_normalised = models.CharField(_("e-mail"), max_length=254, blank=True)

    class Meta:
        abstract = True

    def reach_by(self, *, phone="", email=""):
        """Set phone and e-mail in the form in which they are compared; what is no phone number is dropped."""
        self.phone_e164, self.email_normalised = e164(phone), email.strip().lower()
        return self

    @property
    def phone(self):
        return shown(self.phone_e164)


class AccountOpening(SearchQuerySet, ShowingQuerySet):
    def register(self, name, *, kind="homeowner", phone="", email="", **fields):
        """Make an account with the company's next customer number."""
        account = self.model(name=name, kind=kind, number=Counter.next("account"), **fields)
        account.reach_by(phone=phone, email=email).save()
        account.found_by(
            name=name, number=str(account.number), phone=account.phone_e164, email=account.email_normalised
        )
        return account


class Account(Furnished, Complaining, Findable, Shown, Correctable, Corrected, Reachable, TenantModel):
    """A homeowner, or an installer organisation with its sales people."""

    class Kind(models.TextChoices):
        HOMEOWNER = "homeowner", _("Homeowner")
        INSTALLER = "installer", _("Installer")

    number = models.PositiveIntegerField(editable=False)
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.HOMEOWNER)
    name = models.CharField(_("name"), max_length=120)
    parent = TenantForeignKey("self", null=True, blank=True, related_name="children", verbose_name=_("parent account"))
    account_manager = TenantForeignKey(Membership, null=True, blank=True, related_name="+")
    sales_manager = TenantForeignKey(Membership, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects = TenantManager.of(AccountOpening)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["tenant", "number"], name="customers_account_number"),
        ]
        indexes = [
            models.Index(fields=["tenant", "name", "id"], name="customers_account_name"),
            models.Index(fields=["tenant", "phone_e164"], name="customers_account_phone"),
            models.Index(fields=["tenant", "email_normalised"], name="customers_account_email"),
            models.Index(
                fields=["tenant", "parent", "name"], name="customers_account_parent", condition=~Q(parent=None)
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("account-detail", args=[self.number])

    @property
    def is_installer(self):
        return self.kind == self.Kind.INSTALLER

    def take_account(self):
        """Take the row for this transaction, and with it everybody of this customer; return it."""
        self.refresh_from_db(from_queryset=type(self).objects.locked())
        return self


class Contact(Correctable, Reachable, TenantModel):
    """A person to speak with."""

    account = TenantForeignKey(Account, related_name="contacts")
    name = models.CharField(_("name"), max_length=120)
    title = models.CharField(_("role"), max_length=80, blank=True)

    class Meta(TenantModel.Meta):
        indexes = [
            models.Index(fields=["tenant", "account"], name="customers_contact_account"),
            models.Index(fields=["tenant", "phone_e164"], name="customers_contact_phone"),
        ]

    def __str__(self):
        return self.name

    def take_account(self):
        """Take the customer's row, and read this one again; return the customer."""
        account = Account.objects.locked().get(pk=self.account_id)
        self.refresh_from_db()
        return account


class Property(TenantModel):
    """A service address."""

    account = TenantForeignKey(Account, related_name="properties")
    street = models.CharField(_("street"), max_length=160)
    city = models.CharField(_("city"), max_length=80, blank=True)
    region = models.CharField(_("state"), max_length=40, blank=True)
    postcode = models.CharField(_("ZIP code"), max_length=16, blank=True)

    class Meta(TenantModel.Meta):
        verbose_name_plural = _("properties")
        indexes = [
            models.Index(fields=["tenant", "account"], name="customers_property_account"),
            models.Index(fields=["tenant", "street", "postcode"], name="customers_property_place"),
        ]

    def __str__(self):
        return ", ".join(part for part in (self.street, self.city, f"{self.region} {self.postcode}".strip()) if part)


class AccountToken(TenantLeaf):
    """One word by which an account is found, compared byte by byte: cases have theirs alike.

    Not unique on purpose: whoever writes a word waits for nobody, and a word that is there twice is found once.
    """

    account = TenantForeignKey(Account, models.CASCADE, related_name="tokens")
    token = models.CharField(max_length=40, db_collation="C")
    kind = models.PositiveSmallIntegerField()

    class Meta(TenantLeaf.Meta):
        indexes = [
            models.Index(fields=["tenant", "kind", "token", "account"], name="customers_token_word"),
            models.Index(fields=["tenant", "account", "token", "kind"], name="customers_token_of"),
        ]


class InstallerSeat(TenantLeaf):
    """A member who speaks for an installer organisation, and sees what is theirs."""

    member = TenantForeignKey(Membership, models.CASCADE, related_name="seats")
    account = TenantForeignKey(Account, models.CASCADE, related_name="seats")

    class Meta(TenantLeaf.Meta):
        constraints = [
            *TenantLeaf.Meta.constraints,
            models.UniqueConstraint(fields=["tenant", "member", "account"], name="customers_seat_once"),
        ]
