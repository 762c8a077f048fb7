"""Which companies a person belongs to: asked before anyone is inside of one."""

from django.db import migrations

from tenants.definer import function, readable


class Migration(migrations.Migration):
    dependencies = [("tenants", "0001_initial")]

    operations = [
        readable("tenants_membership", "tenant_id, user_id, role, deactivated_at", "deactivated_at IS NULL"),
        function(
            "kept_companies_of(person bigint)",
            "tenant_id uuid, role varchar",
            "SELECT m.tenant_id, m.role FROM tenants_membership m WHERE m.user_id = person AND m.deactivated_at IS NULL",
        ),
    ]
