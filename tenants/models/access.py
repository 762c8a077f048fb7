"""Guardian's grants on a branch, inside the company's own walls."""

from django.db import models
from guardian.managers import GroupObjectPermissionManager
from guardian.models import GroupObjectPermissionBase

from tenants.fields import TenantForeignKey
from tenants.querysets import CurrentTenant

from .company import Branch
from .rows import TenantLeaf


class GrantManager(GroupObjectPermissionManager):
    def get_queryset(self):
        return super().get_queryset().filter(tenant_id=CurrentTenant())


class BranchGroupObjectPermission(GroupObjectPermissionBase, TenantLeaf):
    content_object = TenantForeignKey(Branch, models.CASCADE)

    objects = GrantManager()

    class Meta(TenantLeaf.Meta):
        constraints = [
            *TenantLeaf.Meta.constraints,
            models.UniqueConstraint(
                fields=["tenant", "group", "permission", "content_object"], name="tenants_grant_once"
            ),
        ]
