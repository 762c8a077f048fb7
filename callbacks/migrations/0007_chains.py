"""Quotes and maintenance that are asked about until they are decided."""

import django.db.models.deletion
import tenants.constraints
import tenants.current
import tenants.fields
import uuid_utils.compat
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('callbacks', '0006_returns'),
        ('cases', '0019_places_of_marks'),
        ('customers', '0008_follow'),
        ('tenants', '0008_guests'),
    ]

    operations = [
        migrations.AddField(
            model_name='callback',
            name='link',
            field=models.PositiveSmallIntegerField(editable=False, null=True),
        ),
        migrations.CreateModel(
            name='Chain',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('topic', models.CharField(choices=[('quote', 'Quote'), ('maintenance', 'Maintenance')], max_length=12)),
                ('reference', models.CharField(max_length=60)),
                ('started_at', models.DateTimeField(editable=False)),
                ('answer', models.CharField(blank=True, choices=[('undecided', 'Not decided yet'), ('accepted', 'Accepted'), ('declined', 'Declined'), ('dropped', 'Not pursued')], editable=False, max_length=10)),
                ('decided_at', models.DateTimeField(editable=False, null=True)),
                ('account', tenants.fields.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='chains', to='customers.account')),
                ('decided_by', tenants.fields.TenantForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership')),
                ('started_by', tenants.fields.TenantForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership')),
                ('tenant', models.ForeignKey(db_index=False, default=tenants.current.require_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.AddField(
            model_name='callback',
            name='chain',
            field=tenants.fields.TenantForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='callbacks.chain'),
        ),
        migrations.AddConstraint(
            model_name='chain',
            constraint=tenants.constraints.TenantRLS(name='callbacks_chain_rls'),
        ),
        migrations.AddConstraint(
            model_name='chain',
            constraint=models.UniqueConstraint(fields=('tenant', 'id'), name='callbacks_chain_tid'),
        ),
        migrations.AddConstraint(
            model_name='chain',
            constraint=models.UniqueConstraint(condition=models.Q(('decided_at', None)), fields=('tenant', 'account', 'topic', 'reference'), name='callbacks_chain_once'),
        ),
        migrations.AddConstraint(
            model_name='chain',
            constraint=tenants.constraints.TenantFK(field='account', name='callbacks_chain_account_tfk'),
        ),
        migrations.AddConstraint(
            model_name='chain',
            constraint=tenants.constraints.TenantFK(field='started_by', name='callbacks_chain_started_by_tfk'),
        ),
        migrations.AddConstraint(
            model_name='chain',
            constraint=tenants.constraints.TenantFK(field='decided_by', name='callbacks_chain_decided_by_tfk'),
        ),
        migrations.AddConstraint(
            model_name='callback',
            constraint=models.UniqueConstraint(condition=models.Q(('chain', None), _negated=True), fields=('tenant', 'chain', 'link'), name='callbacks_link'),
        ),
        migrations.AddConstraint(
            model_name='callback',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'open'), models.Q(('chain', None), _negated=True)), fields=('tenant', 'chain'), name='callbacks_link_open'),
        ),
        migrations.AddConstraint(
            model_name='callback',
            constraint=tenants.constraints.TenantFK(field='chain', name='callbacks_callback_chain_tfk'),
        ),
    ]
