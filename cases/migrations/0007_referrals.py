"""Referrals to other departments, and the sweep that finds which of them have something to say."""

import django.db.models.deletion
import tenants.constraints
import tenants.current
import tenants.fields
import uuid_utils.compat
from django.db import migrations, models

from tenants.definer import function, readable

# Each company's own earliest rows, then the companies in turn. A company whose past is replayed lives at its own moment.
ALARMED = """
SELECT due.tenant_id, due.id FROM tenants_tenant t CROSS JOIN LATERAL (
    SELECT w.tenant_id, w.id, w.alarm_at AS wanted, row_number() OVER (ORDER BY w.alarm_at) AS place
    FROM cases_referral w WHERE w.tenant_id = t.id AND w.alarm_at <= coalesce(t.clock_at, now())
    ORDER BY w.alarm_at LIMIT most
) due ORDER BY due.place, due.wanted LIMIT most * 4
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0006_words_by_queue'),
        ('customers', '0001_initial'),
        ('routing', '0001_initial'),
        ('tenants', '0005_company_configure'),
    ]

    operations = [
        migrations.CreateModel(
            name='Referral',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('accepted_at', models.DateTimeField(editable=False, null=True)),
                ('answered_at', models.DateTimeField(editable=False, null=True)),
                ('answer', models.TextField(blank=True, editable=False, max_length=10000)),
                ('returned_at', models.DateTimeField(editable=False, null=True)),
                ('return_reason', models.TextField(blank=True, editable=False, max_length=1000)),
                ('withdrawn_at', models.DateTimeField(editable=False, null=True)),
                ('finished_at', models.DateTimeField(editable=False, null=True)),
                ('due_at', models.DateTimeField(editable=False)),
                ('at_risk_at', models.DateTimeField(editable=False)),
                ('alarm_at', models.DateTimeField(editable=False, null=True)),
                ('overdue_at', models.DateTimeField(editable=False, null=True)),
                ('reason', models.CharField(choices=[('restore', 'Contract to restore'), ('cancel', 'Contract to cancel or change'), ('price', 'Price, quote or change order'), ('promise', 'What was promised at the sale'), ('design', 'Design or permit'), ('part', 'Part or delivery'), ('billing', 'Invoice or payment'), ('visit', 'Visit or inspection'), ('other', 'Something else')], max_length=16, verbose_name='reason')),
                ('reason_words', models.CharField(blank=True, max_length=80, verbose_name='reason in words')),
                ('comments', models.TextField(blank=True, max_length=4000, verbose_name='comments')),
                ('opened_at', models.DateTimeField(editable=False)),
                ('client_key', models.UUIDField(editable=False, null=True)),
                ('tenant', models.ForeignKey(db_index=False, default=tenants.current.require_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
                ('case', tenants.fields.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='cases.case')),
                ('department', tenants.fields.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='routing.department', verbose_name='department')),
                ('account_manager', tenants.fields.TenantForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership', verbose_name='account manager')),
                ('sales_manager', tenants.fields.TenantForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership', verbose_name='sales manager')),
                ('opened_by', tenants.fields.TenantForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership')),
                ('accepted_by', tenants.fields.TenantForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership')),
                ('answered_by', tenants.fields.TenantForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership')),
                ('returned_by', tenants.fields.TenantForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership')),
                ('withdrawn_by', tenants.fields.TenantForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.AddField(
            model_name='case',
            name='referrals_made',
            field=models.PositiveSmallIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddField(
            model_name='case',
            name='referrals_open',
            field=models.PositiveSmallIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('job', None), _negated=True), fields=['tenant', 'job', '-opened_at'], name='cases_job'),
        ),
        migrations.AddIndex(
            model_name='referral',
            index=models.Index(fields=['tenant', 'case', 'opened_at'], name='cases_referral_case'),
        ),
        migrations.AddIndex(
            model_name='referral',
            index=models.Index(condition=models.Q(('finished_at', None)), fields=['tenant', 'due_at', 'id'], include=('department', 'accepted_by', 'opened_by'), name='cases_referral_open'),
        ),
        migrations.AddIndex(
            model_name='referral',
            index=models.Index(condition=models.Q(('finished_at', None)), fields=['tenant', 'department', 'due_at', 'id'], include=('accepted_by',), name='cases_referral_desk'),
        ),
        migrations.AddIndex(
            model_name='referral',
            index=models.Index(condition=models.Q(('finished_at', None), _negated=True), fields=['tenant', '-finished_at', '-id'], include=('department',), name='cases_referral_done'),
        ),
        migrations.AddIndex(
            model_name='referral',
            index=models.Index(condition=models.Q(('alarm_at', None), _negated=True), fields=['tenant', 'alarm_at'], name='cases_referral_alarm'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=tenants.constraints.TenantRLS(name='cases_referral_rls'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.UniqueConstraint(fields=('tenant', 'id'), name='cases_referral_tid'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.UniqueConstraint(condition=models.Q(('finished_at', None)), fields=('tenant', 'case', 'department'), name='cases_referral_one_open'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=models.UniqueConstraint(fields=('tenant', 'case', 'client_key'), name='cases_referral_sent_once'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=tenants.constraints.TenantFK(field='case', name='cases_referral_case_tfk'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=tenants.constraints.TenantFK(field='department', name='cases_referral_department_tfk'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=tenants.constraints.TenantFK(field='account_manager', name='cases_referral_account_manager_tfk'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=tenants.constraints.TenantFK(field='sales_manager', name='cases_referral_sales_manager_tfk'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=tenants.constraints.TenantFK(field='opened_by', name='cases_referral_opened_by_tfk'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=tenants.constraints.TenantFK(field='accepted_by', name='cases_referral_accepted_by_tfk'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=tenants.constraints.TenantFK(field='answered_by', name='cases_referral_answered_by_tfk'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=tenants.constraints.TenantFK(field='returned_by', name='cases_referral_returned_by_tfk'),
        ),
        migrations.AddConstraint(
            model_name='referral',
            constraint=tenants.constraints.TenantFK(field='withdrawn_by', name='cases_referral_withdrawn_by_tfk'),
        ),
        readable("cases_referral", "tenant_id, id, alarm_at", "alarm_at IS NOT NULL"),
        function("kept_referrals_alarmed(most integer)", "tenant_id uuid, id uuid", ALARMED),
    ]
