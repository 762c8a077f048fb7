"""Cases that are merged into others, and how each came to be."""

import django.contrib.postgres.fields
import django.db.models.deletion
import tenants.constraints
import tenants.current
import tenants.fields
import uuid_utils.compat
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0012_bulk_referrals'),
        ('customers', '0004_numbers'),
        ('routing', '0003_passes'),
        ('tenants', '0008_guests'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='case',
            name='cases_resolved',
        ),
        migrations.RemoveIndex(
            model_name='case',
            name='cases_settled',
        ),
        migrations.AddField(
            model_name='case',
            name='merged_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='merged_from',
            field=models.JSONField(db_default=models.Value([], models.JSONField()), default=list, editable=False),
        ),
        migrations.AddField(
            model_name='case',
            name='merged_ids',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), db_default=models.Value([], django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), size=None)), default=list, editable=False, size=None),
        ),
        migrations.AddField(
            model_name='case',
            name='merged_into',
            field=tenants.fields.TenantForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged_here', to='cases.case'),
        ),
        migrations.AlterField(
            model_name='case',
            name='breach_cause',
            field=models.CharField(blank=True, choices=[('time', 'The time ran out'), ('escalation', 'Overdue from the moment it was escalated'), ('priority', 'Overdue from the moment its priority was raised'), ('reopening', 'Overdue since it was reopened'), ('late_entry', 'Overdue before it was entered'), ('merge', 'Overdue from the moment another case was merged into it'), ('policy', 'Overdue from the moment the targets or the calendar were changed')], editable=False, max_length=12),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(models.Q(('resolved_at', None), _negated=True), ('merged_into', None)), fields=['tenant', '-resolved_at', '-id', 'owner', 'department', 'priority', 'branch', 'case_type', 'reason_code'], name='cases_resolved'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(models.Q(('resolved_at', None), _negated=True), ('merged_into', None)), fields=['tenant', 'owner', '-resolved_at', '-id', 'department', 'priority', 'branch', 'case_type', 'reason_code'], name='cases_settled'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('merged_into', None), _negated=True), fields=['tenant', 'merged_into'], name='cases_merged_away'),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=tenants.constraints.TenantFK(field='merged_into', name='cases_case_merged_into_tfk'),
        ),
        migrations.CreateModel(
            name='Merge',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('undone_at', models.DateTimeField(null=True)),
                ('was_resolved_at', models.DateTimeField(null=True)),
                ('clock', models.JSONField(default=dict)),
                ('joined', models.JSONField(default=list)),
                ('moved', models.JSONField(default=list)),
                ('by', tenants.fields.TenantForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership')),
                ('source', tenants.fields.TenantForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merges', to='cases.case')),
                ('survivor', tenants.fields.TenantForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='merges_into', to='cases.case')),
                ('tenant', models.ForeignKey(db_index=False, default=tenants.current.require_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
                ('undone_by', tenants.fields.TenantForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.AddIndex(
            model_name='merge',
            index=models.Index(condition=models.Q(('undone_at', None)), fields=['tenant', 'survivor'], name='cases_merges_into'),
        ),
        migrations.AddConstraint(
            model_name='merge',
            constraint=tenants.constraints.TenantRLS(name='cases_merge_rls'),
        ),
        migrations.AddConstraint(
            model_name='merge',
            constraint=models.UniqueConstraint(condition=models.Q(('undone_at', None)), fields=('tenant', 'source'), name='cases_merged_once'),
        ),
        migrations.AddConstraint(
            model_name='merge',
            constraint=tenants.constraints.TenantFK(field='source', name='cases_merge_source_tfk'),
        ),
        migrations.AddConstraint(
            model_name='merge',
            constraint=tenants.constraints.TenantFK(field='survivor', name='cases_merge_survivor_tfk'),
        ),
        migrations.AddConstraint(
            model_name='merge',
            constraint=tenants.constraints.TenantFK(field='by', name='cases_merge_by_tfk'),
        ),
        migrations.AddConstraint(
            model_name='merge',
            constraint=tenants.constraints.TenantFK(field='undone_by', name='cases_merge_undone_by_tfk'),
        ),
    ]
