"""Which mails want to be sent: just written and not yet taken, to be tried again, or taken by a worker that died."""

from django.db import migrations

from tenants.definer import function, readable

# Each company's own earliest, then the companies in turn. Three seconds for the message that the telling sent.
DUE = """
SELECT due.tenant_id, due.id FROM tenants_tenant t CROSS JOIN LATERAL (
    SELECT d.tenant_id, d.id, d.try_at, row_number() OVER (ORDER BY d.try_at) AS place
    FROM inbox_delivery d WHERE d.tenant_id = t.id AND d.state = 'waiting' AND d.try_at <= now() - interval '3 seconds'
    ORDER BY d.try_at LIMIT most
) due ORDER BY due.place, due.try_at LIMIT most * 4
"""


class Migration(migrations.Migration):
    dependencies = [("inbox", "0001_initial")]

    operations = [
        migrations.RunSQL("GRANT SELECT (id) ON tenants_tenant TO kept_sweeper", migrations.RunSQL.noop),
        readable("inbox_delivery", "tenant_id, id, state, try_at", "state = 'waiting'"),
        function("kept_inbox_due(most integer)", "tenant_id uuid, id uuid", DUE),
    ]
