"""Questions about cases."""

from dataclasses import dataclass
from dataclasses import fields as fields_of
from datetime import datetime
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, Count, Exists, F, Func, JSONField, OuterRef, Q, Subquery, Value
from django.db.models.expressions import RawSQL
from django.db.models.lookups import IsNull

from customers.models import InstallerSeat, Job
from tenants.models import Membership, Role
from tenants.models.roles import READS_CASES
from tenants.querysets import TenantQuerySet

# What the customer of a case was last told, and when.
LAST_SAID = """(
    SELECT jsonb_build_object('body', left(body, 240), 'at', at) FROM timeline_entry said
    WHERE said.tenant_id = cases_case.tenant_id AND said.subject_id = cases_case.id AND said.kind = 'cases-commented'
      AND said.audience = 'customer' ORDER BY said.at DESC, said.id DESC LIMIT 1)"""
COUNT_CAP, FILTERED_CAP = 1000, 100
FEW, SAMPLE = 2000, 600  # cases of a word or a tag: fetched by their ids, and counted when there are more

# What an open case should have; the conditions of partial indexes, so that a queue of such cases is walked in order.
LACKS = {
    "owner": Q(owner=None),
    "next_action": Q(next_action="") | Q(next_action_due_at=None),
    "context": Q(description=""),
}
LACKS["any"] = LACKS["context"] | LACKS["next_action"] | LACKS["owner"]


@dataclass(frozen=True)
class Standing:
    """As much of a case as a list needs that has its lines finished."""

    pk: UUID
    version: int
    due_at: datetime | None
    resolved_at: datetime | None

    def is_overdue(self, now):
        return self.resolved_at is None and self.due_at is not None and self.due_at < now


