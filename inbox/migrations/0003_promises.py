"""Promises that come due are told by mail, too, also to people who chose before there were any."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('inbox', '0002_sweep'),
    ]

    operations = [
        migrations.AlterField(
            model_name='notification',
            name='about',
            field=models.CharField(choices=[('mention', 'Somebody mentions you'), ('assigned', 'Something is given to you'), ('mine', 'Something happens to your work'), ('following', 'Something happens to what you follow'), ('alarm', 'Time is running out on your work'), ('promise', 'A promised call is due, or was missed')], max_length=12),
        ),
        migrations.RunSQL(
            "UPDATE inbox_preference SET mailed = array_append(mailed, 'promise') WHERE 'alarm' = ANY(mailed)",
            "UPDATE inbox_preference SET mailed = array_remove(mailed, 'promise')",
        ),
    ]
