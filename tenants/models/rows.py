"""What every company-owned row is made of."""

from django.db import models
from uuid_utils.compat import uuid7

from tenants.constraints import TenantRLS
from tenants.current import require_tenant_id
from tenants.querysets import TenantManager


class TenantLeaf(models.Model):
    """A company-owned row that no other row points at."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    tenant = models.ForeignKey(
        "tenants.Tenant", models.PROTECT, default=require_tenant_id, editable=False, db_index=False, related_name="+"
    )

    objects = TenantManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"
        constraints = [TenantRLS(name="%(app_label)s_%(class)s_rls")]


class TenantModel(TenantLeaf):
    """A company-owned row that others of the same company may point at."""

    class Meta(TenantLeaf.Meta):
        abstract = True
        constraints = [
            *TenantLeaf.Meta.constraints,
            models.UniqueConstraint(fields=["tenant", "id"], name="%(app_label)s_%(class)s_tid"),
        ]
