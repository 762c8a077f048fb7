"""How often each case was handed over, and whether its owner is fixed."""

import django.db.models.deletion
import tenants.constraints
import tenants.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0013_merging'),
        ('customers', '0004_numbers'),
        ('routing', '0003_passes'),
        ('tenants', '0008_guests'),
    ]

    operations = [
        migrations.AddField(
            model_name='case',
            name='hand_overs',
            field=models.PositiveSmallIntegerField(db_default=0, default=0, editable=False),
        ),
        migrations.AddField(
            model_name='case',
            name='handed_from',
            field=tenants.fields.TenantForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenants.membership'),
        ),
        migrations.AddField(
            model_name='case',
            name='handed_over_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='case',
            name='owner_fixed_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddConstraint(
            model_name='case',
            constraint=tenants.constraints.TenantFK(field='handed_from', name='cases_case_handed_from_tfk'),
        ),
    ]
