"""How soon somebody looks at what came in at night, and how many promised calls are made in time."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.db.models import Count, F, Q

from tenants.current import require_tenant_id

from .receiving import RequestQuerySet

WINDOW = timedelta(days=30)
# By hand: the ORM has no ordered-set aggregates. What is late and still waits counts as missed already.
_MEASURED = """
SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY acknowledged_at - received_at)
    FILTER (WHERE acknowledged_at IS NOT NULL),
  count(*) FILTER (WHERE acknowledged_at <= due_at),
  count(*) FILTER (WHERE acknowledged_at IS NOT NULL OR due_at < %(now)s)
FROM callbacks_afterhoursrequest
WHERE tenant_id = %(tenant)s AND received_at > %(since)s AND received_at <= %(now)s
  AND (%(everywhere)s OR branch_id = ANY(%(branches)s::uuid[]))
"""


@dataclass(frozen=True)
class Promptness:
    """The median from call to decision, and how many were decided by the morning dispatch, of how many."""

    median: timedelta | None
    in_time: int
    of: int

    @property
    def percent(self):
        return self.in_time * 100 // self.of if self.of else None


class MeasuringQuerySet(RequestQuerySet):
    def promptness(self, access, now) -> Promptness:
        """Measure the last thirty days of the branches where this member reads."""
        branches = access.branches("service_read")
        asked = {"now": now, "tenant": require_tenant_id(), "since": now - WINDOW}
        asked |= {"everywhere": branches is None, "branches": branches or []}
        with connection.cursor() as cursor:
            cursor.execute(_MEASURED, asked)
            return Promptness(*cursor.fetchone())


@dataclass(frozen=True)
class Keeping:
    """``kept`` promised calls were made in time, of so many that are made or overdue; ``overdue`` wait now."""

    overdue: int
    kept: int
    made: int

    @property
    def of(self):
        return self.made + self.overdue

    @property
    def percent(self):
        return self.kept * 100 // self.of if self.of else None


def keeping_of(callbacks, now) -> Keeping:
    """Measure these ``callbacks``: what was made in the last thirty days, and what is overdue now.

    A promise that was moved after its time had passed is not kept. What was withdrawn is nobody's fault.
    """
    in_time = Q(finished_at__lte=F("due_at"), missed_before=False)
    made = callbacks.filter(status="done", finished_at__gt=now - WINDOW, finished_at__lte=now).order_by()
    figures = made.aggregate(made=Count("pk"), kept=Count("pk", filter=in_time))
    return Keeping(overdue=callbacks.overdue(now).order_by().count(), **figures)
