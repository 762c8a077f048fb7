"""Questions about cases."""

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q

from tenants.models import Role
from tenants.querysets import TenantQuerySet

from .words import ceiling, words_of

COUNT_CAP = 1000


class CaseQuerySet(TenantQuerySet):
    def visible_to(self, access):
        """Cases that this member may open: by branch; installers their organisation's, technicians their own work."""
        branches = access.branches("service_read")
        if branches == []:
            return self.none()
        if access.role == Role.INSTALLER:
            own = access.member.seats.values("account")
            return self.filter(Q(installer__in=own) | Q(account__in=own))
        if access.role == Role.TECHNICIAN:
            return self.involving(access.member)
        return self if branches is None else self.filter(branch_id__in=branches)

    def involving(self, member):
        part = self._involvements().filter(case=OuterRef("pk"), member=member)
        mine = Q(owner=member) | Q(opened_by=member) | Q(job__technician=member)
        return self.filter(mine | Exists(part))

    def _involvements(self):
        return self.model.involvements.rel.related_model.objects

    def open(self):
        return self.filter(resolved_at=None)

    def resolved(self):
        return self.exclude(resolved_at=None)

    def unassigned(self):
        return self.filter(owner=None)

    def handled_by(self, member):
        return self.filter(owner=member)

    def about(self, account):
        return self.filter(account=account)

    def in_department(self, department):
        return self.filter(department=department)

    def prioritised(self, priority):
        return self.filter(priority=priority)

    def overdue(self, now):
        return self.open().filter(due_at__lt=now)

    def untriaged(self):
        return self.exclude(triage_wanted_at=None)

    def mentioning(self, text):
        """Cases in whose words every word of ``text`` begins one."""
        found = self
        tokens = self.model.tokens.rel.related_model.objects
        for word in words_of(text):
            starts = tokens.filter(case=OuterRef("pk"), token__gte=word, token__lt=ceiling(word))
            found = found.filter(Exists(starts))
        return found

    def due_first(self):
        return self.order_by("queue_at", "id")

    def newest_resolved_first(self):
        return self.order_by("-resolved_at", "-id")

    def newest_first(self):
        return self.order_by("-opened_at", "-id")

    def due_before(self, moment, pk):
        """What precedes the row (moment, pk) in a due-first list, nearest first."""
        earlier = Q(queue_at__lt=moment) | Q(queue_at=moment, id__lt=pk)
        return self.filter(earlier).order_by("-queue_at", "-id")

    def resolved_after(self, moment, pk):
        """What precedes the row (moment, pk) in a newest-resolved-first list, nearest first."""
        later = Q(resolved_at__gt=moment) | Q(resolved_at=moment, id__gt=pk)
        return self.filter(later).order_by("resolved_at", "id")

    def due_after(self, moment, pk):
        """The rest of a due-first list after the row (moment, pk)."""
        return self.filter(Q(queue_at__gt=moment) | Q(queue_at=moment, id__gt=pk))

    def resolved_before(self, moment, pk):
        """The rest of a newest-resolved-first list after the row (moment, pk)."""
        return self.filter(Q(resolved_at__lt=moment) | Q(resolved_at=moment, id__lt=pk))

    def for_rows(self):
        return self.select_related("account", "department", "owner__user")

    def for_page(self):
        return self.select_related(
            "account__parent",
            "contact",
            "site",
            "contract",
            "job__technician__user",
            "asset",
            "order",
            "order_line__product",
            "installer",
            "branch",
            "department",
            "owner__user",
            "opened_by__user",
        ).prefetch_related("tags", Prefetch("involvements", self._involvements().select_related("member__user")))

    def counts_by_address(self):
        """How many open cases stand at each address that has more than one."""
        repeated = self.open().exclude(site=None).values(street=F("site__street"))
        return repeated.annotate(cases=Count("pk")).filter(cases__gt=1).order_by("-cases", "street")


def capped_counts(**querysets) -> dict[str, int]:
    """Count several querysets in one statement, each at most up to COUNT_CAP, so that it stays cheap."""
    parts, params = [], []
    for queryset in querysets.values():
        sql, values = queryset.order_by().values("pk")[:COUNT_CAP].query.sql_with_params()
        parts.append(f"(SELECT count(*) FROM ({sql}) counted)")  # noqa: S608 - the sql is the ORM's own
        params += values
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", params)
        return dict(zip(querysets, cursor.fetchone(), strict=True))
