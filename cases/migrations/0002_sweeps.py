"""Which cases want a worker: triage that was missed, and alarms that have come due."""

from django.db import migrations

from tenants.definer import function, readable

FAIRLY = """
SELECT due.tenant_id, due.id FROM (
    SELECT c.tenant_id, c.id, c.wanted, row_number() OVER (PARTITION BY c.tenant_id ORDER BY c.wanted) AS place
    FROM (%s) c
) due WHERE due.place <= most ORDER BY due.place, due.wanted LIMIT most * 20
"""
UNTRIAGED = (
    "SELECT w.tenant_id, w.id, w.triage_wanted_at AS wanted FROM cases_case w WHERE w.triage_wanted_at IS NOT NULL "
    "AND w.triage_wanted_at < now() - interval '3 seconds' ORDER BY w.triage_wanted_at LIMIT 20000"
)
# A company whose past is being replayed lives at its own moment.
ALARMED = (
    "SELECT w.tenant_id, w.id, w.alarm_at AS wanted FROM cases_case w JOIN tenants_tenant t ON t.id = w.tenant_id "
    "WHERE w.alarm_at IS NOT NULL AND w.alarm_at <= coalesce(t.clock_at, now()) ORDER BY w.alarm_at LIMIT 20000"
)


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("tenants", "0002_companies_of")]

    operations = [
        migrations.RunSQL(
            "GRANT SELECT (id, clock_at) ON tenants_tenant TO kept_sweeper",
            "REVOKE SELECT (id, clock_at) ON tenants_tenant FROM kept_sweeper",
        ),
        readable(
            "cases_case",
            "tenant_id, id, triage_wanted_at, alarm_at",
            "triage_wanted_at IS NOT NULL OR alarm_at IS NOT NULL",
        ),
        function("kept_cases_untriaged(most integer)", "tenant_id uuid, id uuid", FAIRLY % UNTRIAGED),
        function("kept_cases_alarmed(most integer)", "tenant_id uuid, id uuid", FAIRLY % ALARMED),
    ]
