"""What an answering service hears at night, the secret it signs with, and the sweep that finds what nobody saw."""

import django.db.models.deletion
import tenants.constraints
import tenants.current
import tenants.fields
import uuid
import uuid_utils.compat
from django.db import migrations, models

from tenants.definer import function, readable

# Each company's own earliest rows, then the companies in turn. A company whose past is replayed lives at its own moment.
ALARMED = """
SELECT due.tenant_id, due.id FROM tenants_tenant t CROSS JOIN LATERAL (
    SELECT w.tenant_id, w.id, w.alarm_at AS wanted, row_number() OVER (ORDER BY w.alarm_at) AS place
    FROM callbacks_afterhoursrequest w WHERE w.tenant_id = t.id AND w.alarm_at <= coalesce(t.clock_at, now())
    ORDER BY w.alarm_at LIMIT most
) due ORDER BY due.place, due.wanted LIMIT most * 4
"""

class Migration(migrations.Migration):

    dependencies = [
        ('callbacks', '0003_complaints'),
        ('cases', '0015_intake'),
        ('customers', '0005_places'),
        ('tenants', '0008_guests'),
    ]

    operations = [
        migrations.CreateModel(
            name='AfterHoursRequest',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('due_at', models.DateTimeField(editable=False)),
                ('alarm_at', models.DateTimeField(editable=False, null=True)),
                ('alarmed_at', models.DateTimeField(editable=False, null=True)),
                ('state', models.CharField(choices=[('new', 'Waiting'), ('accepted', 'Accepted'), ('merged', 'Merged'), ('rejected', 'Rejected')], default='new', editable=False, max_length=8)),
                ('acknowledged_at', models.DateTimeField(editable=False, null=True)),
                ('rejection', models.CharField(blank=True, editable=False, max_length=200)),
                ('source', models.CharField(choices=[('webhook', 'Answering service'), ('pasted', 'Pasted')], max_length=8)),
                ('external_id', models.CharField(editable=False, max_length=100)),
                ('received_at', models.DateTimeField()),
                ('arrived_at', models.DateTimeField(editable=False)),
                ('phone_given', models.CharField(blank=True, max_length=40, verbose_name='phone')),
                ('phone_e164', models.CharField(blank=True, max_length=20)),
                ('name', models.CharField(blank=True, max_length=120, verbose_name='name')),
                ('words', models.TextField(blank=True, max_length=4000, verbose_name='what they said')),
                ('is_urgent', models.BooleanField(default=False, verbose_name='urgent')),
                ('account', tenants.fields.TenantForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='after_hours_requests', to='customers.account')),
                ('acknowledged_by', tenants.fields.TenantForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership')),
                ('branch', tenants.fields.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.branch')),
                ('callback', tenants.fields.TenantForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='after_hours_requests', to='callbacks.callback')),
                ('case', tenants.fields.TenantForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='after_hours_requests', to='cases.case')),
                ('contact', tenants.fields.TenantForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.contact')),
                ('first', tenants.fields.TenantForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='repeats', to='callbacks.afterhoursrequest')),
                ('tenant', models.ForeignKey(db_index=False, default=tenants.current.require_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'indexes': [models.Index(condition=models.Q(('acknowledged_at', None)), fields=['tenant', 'received_at', 'id'], include=('branch', 'first'), name='callbacks_request_waiting'), models.Index(condition=models.Q(('acknowledged_at', None)), fields=['tenant', 'phone_e164', 'received_at'], name='callbacks_request_phone'), models.Index(fields=['tenant', 'received_at', 'id'], name='callbacks_request_received'), models.Index(condition=models.Q(('acknowledged_at', None), _negated=True), fields=['tenant', '-acknowledged_at', '-id'], name='callbacks_request_reviewed'), models.Index(condition=models.Q(('first', None), _negated=True), fields=['tenant', 'first'], name='callbacks_request_group'), models.Index(condition=models.Q(('alarm_at', None), _negated=True), fields=['tenant', 'alarm_at'], name='callbacks_request_alarm')],
                'constraints': [tenants.constraints.TenantRLS(name='callbacks_afterhoursrequest_rls'), models.UniqueConstraint(fields=('tenant', 'id'), name='callbacks_afterhoursrequest_tid'), models.UniqueConstraint(fields=('tenant', 'source', 'external_id'), name='callbacks_request_once'), tenants.constraints.TenantFK(field='account', name='callbacks_afterhoursrequest_account_tfk'), tenants.constraints.TenantFK(field='contact', name='callbacks_afterhoursrequest_contact_tfk'), tenants.constraints.TenantFK(field='branch', name='callbacks_afterhoursrequest_branch_tfk'), tenants.constraints.TenantFK(field='first', name='callbacks_afterhoursrequest_first_tfk'), tenants.constraints.TenantFK(field='case', name='callbacks_afterhoursrequest_case_tfk'), tenants.constraints.TenantFK(field='callback', name='callbacks_afterhoursrequest_callback_tfk'), tenants.constraints.TenantFK(field='acknowledged_by', name='callbacks_afterhoursrequest_acknowledged_by_tfk')],
            },
        ),
        migrations.CreateModel(
            name='HookKey',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('generation', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('made_at', models.DateTimeField(editable=False)),
                ('ends_at', models.DateTimeField(editable=False, null=True)),
                ('made_by', tenants.fields.TenantForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership')),
                ('tenant', models.ForeignKey(db_index=False, default=tenants.current.require_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [tenants.constraints.TenantRLS(name='callbacks_hookkey_rls'), models.UniqueConstraint(condition=models.Q(('ends_at', None)), fields=('tenant',), name='callbacks_hookkey_current'), tenants.constraints.TenantFK(field='made_by', name='callbacks_hookkey_made_by_tfk')],
            },
        ),
        readable("callbacks_afterhoursrequest", "tenant_id, id, alarm_at", "alarm_at IS NOT NULL"),
        function("kept_nights_alarmed(most integer)", "tenant_id uuid, id uuid", ALARMED),
    ]
