"""The permission to configure a company, and its grants in the companies that are there already."""

from django.db import migrations

GRANT = """
INSERT INTO auth_permission (content_type_id, codename, name)
SELECT id, 'company_configure', 'Configure departments, rules, clocks and calendars'
FROM django_content_type WHERE app_label = 'tenants' AND model = 'branch'
ON CONFLICT DO NOTHING;
INSERT INTO tenants_branchgroupobjectpermission (id, tenant_id, content_object_id, group_id, permission_id)
SELECT uuidv7(), b.tenant_id, b.id, g.id, p.id
FROM tenants_branch b
CROSS JOIN (VALUES ('manager'), ('owner'), ('admin')) r(role)
JOIN auth_group g ON g.name = 't:' || b.tenant_id || ':b:' || b.id || ':' || r.role
JOIN auth_permission p ON p.codename = 'company_configure'
ON CONFLICT DO NOTHING;
"""
PERMISSIONS = [
    ("service_read", "Open and read cases"),
    ("service_write", "Comment, re-prioritise and re-route"),
    ("service_escalate", "Escalate"),
    ("service_resolve", "Resolve and close"),
    ("supplier_return_open", "Open a supplier return"),
    ("member_manage", "Manage the people of the company"),
    ("company_configure", "Configure departments, rules, clocks and calendars"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("tenants", "0004_policy_in_sight_of_the_planner"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.AlterModelOptions(
            "branch",
            {"base_manager_name": "objects", "default_permissions": (), "permissions": PERMISSIONS},
        ),
        migrations.RunSQL(GRANT, migrations.RunSQL.noop),
    ]
