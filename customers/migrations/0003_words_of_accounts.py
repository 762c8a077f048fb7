"""Write the words of the accounts that were there before accounts were found by words."""

from django.db import migrations


def index(apps, schema_editor):
    from customers.models import index_accounts
    from tenants.current import tenant_scope

    for company in apps.get_model("tenants", "Tenant").objects.values_list("pk", flat=True):
        with tenant_scope(company), schema_editor.connection.cursor() as cursor:
            cursor.execute("SELECT id FROM customers_account WHERE tenant_id = %s ORDER BY id", [company])
            index_accounts([pk for (pk,) in cursor.fetchall()])


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0002_account_tokens'),
        ('tenants', '0006_vocabulary'),
    ]

    operations = [migrations.RunPython(index, migrations.RunPython.noop)]
