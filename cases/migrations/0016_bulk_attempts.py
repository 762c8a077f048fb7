"""A bulk job that fails is leased, so that it holds up no other, and given up in the end."""

from django.db import migrations, models

from tenants.definer import function, readable

UNFINISHED = """
SELECT due.tenant_id, due.id FROM tenants_tenant t CROSS JOIN LATERAL (
    SELECT j.tenant_id, j.id, j.looked_at, row_number() OVER (ORDER BY j.looked_at) AS place
    FROM cases_bulkjob j
    WHERE j.tenant_id = t.id AND j.finished_at IS NULL AND j.looked_at <= now() - interval '10 seconds'
      AND (j.leased_until IS NULL OR j.leased_until <= now())
    ORDER BY j.looked_at LIMIT most
) due ORDER BY due.place, due.looked_at LIMIT most * 4
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0015_intake'),
    ]

    operations = [
        migrations.AddField(
            model_name='bulkjob',
            name='attempts',
            field=models.PositiveSmallIntegerField(db_default=0, default=0),
        ),
        migrations.AddField(
            model_name='bulkjob',
            name='gave_up',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddField(
            model_name='bulkjob',
            name='leased_until',
            field=models.DateTimeField(null=True),
        ),
        readable("cases_bulkjob", "tenant_id, id, looked_at, finished_at, leased_until", "finished_at IS NULL"),
        migrations.RunSQL("DROP FUNCTION kept_cases_bulk(integer)", migrations.RunSQL.noop),
        function("kept_cases_bulk(most integer)", "tenant_id uuid, id uuid", UNFINISHED),
    ]
