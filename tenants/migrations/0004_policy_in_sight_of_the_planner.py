from django.db import migrations

# Databases made before have the setting wrapped in a sub-select, which hides from the planner which company it is.
UNWRAP = """
DO $$
DECLARE
    found record;
    this_company text := $policy$tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid$policy$;
BEGIN
    FOR found IN SELECT tablename, policyname FROM pg_policies
        WHERE schemaname = 'public' AND cmd = 'ALL' AND qual LIKE '%SELECT%app.tenant_id%'
    LOOP
        EXECUTE format(
            'ALTER POLICY %I ON %I USING (%s) WITH CHECK (%s)',
            found.policyname, found.tablename, this_company, this_company
        );
    END LOOP;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("tenants", "0003_grant_once")]

    operations = [migrations.RunSQL(UNWRAP, migrations.RunSQL.noop)]
