"""The sweep that finds open cases whose owner has left the company."""

from django.db import migrations

from tenants.definer import SWEEPER, function, readable

# Of each company, every owner of open cases, jumping from one to the next in the index; then the cases of those who
# are not there any more. The sweeper sees only members who are still here.
ORPHANED = """
SELECT due.tenant_id, due.id FROM tenants_tenant t CROSS JOIN LATERAL (
    WITH RECURSIVE owners (id) AS (
        (SELECT c.owner_id FROM cases_case c WHERE c.tenant_id = t.id AND c.resolved_at IS NULL
           AND c.owner_id IS NOT NULL ORDER BY c.owner_id LIMIT 1)
        UNION ALL
        SELECT (SELECT c.owner_id FROM cases_case c WHERE c.tenant_id = t.id AND c.resolved_at IS NULL
           AND c.owner_id > owners.id ORDER BY c.owner_id LIMIT 1)
        FROM owners WHERE owners.id IS NOT NULL
    ), gone AS MATERIALIZED (
        SELECT owners.id FROM owners WHERE owners.id IS NOT NULL
          AND NOT EXISTS (SELECT FROM tenants_membership m WHERE m.tenant_id = t.id AND m.id = owners.id)
    )
    SELECT theirs.tenant_id, theirs.id, row_number() OVER () AS place
    FROM gone CROSS JOIN LATERAL (
        SELECT c.tenant_id, c.id FROM cases_case c
        WHERE c.tenant_id = t.id AND c.owner_id = gone.id AND c.resolved_at IS NULL LIMIT most
    ) theirs LIMIT most
) due ORDER BY due.place LIMIT most
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0020_heard"),
        ("tenants", "0008_guests"),
    ]

    operations = [
        readable(
            "cases_case",
            "tenant_id, id, triage_wanted_at, triage_leased_until, alarm_at, resumes_at, resolved_at, owner_id",
            "triage_wanted_at IS NOT NULL OR alarm_at IS NOT NULL OR resumes_at IS NOT NULL "
            "OR (owner_id IS NOT NULL AND resolved_at IS NULL)",
        ),
        migrations.RunSQL(f"GRANT SELECT (id) ON tenants_membership TO {SWEEPER}", migrations.RunSQL.noop),
        function("kept_cases_orphaned(most integer)", "tenant_id uuid, id uuid", ORPHANED),
    ]
