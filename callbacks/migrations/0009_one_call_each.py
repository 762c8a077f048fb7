"""Two customers with jobs at one address are called each."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('callbacks', '0008_words'),
        ('cases', '0020_heard'),
        ('customers', '0009_words'),
        ('tenants', '0008_guests'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='callback',
            name='callbacks_one_per_site',
        ),
        migrations.AddConstraint(
            model_name='callback',
            constraint=models.UniqueConstraint(condition=models.Q(('status', 'open'), ('kind', 'proactive'), ('promised_by', None), models.Q(('site', None), _negated=True)), fields=('tenant', 'site', 'account'), name='callbacks_one_per_site'),
        ),
    ]
