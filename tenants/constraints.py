"""Row-level security, composite foreign keys and append-only tables, as constraints that migrations create."""

from django.db import DEFAULT_DB_ALIAS
from django.db.models import BaseConstraint

WEB_ROLE = "kept_web"
# Not wrapped in a sub-select: the planner would not see which company it is, and plan for one of average size.
THIS_TENANT = "tenant_id = NULLIF(current_setting('app.tenant_id', true), '')::uuid"


class TableRule(BaseConstraint):
    """A rule about a whole table that PostgreSQL keeps; nothing for a form to validate.

    Each kind gives ``statements(model, schema_editor)``, which make it, and ``undo(model, schema_editor)``, which
    takes it back.
    """

    def constraint_sql(self, model, schema_editor):
        # Called while the table is being written: these wait until it and its neighbours exist.
        schema_editor.deferred_sql.extend(self.statements(model, schema_editor))

    def create_sql(self, model, schema_editor):
        return ";\n".join(self.statements(model, schema_editor))

    def remove_sql(self, model, schema_editor):
        return self.undo(model, schema_editor)

    def validate(self, model, instance, exclude=None, using=DEFAULT_DB_ALIAS):
        return None

    def __eq__(self, other):
        return type(self) is type(other) and self.deconstruct() == other.deconstruct()

    __hash__ = BaseConstraint.__hash__


class TenantRLS(TableRule):
    """Show and accept only rows of the company in ``app.tenant_id``, to the table's owner too."""

    def statements(self, model, schema_editor):
        table = schema_editor.quote_name(model._meta.db_table)
        policy = schema_editor.quote_name(self.name)
        return [
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
            f"CREATE POLICY {policy} ON {table} USING ({THIS_TENANT}) WITH CHECK ({THIS_TENANT})",
        ]

    def undo(self, model, schema_editor):
        table = schema_editor.quote_name(model._meta.db_table)
        return f"DROP POLICY {schema_editor.quote_name(self.name)} ON {table}"


class TenantFK(TableRule):
    """Let ``field`` point only at a row of the same company: row-level security alone does not."""

    def __init__(self, *, field, name):
        self.field = field
        super().__init__(name=name)

    def statements(self, model, schema_editor):
        quote = schema_editor.quote_name
        field = model._meta.get_field(self.field)
        target = quote(field.related_model._meta.db_table)
        return [
            f"ALTER TABLE {quote(model._meta.db_table)} ADD CONSTRAINT {quote(self.name)} "
            f"FOREIGN KEY (tenant_id, {quote(field.column)}) REFERENCES {target} (tenant_id, id) "
            "DEFERRABLE INITIALLY IMMEDIATE"
        ]

    def create_sql(self, model, schema_editor):
        # At the end of the migration, when the unique (tenant, id) of the target is there.
        schema_editor.deferred_sql.extend(self.statements(model, schema_editor))

    def undo(self, model, schema_editor):
        quote = schema_editor.quote_name
        return f"ALTER TABLE {quote(model._meta.db_table)} DROP CONSTRAINT {quote(self.name)}"

    def deconstruct(self):
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "field": self.field}


class AppendOnly(TableRule):
    """Take UPDATE and DELETE away from the web role: what happened stays as it was written."""

    def statements(self, model, schema_editor):
        return [f"REVOKE UPDATE, DELETE ON {schema_editor.quote_name(model._meta.db_table)} FROM {WEB_ROLE}"]

    def undo(self, model, schema_editor):
        return f"GRANT UPDATE, DELETE ON {schema_editor.quote_name(model._meta.db_table)} TO {WEB_ROLE}"
