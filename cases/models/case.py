"""The case itself: what was reported, about whom, and how far it is."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.querysets import LACKS
from customers.models import Account, Asset, Contact, Contract, Job, Order, OrderLine, Property
from tenants.fields import TenantForeignKey
from tenants.models import Branch, Membership, TenantLeaf, TenantModel
from tenants.querysets import TenantManager

from .alarms import Alarmed, AlarmQuerySet
from .assigning import Assignable
from .attaching import Evidenced
from .changing import Changing
from .editing import Editable
from .finding import Findable, IndexingQuerySet
from .following import Followed
from .giving import Given
from .handing import HandedOver
from .hearing import Heard, HearingQuerySet
from .joining import Joining
from .likely import LikelyQuerySet
from .linking import Linked
from .mentioning import Mentioning
from .merging import Merged, MergingQuerySet
from .moving import Movable
from .opening import OpeningQuerySet
from .pausing import Waits
from .placing import Placed
from .prioritising import Prioritised
from .referring import Referring
from .repeating import Repeatable
from .resolving import Resolvable
from .rolling import RollingQuerySet
from .routing import Routed
from .running import Running
from .searching import SearchQuerySet
from .sharing import Shared
from .showing import ShowingQuerySet, Shown
from .tagging import Taggable
from .triaging import Triaged, TriageQuerySet
from .vocabulary import CaseType, Channel, ReasonCode, Severity, Source, Urgency

# What lists are filtered by ends the key of their indexes: a row that a filter leaves out is not even fetched.
FILTERED = ["owner", "department", "priority", "branch", "case_type", "reason_code"]
OPEN = Q(resolved_at=None)
SETTLED = ("-resolved_at", "-id")
RESOLVED = ~Q(resolved_at=None) & Q(merged_into=None)


def in_order(name, *first, order=("queue_at", "id"), where=OPEN, also=FILTERED):
    """Return the index for walking a queue in its order, all of it or the rows that are alike in ``first``."""
    rest = [field for field in also if field not in first]
    return models.Index(fields=["tenant", *first, *order, *rest], name=name, condition=where)


class CaseVerbs(
    OpeningQuerySet,
    TriageQuerySet,
    AlarmQuerySet,
    SearchQuerySet,
    ShowingQuerySet,
    RollingQuerySet,
    LikelyQuerySet,
    MergingQuerySet,
    IndexingQuerySet,
    HearingQuerySet,
):
    """The questions of cases/querysets.py, the birth of a case, and what sweeps do to many at once."""


class Case(
    Triaged,
    Routed,
    Prioritised,
    Assignable,
    Given,
    Waits,
    Resolvable,
    Alarmed,
    Editable,
    Repeatable,
    Movable,
    Followed,
    Mentioning,
    Shared,
    Evidenced,
    Findable,
    Taggable,
    Shown,
    Referring,
    Linked,
    HandedOver,
    Heard,
    Merged,
    Running,
    Joining,
    Placed,
    Changing,
    TenantModel,
):
    number = models.PositiveIntegerField(editable=False)
    summary = models.CharField(_("summary"), max_length=160)
    description = models.TextField(_("description"), max_length=20_000, blank=True)
    told = models.TextField(_("what the customer was already told"), max_length=4_000, blank=True)
    case_type = models.CharField(_("case type"), max_length=12, choices=CaseType.choices)
    reason_code = models.CharField(_("reason"), max_length=16, choices=ReasonCode.choices)
    request_type = models.CharField(_("request type"), max_length=60, blank=True)
    request_subtype = models.CharField(_("request subtype"), max_length=60, blank=True)
    reach_by = models.CharField(_("best reached by"), max_length=8, choices=Channel.choices, blank=True)
    reach_under = models.CharField(_("number or address for this case"), max_length=120, blank=True)
    severity = models.CharField(_("severity"), max_length=10, choices=Severity.choices, default=Severity.MODERATE)
    urgency = models.CharField(_("urgency"), max_length=10, choices=Urgency.choices, default=Urgency.THIS_WEEK)
    source = models.CharField(_("source"), max_length=12, choices=Source.choices)

    account = TenantForeignKey(Account, related_name="cases", verbose_name=_("customer"))
    contact = TenantForeignKey(Contact, null=True, blank=True, related_name="+", verbose_name=_("contact"))
    site = TenantForeignKey(Property, null=True, blank=True, related_name="+", verbose_name=_("property"))
    contract = TenantForeignKey(Contract, null=True, blank=True, related_name="+", verbose_name=_("contract"))
    job = TenantForeignKey(Job, null=True, blank=True, related_name="cases", verbose_name=_("job"))
    asset = TenantForeignKey(Asset, null=True, blank=True, related_name="+", verbose_name=_("asset"))
    order = TenantForeignKey(Order, null=True, blank=True, related_name="+", verbose_name=_("order"))
    order_line = TenantForeignKey(OrderLine, null=True, blank=True, related_name="+", verbose_name=_("order line"))
    installer = TenantForeignKey(Account, null=True, blank=True, related_name="+", verbose_name=_("installer"))
    branch = TenantForeignKey(Branch, related_name="+", verbose_name=_("branch"))

    next_action = models.CharField(_("next action"), max_length=160, blank=True)
    next_action_due_at = models.DateTimeField(_("next action due"), null=True, blank=True)
    opened_by = TenantForeignKey(Membership, null=True, editable=False, related_name="+")
    opened_at = models.DateTimeField(editable=False)
    entered_late = models.BooleanField(default=False, editable=False)
    opening_key = models.UUIDField(null=True, editable=False)

    objects = TenantManager.of(CaseVerbs)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["tenant", "number"], name="cases_case_number"),
            models.UniqueConstraint(fields=["tenant", "opening_key"], name="cases_case_opened_once"),
        ]
        indexes = [
            in_order("cases_open"),
            in_order("cases_pool", where=Q(resolved_at=None, owner=None), also=FILTERED[1:]),
            in_order("cases_mine", "owner"),
            in_order("cases_department", "department"),
            in_order("cases_branch", "branch"),
            in_order("cases_priority", "priority"),
            in_order("cases_type", "case_type"),
            in_order("cases_reason", "reason_code"),
            in_order("cases_resolved", order=SETTLED, where=RESOLVED),
            in_order("cases_settled", "owner", order=SETTLED, where=RESOLVED),
            in_order("cases_no_next_action", where=Q(LACKS["next_action"], resolved_at=None)),
            in_order("cases_no_context", where=Q(LACKS["context"], resolved_at=None)),
            in_order("cases_lacking", where=Q(LACKS["any"], resolved_at=None)),
            in_order("cases_customer", "account"),
            in_order("cases_customer_past", "account", order=SETTLED, where=RESOLVED),
            models.Index(fields=["tenant", "account", "-opened_at"], name="cases_account"),
            models.Index(fields=["tenant", "merged_into"], name="cases_merged_away", condition=~Q(merged_into=None)),
            models.Index(fields=["tenant", "job", "-opened_at"], name="cases_job", condition=~Q(job=None)),
            models.Index(fields=["tenant", "order", "-opened_at"], name="cases_order", condition=~Q(order=None)),
            models.Index(
                fields=["tenant", "triage_wanted_at"], name="cases_triage", condition=~Q(triage_wanted_at=None)
            ),
            models.Index(fields=["tenant", "alarm_at"], name="cases_alarm", condition=~Q(alarm_at=None)),
            models.Index(fields=["tenant", "resumes_at"], name="cases_resumes", condition=~Q(resumes_at=None)),
        ]

    def __str__(self):
        return f"#{self.number} {self.summary}"

    def get_absolute_url(self):
        return reverse("case-detail", args=[self.number])


class Involvement(TenantLeaf):
    """Somebody who helps with a case, follows it or may read it as a guest, beside its one accountable owner."""

    class Part(models.TextChoices):
        HELPER = "helper", _("Helper")
        FOLLOWER = "follower", _("Follower")
        GUEST = "guest", _("Guest")

    case = TenantForeignKey(Case, models.CASCADE, related_name="involvements")
    member = TenantForeignKey(Membership, related_name="+")
    part = models.CharField(max_length=10, choices=Part.choices)

    class Meta(TenantLeaf.Meta):
        constraints = [
            *TenantLeaf.Meta.constraints,
            models.UniqueConstraint(fields=["tenant", "case", "member", "part"], name="cases_involved_once"),
        ]
        indexes = [models.Index(fields=["tenant", "member", "case"], name="cases_of_member")]
