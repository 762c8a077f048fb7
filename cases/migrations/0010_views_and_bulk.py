"""Views that people keep, and jobs that change many cases; a sweep finds those that no worker went on with."""

import django.db.models.deletion
import tenants.constraints
import tenants.current
import tenants.fields
import uuid_utils.compat
from django.db import migrations, models

from tenants.definer import function, readable

UNFINISHED = """
SELECT due.tenant_id, due.id FROM tenants_tenant t CROSS JOIN LATERAL (
    SELECT j.tenant_id, j.id, j.looked_at, row_number() OVER (ORDER BY j.looked_at) AS place
    FROM cases_bulkjob j
    WHERE j.tenant_id = t.id AND j.finished_at IS NULL AND j.looked_at <= now() - interval '10 seconds'
    ORDER BY j.looked_at LIMIT most
) due ORDER BY due.place, due.looked_at LIMIT most * 4
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0009_guests'),
        ('tenants', '0008_guests'),
    ]

    operations = [
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('query', models.CharField(blank=True, max_length=600)),
                ('shared_at', models.DateTimeField(editable=False, null=True)),
                ('owner', tenants.fields.TenantForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='views', to='tenants.membership')),
                ('tenant', models.ForeignKey(db_index=False, default=tenants.current.require_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='HomeView',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('member', tenants.fields.TenantForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='tenants.membership')),
                ('tenant', models.ForeignKey(db_index=False, default=tenants.current.require_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
                ('view', tenants.fields.TenantForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='homes', to='cases.savedview')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='BulkJob',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('key', models.UUIDField(editable=False)),
                ('deed', models.CharField(choices=[('assign', 'Assign'), ('tag', 'Add a tag'), ('untag', 'Remove a tag'), ('prioritise', 'Change the priority')], max_length=12)),
                ('facts', models.JSONField(default=dict)),
                ('chosen', models.JSONField(default=list)),
                ('outcomes', models.JSONField(default=list)),
                ('language', models.CharField(default='en', max_length=10)),
                ('asked_at', models.DateTimeField()),
                ('looked_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField(null=True)),
                ('by', tenants.fields.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership')),
                ('tenant', models.ForeignKey(db_index=False, default=tenants.current.require_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'indexes': [models.Index(condition=models.Q(('finished_at', None)), fields=['tenant', 'looked_at'], name='cases_bulk_unfinished')],
                'constraints': [tenants.constraints.TenantRLS(name='cases_bulkjob_rls'), models.UniqueConstraint(fields=('tenant', 'id'), name='cases_bulkjob_tid'), models.UniqueConstraint(fields=('tenant', 'by', 'key'), name='cases_bulk_once'), tenants.constraints.TenantFK(field='by', name='cases_bulkjob_by_tfk')],
            },
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=tenants.constraints.TenantRLS(name='cases_savedview_rls'),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.UniqueConstraint(fields=('tenant', 'id'), name='cases_savedview_tid'),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.UniqueConstraint(fields=('tenant', 'owner', 'name'), name='cases_view_name'),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=tenants.constraints.TenantFK(field='owner', name='cases_savedview_owner_tfk'),
        ),
        migrations.AddConstraint(
            model_name='homeview',
            constraint=tenants.constraints.TenantRLS(name='cases_homeview_rls'),
        ),
        migrations.AddConstraint(
            model_name='homeview',
            constraint=models.UniqueConstraint(fields=('tenant', 'member'), name='cases_home_once'),
        ),
        migrations.AddConstraint(
            model_name='homeview',
            constraint=tenants.constraints.TenantFK(field='member', name='cases_homeview_member_tfk'),
        ),
        migrations.AddConstraint(
            model_name='homeview',
            constraint=tenants.constraints.TenantFK(field='view', name='cases_homeview_view_tfk'),
        ),
        readable("cases_bulkjob", "tenant_id, id, looked_at, finished_at", "finished_at IS NULL"),
        function("kept_cases_bulk(most integer)", "tenant_id uuid, id uuid", UNFINISHED),
    ]
