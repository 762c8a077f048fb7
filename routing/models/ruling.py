"""The company's own routing rules: every saving writes a new book, and the newest one is in force."""

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from routing.rules import DEFAULT_RULES, Rule
from tenants.fields import TenantForeignKey
from tenants.models import Branch, Membership, Tenant, TenantLeaf, TenantModel
from tenants.querysets import TenantManager, TenantQuerySet

from .departments import Department
from .noting import note
from .rollouts import Rollout
from .stale import StaleSetup


class BadRules(Exception):
    """These rules cannot be in force. ``args`` are the reasons, ready to show."""


class RuleBookQuerySet(TenantQuerySet):
    def newest(self):
        return self.order_by("-version").first()

    def in_force(self) -> tuple[int, tuple[Rule, ...]]:
        """Return the version in force with its rules; version 0 are the rules every company begins with."""
        book = self.newest()
        return (book.version, book.as_rules()) if book else (0, DEFAULT_RULES)

    @transaction.atomic
    def write(self, rules, *, by, was, at=None):
        """Put ``rules`` in force as a new version, and ask workers to move the open cases they are about.

        The same rules again are harmless. Errors: StaleSetup when version ``was`` is no longer in force, BadRules.
        """
        at, rules = at or timezone.now(), tuple(rules)
        company = Tenant.begin_setup()
        version, before = self.in_force()
        if rules == before:
            return
        if version != was:
            raise StaleSetup(version, before)
        refuse_bad(rules)
        book = self.create(version=version + 1, saved_by=by, saved_at=at)
        RoutingRule.objects.bulk_create(RoutingRule.of(rule, book, place) for place, rule in enumerate(rules))
        company.end_setup()
        Rollout.objects.want("rules", company, by=by, at=at)
        note("rules", by=by, at=at, version=book.version, count=len(rules))


def refuse_bad(rules):
    """Raise BadRules unless the last rule, and only that, takes anything, and every department exists."""
    reasons = []
    if not rules or not rules[-1].takes_anything:
        reasons.append(_("The last rule must take anything else."))
    if any(rule.takes_anything for rule in rules[:-1]):
        reasons.append(_("Only the last rule may take anything: the ones below it would never be asked."))
    wide = set(Department.objects.filter(branch=None).values_list("key", flat=True))
    keys = set(Department.objects.values_list("key", flat=True))
    if any(rule.department_key not in keys for rule in rules):
        reasons.append(_("One of the departments is gone."))
    elif rules and rules[-1].department_key not in wide:
        reasons.append(_("Anything else must go to a department that serves every branch."))
    if reasons:
        raise BadRules(*reasons)


class RuleBook(TenantModel):
    """One version of the rules. What was in force once stays as it was written."""

    version = models.PositiveIntegerField()
    saved_by = TenantForeignKey(Membership, null=True, related_name="+")
    saved_at = models.DateTimeField()

    objects = TenantManager.of(RuleBookQuerySet)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["tenant", "version"], name="routing_rulebook_version"),
        ]

    def __str__(self):
        return str(self.version)

    def as_rules(self):
        return tuple(row.as_rule() for row in self.rows.order_by("place"))


class RoutingRule(TenantLeaf):
    """One rule of a book, in its place; see routing.rules.Rule."""

    book = TenantForeignKey(RuleBook, models.CASCADE, related_name="rows")
    place = models.PositiveSmallIntegerField()
    reason_codes = models.JSONField(default=list)
    case_types = models.JSONField(default=list)
    branch = TenantForeignKey(Branch, null=True, related_name="+")
    department_key = models.CharField(max_length=40)
    branch_bound = models.BooleanField(default=False)

    class Meta(TenantLeaf.Meta):
        constraints = [
            *TenantLeaf.Meta.constraints,
            models.UniqueConstraint(fields=["tenant", "book", "place"], name="routing_rule_place"),
        ]

    @classmethod
    def of(cls, rule, book, place):
        return cls(
            book=book,
            place=place,
            reason_codes=sorted(rule.reason_codes),
            case_types=sorted(rule.case_types),
            branch_id=rule.branch_id,
            department_key=rule.department_key,
            branch_bound=rule.branch_bound,
        )

    def as_rule(self):
        return Rule(
            self.department_key,
            frozenset(self.reason_codes),
            self.branch_bound,
            frozenset(self.case_types),
            self.branch_id,
        )
