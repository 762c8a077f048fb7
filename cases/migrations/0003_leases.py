"""Leases for triage, and sweeps that give every company its turn however much another has due."""

from django.db import migrations, models
from django.db.models import Q

from tenants.definer import function, readable

# Each company's own earliest rows, then the companies in turn.
FAIRLY = """
SELECT due.tenant_id, due.id FROM tenants_tenant t CROSS JOIN LATERAL (
    SELECT w.tenant_id, w.id, w.{wanted} AS wanted, row_number() OVER (ORDER BY w.{wanted}) AS place
    FROM cases_case w WHERE w.tenant_id = t.id AND {due} ORDER BY w.{wanted} LIMIT most
) due ORDER BY due.place, due.wanted LIMIT most * 4
"""
UNTRIAGED = FAIRLY.format(
    wanted="triage_wanted_at",
    # Three seconds for the message that the opening sent.
    due="w.triage_wanted_at <= now() - interval '3 seconds' "
    "AND (w.triage_leased_until IS NULL OR w.triage_leased_until <= now())",
)
# A company whose past is being replayed lives at its own moment.
ALARMED = FAIRLY.format(wanted="alarm_at", due="w.alarm_at <= coalesce(t.clock_at, now())")
DROP = "DROP FUNCTION kept_cases_untriaged(integer); DROP FUNCTION kept_cases_alarmed(integer)"


class Migration(migrations.Migration):
    dependencies = [("cases", "0002_sweeps")]

    operations = [
        migrations.AddField("case", "triage_attempts", models.PositiveSmallIntegerField(default=0, editable=False)),
        migrations.AddField("case", "triage_leased_until", models.DateTimeField(editable=False, null=True)),
        migrations.RemoveIndex("case", "cases_triage"),
        migrations.RemoveIndex("case", "cases_alarm"),
        migrations.AddIndex(
            "case",
            models.Index(
                fields=["tenant", "triage_wanted_at"], name="cases_triage", condition=~Q(triage_wanted_at=None)
            ),
        ),
        migrations.AddIndex(
            "case", models.Index(fields=["tenant", "alarm_at"], name="cases_alarm", condition=~Q(alarm_at=None))
        ),
        readable(
            "cases_case",
            "tenant_id, id, triage_wanted_at, triage_leased_until, alarm_at",
            "triage_wanted_at IS NOT NULL OR alarm_at IS NOT NULL",
        ),
        migrations.RunSQL(DROP, migrations.RunSQL.noop),
        function("kept_cases_untriaged(most integer)", "tenant_id uuid, id uuid", UNTRIAGED),
        function("kept_cases_alarmed(most integer)", "tenant_id uuid, id uuid", ALARMED),
    ]
