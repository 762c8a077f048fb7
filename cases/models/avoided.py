"""The cases that were not opened twice."""

from django.db import models

from cases.querysets import COUNT_CAP
from tenants.fields import TenantForeignKey
from tenants.models import Membership, TenantLeaf
from tenants.querysets import TenantManager, TenantQuerySet

from .case import Case
from .vocabulary import Source


class AvoidedQuerySet(TenantQuerySet):
    def since(self, moment):
        return self.filter(heard_at__gte=moment)

    def heard_by(self, member):
        return self.filter(heard_by=member)

    def capped_count(self) -> int:
        return self.order_by()[:COUNT_CAP].count()


class AvoidedDuplicate(TenantLeaf):
    """One time that somebody left a note on ``case`` instead of opening another."""

    case = TenantForeignKey(Case, models.CASCADE, related_name="avoided")
    heard_by = TenantForeignKey(Membership, null=True, related_name="+")
    heard_at = models.DateTimeField()
    source = models.CharField(max_length=12, choices=Source.choices)
    client_key = models.UUIDField()

    objects = TenantManager.of(AvoidedQuerySet)

    class Meta(TenantLeaf.Meta):
        constraints = [
            *TenantLeaf.Meta.constraints,
            models.UniqueConstraint(fields=["tenant", "case", "client_key"], name="cases_avoided_once"),
        ]
        indexes = [
            models.Index(fields=["tenant", "heard_at"], name="cases_avoided_when"),
            models.Index(fields=["tenant", "heard_by"], name="cases_avoided_by"),
        ]
