"""Rates of technicians: what is too much, who disputes that a return counts, and the flag for their manager."""

import django.db.models.deletion
import tenants.constraints
import tenants.current
import tenants.fields
import uuid_utils.compat
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('callbacks', '0009_one_call_each'),
        ('cases', '0020_heard'),
        ('customers', '0010_done_jobs'),
        ('tenants', '0008_guests'),
    ]

    operations = [
        migrations.CreateModel(
            name='CoachingFlag',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('raised_at', models.DateTimeField()),
                ('returns', models.PositiveIntegerField()),
                ('jobs', models.PositiveIntegerField()),
                ('window_days', models.PositiveSmallIntegerField()),
                ('threshold_percent', models.PositiveSmallIntegerField()),
                ('ended_at', models.DateTimeField(editable=False, null=True)),
                ('acknowledged_at', models.DateTimeField(editable=False, null=True)),
                ('note', models.TextField(blank=True, editable=False, max_length=2000)),
                ('acknowledged_by', tenants.fields.TenantForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership')),
                ('branch', tenants.fields.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.branch')),
                ('technician', tenants.fields.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='coaching_flags', to='tenants.membership')),
                ('tenant', models.ForeignKey(db_index=False, default=tenants.current.require_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.AddField(
            model_name='returnterms',
            name='minimum_jobs',
            field=models.PositiveSmallIntegerField(default=10, verbose_name='fewest jobs'),
        ),
        migrations.AddField(
            model_name='returnterms',
            name='threshold_percent',
            field=models.PositiveSmallIntegerField(default=10, verbose_name='threshold in percent'),
        ),
        migrations.AddField(
            model_name='returnterms',
            name='window_days',
            field=models.PositiveSmallIntegerField(default=90, verbose_name='days that are looked at'),
        ),
        migrations.AddField(
            model_name='warrantyreturn',
            name='dispute',
            field=models.CharField(blank=True, choices=[('open', 'Disputed'), ('upheld', 'Upheld: it counts'), ('dropped', 'Dropped: it does not count')], editable=False, max_length=8),
        ),
        migrations.AddField(
            model_name='warrantyreturn',
            name='dispute_answer',
            field=models.TextField(blank=True, editable=False, max_length=1000),
        ),
        migrations.AddField(
            model_name='warrantyreturn',
            name='dispute_reason',
            field=models.TextField(blank=True, editable=False, max_length=1000),
        ),
        migrations.AddField(
            model_name='warrantyreturn',
            name='disputed_by',
            field=tenants.fields.TenantForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership'),
        ),
        migrations.AddConstraint(
            model_name='warrantyreturn',
            constraint=tenants.constraints.TenantFK(field='disputed_by', name='callbacks_warrantyreturn_disputed_by_tfk'),
        ),
        migrations.AddIndex(
            model_name='coachingflag',
            index=models.Index(fields=['tenant', 'technician', '-raised_at'], name='callbacks_flags'),
        ),
        migrations.AddConstraint(
            model_name='coachingflag',
            constraint=tenants.constraints.TenantRLS(name='callbacks_coachingflag_rls'),
        ),
        migrations.AddConstraint(
            model_name='coachingflag',
            constraint=models.UniqueConstraint(fields=('tenant', 'id'), name='callbacks_coachingflag_tid'),
        ),
        migrations.AddConstraint(
            model_name='coachingflag',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('tenant', 'technician'), name='callbacks_flag_once'),
        ),
        migrations.AddConstraint(
            model_name='coachingflag',
            constraint=tenants.constraints.TenantFK(field='technician', name='callbacks_coachingflag_technician_tfk'),
        ),
        migrations.AddConstraint(
            model_name='coachingflag',
            constraint=tenants.constraints.TenantFK(field='branch', name='callbacks_coachingflag_branch_tfk'),
        ),
        migrations.AddConstraint(
            model_name='coachingflag',
            constraint=tenants.constraints.TenantFK(field='acknowledged_by', name='callbacks_coachingflag_acknowledged_by_tfk'),
        ),
    ]
