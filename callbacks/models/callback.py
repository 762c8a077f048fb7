"""A callback: a promise to speak with somebody, apart from putting anything right."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from customers.models import Account, Contact, Job, Order, Said, SayingQuerySet, Word
from customers.phones import digits_of, shown
from tenants.fields import TenantForeignKey
from tenants.models import Branch, Membership, TenantLeaf, TenantModel
from tenants.querysets import TenantManager

from .chain import Chained, ChainingQuerySet
from .changing import Changing
from .climbing import Climbing
from .due import Due
from .escalating import Escalated
from .following import Following
from .hearing import Hearing
from .owning import Owned
from .trying import Tried
from .vocabulary import ContactMethod, Kind, Outcome

OPEN = Q(status="open")
CHAINED = ~Q(chain=None)


class CallbackVerbs(ChainingQuerySet, SayingQuerySet):
    """The questions about callbacks, the birth of one, and what sweeps do to many; also by their words."""


class Callback(Climbing, Chained, Following, Hearing, Escalated, Due, Tried, Owned, Said, Changing, TenantModel):
    """``reason`` is why they want to hear from us, ``summary`` what is to be said."""

    number = models.PositiveIntegerField(editable=False)
    account = TenantForeignKey(Account, related_name="callbacks", verbose_name=_("customer"))
    contact = TenantForeignKey(Contact, null=True, blank=True, related_name="+", verbose_name=_("contact"))
    contact_method = models.CharField(
        _("reach them by"), max_length=8, choices=ContactMethod.choices, default=ContactMethod.CALL
    )
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    email = models.CharField(_("e-mail"), max_length=254, blank=True)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    reason = models.CharField(_("reason"), max_length=200)
    summary = models.TextField(_("what is to be said"), max_length=4_000, blank=True)
    branch = TenantForeignKey(Branch, related_name="+", verbose_name=_("branch"))
    owner = TenantForeignKey(Membership, related_name="callbacks", verbose_name=_("owner"))
    case = TenantForeignKey(Case, null=True, blank=True, related_name="callbacks", verbose_name=_("case"))
    job = TenantForeignKey(Job, null=True, blank=True, related_name="callbacks", verbose_name=_("job"))
    order = TenantForeignKey(Order, null=True, blank=True, related_name="callbacks", verbose_name=_("order"))
    is_urgent = models.BooleanField(default=False, editable=False)
    promised_at = models.DateTimeField(editable=False)
    promised_by = TenantForeignKey(Membership, null=True, editable=False, related_name="+")
    client_key = models.UUIDField(null=True, editable=False)

    objects = TenantManager.of(CallbackVerbs)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["tenant", "number"], name="callbacks_callback_number"),
            models.UniqueConstraint(fields=["tenant", "client_key"], name="callbacks_callback_once"),
            models.UniqueConstraint(
                fields=["tenant", "site", "account"],
                name="callbacks_one_per_site",
                condition=OPEN & Q(kind=Kind.PROACTIVE, promised_by=None) & ~Q(site=None),
            ),
            models.UniqueConstraint(fields=["tenant", "chain", "link"], name="callbacks_link", condition=CHAINED),
            models.UniqueConstraint(fields=["tenant", "chain"], name="callbacks_link_open", condition=OPEN & CHAINED),
        ]
        indexes = [
            models.Index(fields=["tenant", "due_at", "id"], name="callbacks_open", condition=OPEN, include=["branch"]),
            models.Index(fields=["tenant", "owner", "due_at", "id"], name="callbacks_mine", condition=OPEN),
            models.Index(fields=["tenant", "branch", "due_at", "id"], name="callbacks_branch", condition=OPEN),
            models.Index(fields=["tenant", "-finished_at", "-id"], name="callbacks_done", condition=~OPEN),
            models.Index(fields=["tenant", "account", "-promised_at"], name="callbacks_account"),
            models.Index(fields=["tenant", "case", "due_at"], name="callbacks_case", condition=~Q(case=None)),
            models.Index(fields=["tenant", "job", "due_at"], name="callbacks_job", condition=~Q(job=None)),
            models.Index(fields=["tenant", "complaint"], name="callbacks_complaint", condition=~Q(complaint=None)),
            models.Index(fields=["tenant", "alarm_at"], name="callbacks_alarm", condition=~Q(alarm_at=None)),
        ]

    def __str__(self):
        return f"#{self.number} {self.account}: {self.reason}"

    def get_absolute_url(self):
        return reverse("callback-detail", args=[self.number])

    def text_said(self):
        about = self.chain.reference if self.chain_id else ""
        return " ".join([str(self.number), about, self.reason, *digits_of(self.phone), self.summary])

    @property
    def key(self):
        """What names an event of this due time; with its rung it is told once, however often it is found."""
        return f"callback/{self.pk}/{self.due_version}"

    @property
    def address(self):
        """The path of this callback inside the company, also where no request says how companies are mounted."""
        return f"/callbacks/{self.number}/"

    @property
    def shown_phone(self):
        return shown(self.phone)

    @property
    def who(self):
        """The person to speak with."""
        return self.contact.name if self.contact_id else self.account.name

    def named(self) -> dict:
        """Who and when, as a line of history says it."""
        return {"who": self.who, "owner": self.owner.name, "due_at": self.due_at.isoformat()}


class Attempt(TenantLeaf):
    """One try to reach them. ``next_at`` is when it was to be tried again."""

    callback = TenantForeignKey(Callback, related_name="attempts")
    outcome = models.CharField(max_length=12, choices=Outcome.choices)
    note = models.TextField(max_length=4_000, blank=True)
    by = TenantForeignKey(Membership, null=True, related_name="+")
    at = models.DateTimeField()
    next_at = models.DateTimeField(null=True)
    client_key = models.UUIDField(null=True)

    class Meta(TenantLeaf.Meta):
        constraints = [
            *TenantLeaf.Meta.constraints,
            models.UniqueConstraint(fields=["tenant", "callback", "client_key"], name="callbacks_attempt_once"),
        ]
        indexes = [models.Index(fields=["tenant", "callback", "-at"], name="callbacks_attempts")]


class Occasion(TenantLeaf):
    """A job that a call after the job is made after; a call may have several at the same address."""

    callback = TenantForeignKey(Callback, related_name="occasions")
    job = TenantForeignKey(Job, related_name="+")
    done_at = models.DateTimeField()

    class Meta(TenantLeaf.Meta):
        constraints = [
            *TenantLeaf.Meta.constraints,
            models.UniqueConstraint(fields=["tenant", "callback", "job"], name="callbacks_occasion_once"),
        ]
        indexes = [models.Index(fields=["tenant", "job", "callback"], name="callbacks_occasion_job")]


class ReviewRequest(TenantLeaf):
    """That a customer was asked for a review, on which call: once, and never again."""

    account = TenantForeignKey(Account, related_name="review_requests")
    callback = TenantForeignKey(Callback, related_name="+")
    asked_by = TenantForeignKey(Membership, null=True, related_name="+")
    asked_at = models.DateTimeField()

    class Meta(TenantLeaf.Meta):
        constraints = [
            *TenantLeaf.Meta.constraints,
            models.UniqueConstraint(fields=["tenant", "account"], name="callbacks_review_once"),
        ]


class CallbackWord(Word):
    """One word of a callback."""

    callback = TenantForeignKey(Callback, models.CASCADE, related_name="words_said")

    class Meta(TenantLeaf.Meta):
        constraints = [
            *TenantLeaf.Meta.constraints,
            models.UniqueConstraint(fields=["tenant", "callback", "token"], name="callbacks_callback_says"),
        ]
        indexes = [models.Index(fields=["tenant", "token", "callback"], name="callbacks_callback_said")]
