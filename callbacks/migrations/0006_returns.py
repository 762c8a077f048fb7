"""Returns to finished jobs, and the sweep that finds which of them nobody has looked at in time."""

import django.db.models.deletion
import django.utils.timezone
import tenants.constraints
import tenants.current
import tenants.fields
import uuid_utils.compat
from decimal import Decimal
from django.db import migrations, models


from tenants.definer import function, readable

# Each company's own earliest rows, then the companies in turn. A company whose past is replayed lives at its own moment.
ALARMED = """
SELECT due.tenant_id, due.id FROM tenants_tenant t CROSS JOIN LATERAL (
    SELECT w.tenant_id, w.id, w.alarm_at AS wanted, row_number() OVER (ORDER BY w.alarm_at) AS place
    FROM callbacks_warrantyreturn w WHERE w.tenant_id = t.id AND w.alarm_at <= coalesce(t.clock_at, now())
    ORDER BY w.alarm_at LIMIT most
) due ORDER BY due.place, due.wanted LIMIT most * 4
"""


class Migration(migrations.Migration):

    dependencies = [
        ('callbacks', '0005_after_job'),
        ('cases', '0019_places_of_marks'),
        ('customers', '0006_complaints'),
        ('tenants', '0008_guests'),
    ]

    operations = [
        migrations.CreateModel(
            name='WarrantyReturn',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('due_at', models.DateTimeField(editable=False)),
                ('alarm_at', models.DateTimeField(editable=False, null=True)),
                ('cause', models.CharField(blank=True, choices=[('yes', 'Yes, caused by us'), ('no', 'No, unrelated to our work'), ('unknown', 'Not known yet')], editable=False, max_length=8)),
                ('cause_reason', models.TextField(blank=True, editable=False, max_length=2000)),
                ('decided_at', models.DateTimeField(editable=False, null=True)),
                ('consequence', models.CharField(blank=True, choices=[('service_call', 'Service call with dispatch fee'), ('no_charge', 'Corrected at no charge')], editable=False, max_length=12)),
                ('fee', models.DecimalField(decimal_places=2, editable=False, max_digits=8, null=True)),
                ('status', models.CharField(choices=[('open', 'Under investigation'), ('decided', 'Cause decided'), ('settled', 'Settled'), ('withdrawn', 'No return')], default='open', editable=False, max_length=10)),
                ('finished_at', models.DateTimeField(editable=False, null=True)),
                ('number', models.PositiveIntegerField(editable=False)),
                ('reported', models.TextField(max_length=4000)),
                ('opened_at', models.DateTimeField(editable=False)),
                ('client_key', models.UUIDField(editable=False, null=True)),
                ('account', tenants.fields.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='returns', to='customers.account', verbose_name='customer')),
                ('branch', tenants.fields.TenantForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.branch')),
                ('callback', tenants.fields.TenantForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='returns', to='callbacks.callback')),
                ('case', tenants.fields.TenantForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='returns', to='cases.case')),
                ('decided_by', tenants.fields.TenantForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership')),
                ('job', tenants.fields.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='returns', to='customers.job', verbose_name='original job')),
                ('opened_by', tenants.fields.TenantForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership')),
                ('owner', tenants.fields.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership', verbose_name='owner')),
                ('settled_by', tenants.fields.TenantForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership')),
                ('technician', tenants.fields.TenantForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='returns', to='tenants.membership')),
                ('tenant', models.ForeignKey(db_index=False, default=tenants.current.require_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Finding',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('words', models.TextField(max_length=4000)),
                ('asked', models.CharField(blank=True, max_length=200)),
                ('at', models.DateTimeField()),
                ('client_key', models.UUIDField(null=True)),
                ('by', tenants.fields.TenantForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership')),
                ('tenant', models.ForeignKey(db_index=False, default=tenants.current.require_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
                ('warranty_return', tenants.fields.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='findings', to='callbacks.warrantyreturn')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='ReturnTerms',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=0, editable=False)),
                ('warranty_days', models.PositiveSmallIntegerField(default=365, verbose_name='days under warranty')),
                ('dispatch_fee', models.DecimalField(decimal_places=2, default=Decimal('89.00'), max_digits=8, verbose_name='dispatch fee')),
                ('reported_to', tenants.fields.TenantForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership', verbose_name='reported to')),
                ('tenant', models.ForeignKey(db_index=False, default=tenants.current.require_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [tenants.constraints.TenantRLS(name='callbacks_returnterms_rls'), models.UniqueConstraint(fields=('tenant',), name='callbacks_terms_once'), models.CheckConstraint(condition=models.Q(('dispatch_fee__gte', 0)), name='callbacks_terms_fee'), tenants.constraints.TenantFK(field='reported_to', name='callbacks_returnterms_reported_to_tfk')],
            },
        ),
        migrations.AddIndex(
            model_name='warrantyreturn',
            index=models.Index(condition=models.Q(('finished_at', None)), fields=['tenant', 'due_at', 'id'], name='callbacks_return_open'),
        ),
        migrations.AddIndex(
            model_name='warrantyreturn',
            index=models.Index(condition=models.Q(('finished_at', None), _negated=True), fields=['tenant', '-finished_at', '-id'], name='callbacks_return_done'),
        ),
        migrations.AddIndex(
            model_name='warrantyreturn',
            index=models.Index(fields=['tenant', 'account', '-opened_at'], name='callbacks_return_account'),
        ),
        migrations.AddIndex(
            model_name='warrantyreturn',
            index=models.Index(fields=['tenant', 'job', '-opened_at'], name='callbacks_return_job'),
        ),
        migrations.AddIndex(
            model_name='warrantyreturn',
            index=models.Index(condition=models.Q(('case', None), _negated=True), fields=['tenant', 'case'], name='callbacks_return_case'),
        ),
        migrations.AddIndex(
            model_name='warrantyreturn',
            index=models.Index(condition=models.Q(('callback', None), _negated=True), fields=['tenant', 'callback'], name='callbacks_return_call'),
        ),
        migrations.AddIndex(
            model_name='warrantyreturn',
            index=models.Index(fields=['tenant', 'technician', 'opened_at'], name='callbacks_return_lead'),
        ),
        migrations.AddIndex(
            model_name='warrantyreturn',
            index=models.Index(condition=models.Q(('alarm_at', None), _negated=True), fields=['tenant', 'alarm_at'], name='callbacks_return_alarm'),
        ),
        migrations.AddConstraint(
            model_name='warrantyreturn',
            constraint=tenants.constraints.TenantRLS(name='callbacks_warrantyreturn_rls'),
        ),
        migrations.AddConstraint(
            model_name='warrantyreturn',
            constraint=models.UniqueConstraint(fields=('tenant', 'id'), name='callbacks_warrantyreturn_tid'),
        ),
        migrations.AddConstraint(
            model_name='warrantyreturn',
            constraint=models.UniqueConstraint(fields=('tenant', 'number'), name='callbacks_return_number'),
        ),
        migrations.AddConstraint(
            model_name='warrantyreturn',
            constraint=models.UniqueConstraint(fields=('tenant', 'client_key'), name='callbacks_return_once'),
        ),
        migrations.AddConstraint(
            model_name='warrantyreturn',
            constraint=models.UniqueConstraint(condition=models.Q(('finished_at', None)), fields=('tenant', 'job'), name='callbacks_return_one_open'),
        ),
        migrations.AddConstraint(
            model_name='warrantyreturn',
            constraint=tenants.constraints.TenantFK(field='account', name='callbacks_warrantyreturn_account_tfk'),
        ),
        migrations.AddConstraint(
            model_name='warrantyreturn',
            constraint=tenants.constraints.TenantFK(field='job', name='callbacks_warrantyreturn_job_tfk'),
        ),
        migrations.AddConstraint(
            model_name='warrantyreturn',
            constraint=tenants.constraints.TenantFK(field='technician', name='callbacks_warrantyreturn_technician_tfk'),
        ),
        migrations.AddConstraint(
            model_name='warrantyreturn',
            constraint=tenants.constraints.TenantFK(field='case', name='callbacks_warrantyreturn_case_tfk'),
        ),
        migrations.AddConstraint(
            model_name='warrantyreturn',
            constraint=tenants.constraints.TenantFK(field='callback', name='callbacks_warrantyreturn_callback_tfk'),
        ),
        migrations.AddConstraint(
            model_name='warrantyreturn',
            constraint=tenants.constraints.TenantFK(field='branch', name='callbacks_warrantyreturn_branch_tfk'),
        ),
        migrations.AddConstraint(
            model_name='warrantyreturn',
            constraint=tenants.constraints.TenantFK(field='owner', name='callbacks_warrantyreturn_owner_tfk'),
        ),
        migrations.AddConstraint(
            model_name='warrantyreturn',
            constraint=tenants.constraints.TenantFK(field='opened_by', name='callbacks_warrantyreturn_opened_by_tfk'),
        ),
        migrations.AddConstraint(
            model_name='warrantyreturn',
            constraint=tenants.constraints.TenantFK(field='decided_by', name='callbacks_warrantyreturn_decided_by_tfk'),
        ),
        migrations.AddConstraint(
            model_name='warrantyreturn',
            constraint=tenants.constraints.TenantFK(field='settled_by', name='callbacks_warrantyreturn_settled_by_tfk'),
        ),
        migrations.AddIndex(
            model_name='finding',
            index=models.Index(fields=['tenant', 'warranty_return', 'at'], name='callbacks_findings'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=tenants.constraints.TenantRLS(name='callbacks_finding_rls'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=models.UniqueConstraint(fields=('tenant', 'warranty_return', 'client_key'), name='callbacks_finding_once'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=tenants.constraints.TenantFK(field='warranty_return', name='callbacks_finding_warranty_return_tfk'),
        ),
        migrations.AddConstraint(
            model_name='finding',
            constraint=tenants.constraints.TenantFK(field='by', name='callbacks_finding_by_tfk'),
        ),
        readable("callbacks_warrantyreturn", "tenant_id, id, alarm_at", "alarm_at IS NOT NULL"),
        function("kept_returns_alarmed(most integer)", "tenant_id uuid, id uuid", ALARMED),
    ]
