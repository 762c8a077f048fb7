"""Questions about departments and seats."""

from django.db.models import Count, F, Q

from tenants.models.roles import WORKS_CASES
from tenants.querysets import TenantQuerySet


class DepartmentQuerySet(TenantQuerySet):
    def for_decision(self, key, branch_id):
        """The departments with ``key`` that serve that branch, the branch's own before the company's."""
        return self.filter(Q(branch=None) | Q(branch_id=branch_id), key=key).order_by(
            F("branch").asc(nulls_last=True), "pk"
        )

    def serving(self, branch_id):
        """The company's departments and that branch's own."""
        return self.filter(Q(branch=None) | Q(branch_id=branch_id))

    def by_name(self):
        return self.order_by("name", "pk")

    def for_list(self):
        here = Q(seats__member__deactivated_at=None)
        return self.select_related("branch").annotate(people=Count("seats", filter=here)).by_name()


class SeatQuerySet(TenantQuerySet):
    def taken(self):
        """The seats of people who are still here and work cases."""
        return self.filter(member__deactivated_at=None, member__role__in=WORKS_CASES)

    def able(self, branch_id, at):
        """The seats of people who are on duty at ``at`` and work cases of that branch."""
        here = Q(member__branch__is_root=True) | Q(member__branch_id=branch_id)
        on_duty = Q(member__off_duty_since=None) | Q(member__off_duty_until__lte=at)
        return self.taken().filter(here, on_duty)

    def for_list(self):
        return self.select_related("member__user", "member__branch").order_by("member__user__name", "pk")
