"""Departments and who works in them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.fields import TenantForeignKey
from tenants.models import Branch, Membership, TenantLeaf, TenantModel
from tenants.querysets import TenantManager

from .querysets import DepartmentQuerySet


class Department(TenantModel):
    """A team that cases are routed to. ``branch`` is set where each branch has its own, as branch managers do."""

    key = models.CharField(max_length=40)
    name = models.CharField(_("name"), max_length=80)
    branch = TenantForeignKey(Branch, null=True, blank=True, related_name="+")

    objects = TenantManager.of(DepartmentQuerySet)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["tenant", "key", "branch"], nulls_distinct=False, name="routing_department_once"
            ),
        ]

    def __str__(self):
        return self.name

    def has_member(self, member) -> bool:
        return self.seats.filter(member=member).exists()

    def enrol(self, member):
        """Let ``member`` work in this department; twice is harmless."""
        DepartmentMember.objects.get_or_create(department=self, member=member)


class DepartmentMember(TenantLeaf):
    department = TenantForeignKey(Department, models.CASCADE, related_name="seats")
    member = TenantForeignKey(Membership, models.CASCADE, related_name="departments")

    class Meta(TenantLeaf.Meta):
        constraints = [
            *TenantLeaf.Meta.constraints,
            models.UniqueConstraint(fields=["tenant", "department", "member"], name="routing_seat_once"),
        ]
