"""A complaint: on the account of whoever complained, and there for everybody who works with them next."""

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from customers.querysets import ComplaintQuerySet
from tenants import news
from tenants.fields import TenantForeignKey
from tenants.models import Membership, TenantLeaf, TenantModel
from tenants.querysets import TenantManager
from timeline.models import Entry

from .account import Account
from .saying import Said, SayingQuerySet, Word

TOLD_ON_BOTH = ("customers-complained", "customers-complaint-settled")  # the account, and what it was noted from


class CannotSettle(Exception):
    """The complaint cannot be settled like this. ``args`` are the reasons, ready to show."""


class ComplaintVerbs(ComplaintQuerySet, SayingQuerySet):
    """The questions about complaints, also by their words."""


class Complaint(Said, TenantModel):
    """``subject_kind``, ``subject_id`` and ``subject_number`` name what it was noted from, for example a case.

    It belongs to the account for good: the case may move on to another customer, or be merged.
    """

    account = TenantForeignKey(Account, related_name="complaints")
    words = models.TextField(gettext_lazy("complaint"), max_length=4_000)
    noted_at = models.DateTimeField(editable=False)
    noted_by = TenantForeignKey(Membership, null=True, editable=False, related_name="+")
    settled_at = models.DateTimeField(null=True, editable=False)
    settled_by = TenantForeignKey(Membership, null=True, editable=False, related_name="+")
    outcome = models.TextField(gettext_lazy("what was done"), max_length=4_000, blank=True, editable=False)
    subject_kind = models.CharField(max_length=20, blank=True, editable=False)
    subject_id = models.UUIDField(null=True, editable=False)
    subject_number = models.PositiveIntegerField(null=True, editable=False)
    client_key = models.UUIDField(null=True, editable=False)

    objects = TenantManager.of(ComplaintVerbs)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["tenant", "account", "client_key"], name="customers_complained_once"),
        ]
        indexes = [
            models.Index(fields=["tenant", "account", "-noted_at"], name="customers_complaint_of"),
            models.Index(
                fields=["tenant", "account", "-noted_at"], name="customers_complaint_open", condition=Q(settled_at=None)
            ),
        ]

    def __str__(self):
        return self.words

    def text_said(self):
        return f"{self.words} {self.outcome}"

    @property
    def is_open(self):
        return self.settled_at is None

    @transaction.atomic
    def settle(self, outcome, *, by, at=None):
        """Say what was done about it. The same words by the same person twice are harmless.

        Errors: CannotSettle without words, or when it is settled already.
        """
        outcome = outcome.strip()
        if not outcome:
            raise CannotSettle(_("Say what was done about it."))
        at = at or timezone.now()
        if type(self).objects.open().claim(self, settled_at=at, settled_by=by, outcome=outcome):
            self.index_words()
            self.record("complaint-settled", by=by, at=at, body=outcome)
            return
        self.refresh_from_db()
        if (self.settled_by, self.outcome) != (by, outcome):
            said = _("%(name)s has settled this already: %(outcome)s")
            raise CannotSettle(said % {"name": self.settled_by or _("Kept"), "outcome": self.outcome})

    def record(self, what, *, by, at, body):
        """Write the line of history on the account, and the same on what the complaint was noted from."""
        facts = {"account": [self.account.number, self.account.name]}
        if self.subject_kind:
            facts[self.subject_kind] = self.subject_number
        places = [("account", self.account_id), (self.subject_kind, self.subject_id)]
        kind = f"customers-{what}"
        lines = [Entry.objects.line(*place, kind, by=by, at=at, body=body, **facts) for place in places if place[0]]
        Entry.objects.bulk_create(lines)
        news.tell()


class ComplaintWord(Word):
    """One word of a complaint, or of what was done about it."""

    complaint = TenantForeignKey(Complaint, models.CASCADE, related_name="words_said")

    class Meta(TenantLeaf.Meta):
        constraints = [
            *TenantLeaf.Meta.constraints,
            models.UniqueConstraint(fields=["tenant", "complaint", "token"], name="customers_complaint_says"),
        ]
        indexes = [models.Index(fields=["tenant", "token", "complaint"], name="customers_complaint_said")]
