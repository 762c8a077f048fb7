"""What a company promises, and the sweeps that find who has something to say and whom nobody keeps any more."""

import django.db.models.deletion
import tenants.constraints
import tenants.current
import tenants.fields
import uuid_utils.compat
from django.db import migrations, models

from tenants.definer import SWEEPER, function, readable

# Each company's own earliest rows, then the companies in turn. A company whose past is replayed lives at its own moment.
ALARMED = """
SELECT due.tenant_id, due.id FROM tenants_tenant t CROSS JOIN LATERAL (
    SELECT w.tenant_id, w.id, w.alarm_at AS wanted, row_number() OVER (ORDER BY w.alarm_at) AS place
    FROM callbacks_callback w WHERE w.tenant_id = t.id AND w.alarm_at <= coalesce(t.clock_at, now())
    ORDER BY w.alarm_at LIMIT most
) due ORDER BY due.place, due.wanted LIMIT most * 4
"""
# The sweeper sees only members who are still here.
ORPHANED = """
SELECT w.tenant_id, w.id FROM callbacks_callback w
WHERE w.status = 'open'
  AND NOT EXISTS (SELECT FROM tenants_membership m WHERE m.tenant_id = w.tenant_id AND m.id = w.owner_id)
LIMIT most
"""


class Migration(migrations.Migration):

    dependencies = [
        ('callbacks', '0001_promises'),
        ('tenants', '0008_guests'),
    ]

    operations = [
        migrations.AddField(
            model_name='callback',
            name='moved_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.CreateModel(
            name='CallbackStandards',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField()),
                ('figures', models.JSONField(default=dict)),
                ('saved_at', models.DateTimeField()),
                ('saved_by', tenants.fields.TenantForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership')),
                ('tenant', models.ForeignKey(db_index=False, default=tenants.current.require_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [tenants.constraints.TenantRLS(name='callbacks_callbackstandards_rls'), models.UniqueConstraint(fields=('tenant', 'version'), name='callbacks_standards_version'), tenants.constraints.TenantFK(field='saved_by', name='callbacks_callbackstandards_saved_by_tfk')],
            },
        ),
        readable("callbacks_callback", "tenant_id, id, alarm_at, owner_id, status", "status = 'open'"),
        migrations.RunSQL(
            f"GRANT SELECT (id) ON tenants_membership TO {SWEEPER}",
            f"REVOKE SELECT (id) ON tenants_membership FROM {SWEEPER}",
        ),
        function("kept_callbacks_alarmed(most integer)", "tenant_id uuid, id uuid", ALARMED),
        function("kept_callbacks_orphaned(most integer)", "tenant_id uuid, id uuid", ORPHANED),
    ]
