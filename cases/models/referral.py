"""A referral: another department is asked about a case, and answers by a clock of its own."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from routing.models import Calendar, Department
from routing.targets import next_business_day
from tenants.fields import TenantForeignKey
from tenants.models import Membership, TenantModel
from tenants.querysets import TenantManager

from .answering import Answered
from .asking import ReferralQuerySet
from .case import Case
from .chasing import Chased, ChasingQuerySet
from .telling import Told
from .vocabulary import ReferralReason

PEOPLE = (
    "opened_by", "accepted_by", "answered_by", "returned_by", "withdrawn_by", "account_manager", "sales_manager"
)  # fmt: skip
SALES = "sales"
AT_RISK_SHARE = 0.25


class ReferralVerbs(ReferralQuerySet, ChasingQuerySet):
    """The questions about referrals, and what sweeps do to many referrals at once."""


class Referral(Answered, Chased, Told, TenantModel):
    """``finished_at`` is when it left every board: answered, returned or withdrawn."""

    case = TenantForeignKey(Case, related_name="referrals")
    department = TenantForeignKey(Department, related_name="referrals", verbose_name=_("department"))
    reason = models.CharField(_("reason"), max_length=16, choices=ReferralReason.choices)
    reason_words = models.CharField(_("reason in words"), max_length=80, blank=True)
    comments = models.TextField(_("comments"), max_length=4_000, blank=True)
    account_manager = TenantForeignKey(Membership, null=True, related_name="+", verbose_name=_("account manager"))
    sales_manager = TenantForeignKey(Membership, null=True, related_name="+", verbose_name=_("sales manager"))
    opened_by = TenantForeignKey(Membership, null=True, editable=False, related_name="+")
    opened_at = models.DateTimeField(editable=False)
    client_key = models.UUIDField(null=True, editable=False)

    objects = TenantManager.of(ReferralVerbs)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["tenant", "case", "department"], condition=Q(finished_at=None), name="cases_referral_one_open"
            ),
            models.UniqueConstraint(fields=["tenant", "case", "client_key"], name="cases_referral_sent_once"),
        ]
        indexes = [
            models.Index(fields=["tenant", "case", "opened_at"], name="cases_referral_case"),
            models.Index(
                fields=["tenant", "due_at", "id"],
                name="cases_referral_open",
                condition=Q(finished_at=None),
                include=["department", "accepted_by", "opened_by"],
            ),
            models.Index(
                fields=["tenant", "department", "due_at", "id"],
                name="cases_referral_desk",
                condition=Q(finished_at=None),
                include=["accepted_by"],
            ),
            models.Index(
                fields=["tenant", "-finished_at", "-id"],
                name="cases_referral_done",
                condition=~Q(finished_at=None),
                include=["department"],
            ),
            models.Index(fields=["tenant", "alarm_at"], name="cases_referral_alarm", condition=~Q(alarm_at=None)),
        ]

    def __str__(self):
        return f"#{self.case.number} {self.department}"

    @property
    def why(self) -> str:
        """The reason in words: its own where somebody wrote some."""
        return self.reason_words or str(self.get_reason_display())

    @property
    def is_for_sales(self):
        return self.department.key == SALES

    def people_ids(self):
        """The ids of everybody whom the row names."""
        return {pk for name in PEOPLE if (pk := getattr(self, f"{name}_id"))}

    def introduce(self, people, case):
        """Take the case and the people from what was read already: seven joins would find them once more."""
        self.case = case
        for name in PEOPLE:
            if pk := getattr(self, f"{name}_id"):
                setattr(self, name, people[pk])

    def ask(self, *, reason_words="", comments="", **sales):
        """Set what the department is told; ``sales`` are the managers that only Sales is given."""
        self.reason_words, self.comments = reason_words.strip(), comments.strip()
        for name, member in sales.items() if self.is_for_sales else ():
            setattr(self, name, member)

    def wind(self, at, hours=None):
        """Set the clock: an answer by the end of the next business day, at risk when a quarter of that is left."""
        hours = hours or Calendar.objects.office_hours(self.case.branch)
        self.due_at = next_business_day(at, hours).due_at
        self.at_risk_at = hours.add(at, hours.between(at, self.due_at) * (1 - AT_RISK_SHARE))
        self.alarm_at = self.at_risk_at
