"""Questions about departments."""

from django.db.models import F, Q

from tenants.querysets import TenantQuerySet


class DepartmentQuerySet(TenantQuerySet):
    def for_decision(self, key, branch_id):
        """The departments with ``key`` that serve that branch, the branch's own before the company's."""
        return self.filter(Q(branch=None) | Q(branch_id=branch_id), key=key).order_by(
            F("branch").asc(nulls_last=True), "pk"
        )

    def by_name(self):
        return self.order_by("name", "pk")
