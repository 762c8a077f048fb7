"""Calls after large jobs: what the company says then, which jobs a call is after, who was asked for a review."""

import django.db.models.deletion
import tenants.constraints
import tenants.current
import tenants.fields
import uuid_utils.compat
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('callbacks', '0004_after_hours'),
        ('cases', '0019_places_of_marks'),
        ('customers', '0008_follow'),
        ('tenants', '0008_guests'),
    ]

    operations = [
        migrations.CreateModel(
            name='AfterCare',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField()),
                ('is_on', models.BooleanField()),
                ('works', models.JSONField(default=list)),
                ('script', models.TextField(max_length=2000)),
                ('on_since', models.DateTimeField(null=True)),
                ('saved_at', models.DateTimeField()),
                ('saved_by', tenants.fields.TenantForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership')),
                ('tenant', models.ForeignKey(db_index=False, default=tenants.current.require_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Occasion',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('done_at', models.DateTimeField()),
                ('callback', tenants.fields.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='occasions', to='callbacks.callback')),
                ('job', tenants.fields.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.job')),
                ('tenant', models.ForeignKey(db_index=False, default=tenants.current.require_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='ReviewRequest',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('asked_at', models.DateTimeField()),
                ('account', tenants.fields.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='review_requests', to='customers.account')),
                ('asked_by', tenants.fields.TenantForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership')),
                ('callback', tenants.fields.TenantForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='callbacks.callback')),
                ('tenant', models.ForeignKey(db_index=False, default=tenants.current.require_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.tenant')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
            },
        ),
        migrations.AddField(
            model_name='callback',
            name='is_happy',
            field=models.BooleanField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='callback',
            name='site',
            field=tenants.fields.TenantForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='customers.property'),
        ),
        migrations.AddConstraint(
            model_name='callback',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'open'), ('kind', 'proactive'), ('promised_by', None), models.Q(('site', None), _negated=True)), fields=('tenant', 'site'), name='callbacks_one_per_site'),
        ),
        migrations.AddConstraint(
            model_name='callback',
            constraint=tenants.constraints.TenantFK(field='site', name='callbacks_callback_site_tfk'),
        ),
        migrations.AddConstraint(
            model_name='aftercare',
            constraint=tenants.constraints.TenantRLS(name='callbacks_aftercare_rls'),
        ),
        migrations.AddConstraint(
            model_name='aftercare',
            constraint=models.UniqueConstraint(fields=('tenant', 'version'), name='callbacks_care_version'),
        ),
        migrations.AddConstraint(
            model_name='aftercare',
            constraint=tenants.constraints.TenantFK(field='saved_by', name='callbacks_aftercare_saved_by_tfk'),
        ),
        migrations.AddIndex(
            model_name='occasion',
            index=models.Index(fields=['tenant', 'job', 'callback'], name='callbacks_occasion_job'),
        ),
        migrations.AddConstraint(
            model_name='occasion',
            constraint=tenants.constraints.TenantRLS(name='callbacks_occasion_rls'),
        ),
        migrations.AddConstraint(
            model_name='occasion',
            constraint=models.UniqueConstraint(fields=('tenant', 'callback', 'job'), name='callbacks_occasion_once'),
        ),
        migrations.AddConstraint(
            model_name='occasion',
            constraint=tenants.constraints.TenantFK(field='callback', name='callbacks_occasion_callback_tfk'),
        ),
        migrations.AddConstraint(
            model_name='occasion',
            constraint=tenants.constraints.TenantFK(field='job', name='callbacks_occasion_job_tfk'),
        ),
        migrations.AddConstraint(
            model_name='reviewrequest',
            constraint=tenants.constraints.TenantRLS(name='callbacks_reviewrequest_rls'),
        ),
        migrations.AddConstraint(
            model_name='reviewrequest',
            constraint=models.UniqueConstraint(fields=('tenant', 'account'), name='callbacks_review_once'),
        ),
        migrations.AddConstraint(
            model_name='reviewrequest',
            constraint=tenants.constraints.TenantFK(field='account', name='callbacks_reviewrequest_account_tfk'),
        ),
        migrations.AddConstraint(
            model_name='reviewrequest',
            constraint=tenants.constraints.TenantFK(field='callback', name='callbacks_reviewrequest_callback_tfk'),
        ),
        migrations.AddConstraint(
            model_name='reviewrequest',
            constraint=tenants.constraints.TenantFK(field='asked_by', name='callbacks_reviewrequest_asked_by_tfk'),
        ),
    ]
