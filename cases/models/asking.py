"""Questions about referrals."""

from django.db.models import Exists, OuterRef

from tenants.querysets import PromisedQuerySet

STANDING = (
    "pk", "due_at", "at_risk_at", "overdue_at", "accepted_at", "finished_at",
    "case__version", "case__account__version", "case__branch",
)  # fmt: skip


class ReferralQuerySet(PromisedQuerySet):
    def visible_to(self, access, cases):
        """Referrals of those of ``cases`` that this member may open, and only for the company's own people."""
        return self.filter(case__in=cases.visible_to(access)) if access.is_inside else self.none()

    def open(self):
        return self.filter(finished_at=None)

    def finished(self):
        return self.exclude(finished_at=None)

    def to_accept(self):
        return self.open().filter(accepted_at=None)

    def accepted(self):
        return self.open().exclude(accepted_at=None)

    def accepted_by(self, member):
        return self.open().filter(accepted_by=member)

    def asked_by(self, member):
        return self.open().filter(opened_by=member)

    def to(self, department):
        return self.filter(department=department)

    def about(self, case):
        return self.filter(case=case).select_related("case", "department")

    def of_cases_between(self, after, last):
        """Those of the cases behind the id ``after``, up to ``last``; None is no end."""
        rows = self.filter(case__gt=after) if after else self
        return rows.filter(case__lte=last) if last else rows

    def with_seats_of(self, member):
        """``is_mine_to_answer``: whether ``member`` works in the department; ``has_people``: whether anybody does."""
        seats = self.model._meta.get_field("department").related_model.seats.rel.related_model.objects
        here = seats.taken().filter(department=OuterRef("department"))
        return self.annotate(is_mine_to_answer=Exists(here.filter(member=member)), has_people=Exists(here))

    def to_departments_of(self, member):
        return self.filter(department__in=member.departments.values("department"))

    def newest_first(self):
        return self.order_by("-opened_at", "-id")

    def for_board(self, member):
        """How each row stands, by which it is known again, and what decides whether ``member`` may accept it."""
        return self.with_seats_of(member).values_list(*STANDING, "is_mine_to_answer", "has_people", named=True)

    def for_rows(self):
        return self.select_related("case__account", "department", "opened_by__user", "accepted_by__user")