class CaseQuerySet(TenantQuerySet):
    def visible_to(self, access):
        """Cases that this member may open: of their branches; of those, installers see their organisation's and
        technicians their own work."""
        if sees_all(access):
            return self
        branches = access.branches("service_read")
        if branches == []:
            return self.none()
        shown = Q() if branches is None else Q(branch_id__in=branches)
        if access.role == Role.INSTALLER:
            own = access.member.seats.values("account")
            shown &= Q(installer__in=own) | Q(account__in=own)
        elif access.role == Role.TECHNICIAN:
            shown &= self._involving(access.member)
        if access.member.is_guest and access.role != Role.INSTALLER:  # of single cases; all others are spared the look
            shown |= Exists(self._parts("guest").filter(case=OuterRef("pk"), member=access.member))
        return self.filter(shown)

    def _involving(self, member):
        helps = self._parts("helper").filter(case=OuterRef("pk"), member=member)
        return Q(owner=member) | Q(opened_by=member) | Q(job__technician=member) | Exists(helps)

    def _parts(self, part):
        return self.model.involvements.rel.related_model.objects.filter(part=part)

    def readers_of(self, case):
        """Members who may open ``case``: what visible_to says, asked the other way round."""
        helps, visits = (self._parts(part).filter(case=case, member=OuterRef("pk")) for part in ("helper", "guest"))
        does = Q(pk__in=[case.owner_id, case.opened_by_id]) | Exists(helps)
        if case.job_id:
            does |= Q(pk__in=Job.objects.filter(pk=case.job_id).values("technician"))
        seat = InstallerSeat.objects.filter(member=OuterRef("pk"), account__in=[case.account_id, case.installer_id])
        sees = ~Q(role__in=[Role.INSTALLER, Role.TECHNICIAN])
        sees |= Q(Exists(seat), role=Role.INSTALLER) | (Q(role=Role.TECHNICIAN) & does)
        here = Q(branch__is_root=True) | Q(branch=case.branch_id)
        readers = Membership.objects.active().filter(user__is_active=True, role__in=READS_CASES)
        return readers.filter((here & sees) | (Exists(visits) & ~Q(role=Role.INSTALLER)))

    def open(self):
        return self.filter(resolved_at=None)

    def resolved(self):
        """Those that were put right; one that was merged away is neither open nor resolved."""
        return self.exclude(resolved_at=None).filter(merged_into=None)

    def unassigned(self):
        return self.filter(owner=None)

    def numbered(self, number):
        return self.filter(number=number)

    def handled_by(self, member):
        return self.filter(owner=member)

    def about(self, account):
        return self.filter(account=account)

    def of_job(self, job):
        return self.filter(job=job)

    def of_order(self, order):
        return self.filter(order=order)

    def standing(self, most_open, most_past):
        """The first open ones by what is due first, then the newest resolved: in one statement, a Standing each."""
        fields = [field.name for field in fields_of(Standing)]
        open_, past = self.open().due_first(), self.resolved().newest_resolved_first()
        first, rest = (some.values_list(*fields) for some in (open_, past))
        return [Standing(*row) for row in first[:most_open].union(rest[:most_past], all=True)]

    def in_department(self, department):
        return self.filter(department=department)

    def prioritised(self, priority):
        return self.filter(priority=priority)

    def at_branch(self, branch):
        return self.filter(branch=branch)

    def of_type(self, case_type):
        return self.filter(case_type=case_type)

    def because_of(self, reason_code):
        return self.filter(reason_code=reason_code)

    def overdue(self, now):
        # The order of the queues once more, so that the walk ends where the overdue ones do.
        return self.open().filter(due_at__lt=now, queue_at__lt=now)

    def at_risk(self, now):
        """Open cases in the last part of their window, which are not overdue yet."""
        return self.open().filter(at_risk_at__lte=now, due_at__gte=now, queue_at__gte=now)

    def lacking(self, what):
        """Open cases without what every open case should have, a key of LACKS."""
        return self.open().filter(LACKS[what])

    def tagged(self, tag):
        """Those with that tag: a scalar, because PostgreSQL would turn EXISTS into a join that collects them first."""
        one = self.model.taggings.rel.related_model.objects.filter(tag=tag, case=OuterRef("pk")).values("case")[:1]
        return self.filter(IsNull(Subquery(one), False))

    def among(self, ids):
        # One array as text: a thousand parameters take Django longer than PostgreSQL takes for the whole list. Compared
        # with ANY, because PostgreSQL knows how few these are, and begins with them however much is joined.
        array = Value(f"{{{','.join(map(str, ids))}}}")
        is_one = Func(
            F("pk"), array, template="(%(expressions)s::uuid[]))", arg_joiner=" = ANY(", output_field=BooleanField()
        )
        return self.filter(is_one)

    def untriaged(self):
        return self.exclude(triage_wanted_at=None)

    def due_first(self):
        return self.order_by("queue_at", "id")

    def newest_resolved_first(self):
        return self.order_by("-resolved_at", "-id")

    def newest_first(self):
        return self.order_by("-opened_at", "-id")

    def due_before(self, moment, pk):
        """What precedes the row (moment, pk) in a due-first list, nearest first."""
        earlier = Q(queue_at__lt=moment) | Q(queue_at=moment, id__lt=pk)
        return self.filter(earlier, queue_at__lte=moment).order_by("-queue_at", "-id")

    def resolved_after(self, moment, pk):
        """What precedes the row (moment, pk) in a newest-resolved-first list, nearest first."""
        later = Q(resolved_at__gt=moment) | Q(resolved_at=moment, id__gt=pk)
        return self.filter(later, resolved_at__gte=moment).order_by("resolved_at", "id")

    def due_after(self, moment, pk):
        """The rest of a due-first list after the row (moment, pk)."""
        return self.filter(Q(queue_at__gt=moment) | Q(queue_at=moment, id__gt=pk), queue_at__gte=moment)

    def resolved_before(self, moment, pk):
        """The rest of a newest-resolved-first list after the row (moment, pk)."""
        return self.filter(Q(resolved_at__lt=moment) | Q(resolved_at=moment, id__lt=pk), resolved_at__lte=moment)

    def for_rows(self):
        return self.select_related("account", "department", "owner__user")

    def for_intake(self):
        """Open cases with who owns them and what the customer last heard of each."""
        return self.for_rows().annotate(last_said=RawSQL(LAST_SAID, [], output_field=JSONField()))  # noqa: S611

    def counts_by_address(self):
        """How many open cases stand at each address that has more than one."""
        repeated = self.open().exclude(site=None).values(street=F("site__street"))
        return repeated.annotate(cases=Count("pk")).filter(cases__gt=1).order_by("-cases", "street")


def sees_all(access) -> bool:
    """Say whether this member may open every case of the company."""
    return access.branches("service_read") is None and access.role not in (Role.INSTALLER, Role.TECHNICIAN)


def capped_counts(cap, **querysets) -> dict[str, int]:
    """Count several querysets in one statement, each at most up to ``cap``, so that it stays cheap."""
    parts, params = [], []
    for queryset in querysets.values():
        try:
            sql, values = queryset.order_by().values("pk")[:cap].query.sql_with_params()
        except EmptyResultSet:  # nothing can be in it
            sql, values = "SELECT WHERE false", ()
        parts.append(f"(SELECT count(*) FROM ({sql}) counted)")  # noqa: S608 - the sql is the ORM's own
        params += values
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", params)
        return dict(zip(querysets, cursor.fetchone(), strict=True))
