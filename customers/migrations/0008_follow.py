"""What is still to follow from a completed job, and the sweep that finds it."""

from django.db import migrations, models

from tenants.definer import function, readable

# Each company's own earliest rows, then the companies in turn. A company whose past is replayed lives at its own moment.
COMPLETED = """
SELECT due.tenant_id, due.id FROM tenants_tenant t CROSS JOIN LATERAL (
    SELECT w.tenant_id, w.id, w.follow_at AS wanted, row_number() OVER (ORDER BY w.follow_at) AS place
    FROM customers_job w WHERE w.tenant_id = t.id AND w.follow_at <= coalesce(t.clock_at, now())
    ORDER BY w.follow_at LIMIT most
) due ORDER BY due.place, due.wanted LIMIT most * 4
"""


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0007_completing'),
        ('tenants', '0008_guests'),
    ]

    operations = [
        migrations.AddField(
            model_name='job',
            name='follow_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name='job',
            index=models.Index(condition=models.Q(('follow_at', None), _negated=True), fields=['tenant', 'follow_at'], name='customers_job_follow'),
        ),
        readable("customers_job", "tenant_id, id, follow_at", "follow_at IS NOT NULL"),
        function("kept_jobs_completed(most integer)", "tenant_id uuid, id uuid", COMPLETED),
    ]
