"""Which files wait for a worker: just come in and not yet taken, or taken by one that never finished."""

from django.db import migrations

from tenants.definer import function, readable

DUE = """
SELECT due.tenant_id, due.id FROM (
    SELECT i.tenant_id, i.id, i.uploaded_at,
           row_number() OVER (PARTITION BY i.tenant_id ORDER BY i.uploaded_at) AS place
    FROM evidence_item i
    WHERE i.state = 'quarantined' AND CASE
        WHEN i.lease_until IS NULL THEN i.uploaded_at < now() - interval '10 seconds' ELSE i.lease_until < now() END
) due WHERE due.place <= most ORDER BY due.place, due.uploaded_at LIMIT most * 20
"""


class Migration(migrations.Migration):
    dependencies = [("evidence", "0001_initial"), ("tenants", "0002_companies_of")]

    operations = [
        readable("evidence_item", "tenant_id, id, state, uploaded_at, lease_until", "state = 'quarantined'"),
        function("kept_evidence_due(most integer)", "tenant_id uuid, id uuid", DUE),
    ]
