"""Where a case stands in the queues, as its tags and words repeat it."""

from django.db import models

from tenants.prepared import rows_of

PLACE = ("queue_at", "resolved_at")
# Both tables in one statement, because every first look at a case sends it.
_FOLLOW = """
WITH tagged AS (
    UPDATE cases_casetag SET queue_at = %(queue_at)s::timestamptz, resolved_at = %(resolved_at)s::timestamptz
    WHERE tenant_id = %(tenant)s AND case_id = %(case)s
)
UPDATE cases_casetoken SET queue_at = %(queue_at)s::timestamptz, resolved_at = %(resolved_at)s::timestamptz
WHERE tenant_id = %(tenant)s AND case_id = %(case)s
"""


class Placed(models.Model):
    class Meta:
        abstract = True

    def place(self):
        """Return the moments by which the queues put this case in order."""
        return {name: getattr(self, name) for name in PLACE}

    def follow_place(self, changes):
        """Keep the place in the queues true of whatever the case is found by, after these columns have changed."""
        if changes.keys() & set(PLACE):
            rows_of(_FOLLOW, {"tenant": self.tenant_id, "case": self.pk, **self.place()})
