"""How often a case may be handed on before it keeps its owner."""

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from tenants.models import Tenant, TenantLeaf
from tenants.querysets import TenantManager, TenantQuerySet

from .noting import note
from .stale import StaleSetup

HAND_OVER_LIMIT = 3  # until a company says otherwise
MOST_HAND_OVERS = 20


class HandOverQuerySet(TenantQuerySet):
    def in_force(self) -> int:
        return self.values_list("limit", flat=True).first() or HAND_OVER_LIMIT

    @transaction.atomic
    def set_limit(self, limit, *, by, was, at=None):
        """Fix the owner at the hand-over number ``limit`` from now on; a case that keeps its owner already goes on so.

        The same again is harmless. Errors: StaleSetup when ``was`` is no longer in force.
        """
        company = Tenant.begin_setup()
        before = self.in_force()
        if limit == before:
            return
        if was != before:
            raise StaleSetup(before, before)
        self.update_or_create(defaults={"limit": limit})
        company.end_setup()
        note("hand-overs", by=by, at=at or timezone.now(), before=before, after=limit)


class HandOvers(TenantLeaf):
    """The one row of a company that wants another limit than the usual one."""

    limit = models.PositiveSmallIntegerField()

    objects = TenantManager.of(HandOverQuerySet)

    class Meta(TenantLeaf.Meta):
        constraints = [
            *TenantLeaf.Meta.constraints,
            models.UniqueConstraint(fields=["tenant"], name="routing_hand_overs_once"),
            models.CheckConstraint(
                condition=Q(limit__gte=1, limit__lte=MOST_HAND_OVERS), name="routing_hand_overs_limit"
            ),
        ]
