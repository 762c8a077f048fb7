"""Filters at the end of every queue's index, and on a tagging whether its case is open."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0004_counting_by_index'),
        ('customers', '0001_initial'),
        ('routing', '0001_initial'),
        ('tenants', '0006_vocabulary'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='case',
            name='cases_mine',
        ),
        migrations.RemoveIndex(
            model_name='case',
            name='cases_department',
        ),
        migrations.RemoveIndex(
            model_name='case',
            name='cases_branch',
        ),
        migrations.RemoveIndex(
            model_name='case',
            name='cases_priority',
        ),
        migrations.RemoveIndex(
            model_name='case',
            name='cases_open',
        ),
        migrations.RemoveIndex(
            model_name='case',
            name='cases_pool',
        ),
        migrations.RemoveIndex(
            model_name='case',
            name='cases_resolved',
        ),
        migrations.RemoveIndex(
            model_name='case',
            name='cases_settled',
        ),
        migrations.RemoveIndex(
            model_name='casetag',
            name='cases_of_tag',
        ),
        migrations.AddField(
            model_name='casetag',
            name='is_open',
            field=models.BooleanField(default=True, editable=False),
            preserve_default=False,
        ),
        migrations.RunSQL(
            "UPDATE cases_casetag g SET is_open = c.resolved_at IS NULL FROM cases_case c WHERE c.id = g.case_id",
            migrations.RunSQL.noop,
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('resolved_at', None)), fields=['tenant', 'queue_at', 'id', 'owner', 'department', 'priority', 'branch', 'case_type', 'reason_code'], name='cases_open'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('owner', None), ('resolved_at', None)), fields=['tenant', 'queue_at', 'id', 'department', 'priority', 'branch', 'case_type', 'reason_code'], name='cases_pool'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('resolved_at', None)), fields=['tenant', 'owner', 'queue_at', 'id', 'department', 'priority', 'branch', 'case_type', 'reason_code'], name='cases_mine'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('resolved_at', None)), fields=['tenant', 'department', 'queue_at', 'id', 'owner', 'priority', 'branch', 'case_type', 'reason_code'], name='cases_department'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('resolved_at', None)), fields=['tenant', 'branch', 'queue_at', 'id', 'owner', 'department', 'priority', 'case_type', 'reason_code'], name='cases_branch'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('resolved_at', None)), fields=['tenant', 'priority', 'queue_at', 'id', 'owner', 'department', 'branch', 'case_type', 'reason_code'], name='cases_priority'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('resolved_at', None)), fields=['tenant', 'case_type', 'queue_at', 'id', 'owner', 'department', 'priority', 'branch', 'reason_code'], name='cases_type'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('resolved_at', None)), fields=['tenant', 'reason_code', 'queue_at', 'id', 'owner', 'department', 'priority', 'branch', 'case_type'], name='cases_reason'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('resolved_at', None), _negated=True), fields=['tenant', '-resolved_at', '-id', 'owner', 'department', 'priority', 'branch', 'case_type', 'reason_code'], name='cases_resolved'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(('resolved_at', None), _negated=True), fields=['tenant', 'owner', '-resolved_at', '-id', 'department', 'priority', 'branch', 'case_type', 'reason_code'], name='cases_settled'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(models.Q(('next_action', ''), ('next_action_due_at', None), _connector='OR'), ('resolved_at', None)), fields=['tenant', 'queue_at', 'id', 'owner', 'department', 'priority', 'branch', 'case_type', 'reason_code'], name='cases_no_next_action'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(models.Q(('description', '')), ('resolved_at', None)), fields=['tenant', 'queue_at', 'id', 'owner', 'department', 'priority', 'branch', 'case_type', 'reason_code'], name='cases_no_context'),
        ),
        migrations.AddIndex(
            model_name='case',
            index=models.Index(condition=models.Q(models.Q(('description', ''), ('next_action', ''), ('next_action_due_at', None), ('owner', None), _connector='OR'), ('resolved_at', None)), fields=['tenant', 'queue_at', 'id', 'owner', 'department', 'priority', 'branch', 'case_type', 'reason_code'], name='cases_lacking'),
        ),
        migrations.AddIndex(
            model_name='casetag',
            index=models.Index(fields=['tenant', 'tag', 'is_open', 'case'], name='cases_of_tag'),
        ),
    ]
