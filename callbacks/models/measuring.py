"""How soon somebody looks at what came in at night."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import connection

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
