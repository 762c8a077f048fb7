"""On every word and tag where its case stands in the queues: the open ones are read in that order, too."""

from django.db import migrations, models
from django.utils import timezone

PLACES = """
UPDATE cases_{table} m SET queue_at = c.queue_at, resolved_at = c.resolved_at FROM cases_case c WHERE c.id = m.case_id
"""


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0018_merged_waiting'),
        ('tenants', '0008_guests'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='casetag',
            name='cases_of_tag',
        ),
        migrations.RemoveIndex(
            model_name='casetoken',
            name='cases_token_open',
        ),
        migrations.RemoveField(
            model_name='casetag',
            name='is_open',
        ),
        migrations.AddField(
            model_name='casetag',
            name='queue_at',
            field=models.DateTimeField(default=timezone.now, editable=False),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='casetag',
            name='resolved_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='casetoken',
            name='queue_at',
            field=models.DateTimeField(default=timezone.now, editable=False),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='casetoken',
            name='resolved_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        *(migrations.RunSQL(PLACES.format(table=table), migrations.RunSQL.noop) for table in ('casetag', 'casetoken')),
        migrations.AddIndex(
            model_name='casetag',
            index=models.Index(condition=models.Q(('resolved_at', None)), fields=['tenant', 'tag', 'queue_at', 'case'], name='cases_tag_open'),
        ),
        migrations.AddIndex(
            model_name='casetag',
            index=models.Index(condition=models.Q(('resolved_at', None), _negated=True), fields=['tenant', 'tag', '-resolved_at', '-case'], name='cases_tag_resolved'),
        ),
        migrations.AddIndex(
            model_name='casetoken',
            index=models.Index(condition=models.Q(('resolved_at', None)), fields=['tenant', 'token', 'queue_at', 'case'], include=('is_internal',), name='cases_token_open'),
        ),
    ]
