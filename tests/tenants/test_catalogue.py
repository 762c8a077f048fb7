"""What PostgreSQL's own catalogue says about every table: so that no future one is left outside the walls."""

import pytest
from django.apps import apps
from django.db import models

from tenants.constraints import AppendOnly
from tenants.fields import TenantForeignKey
from tenants.models import TenantLeaf

from .world import COMPANY_KEYS, COMPANY_MODELS, asked

pytestmark = pytest.mark.django_db

OF_NO_COMPANY = {  # the only tables without a company: who people are, which companies there are, and the machinery
    "account_emailaddress",
    "account_emailconfirmation",
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "django_content_type",
    "django_migrations",
    "django_session",
    "guardian_groupobjectpermission",
    "guardian_userobjectpermission",
    "mfa_authenticator",
    *("tenants_heartbeat", "tenants_tenant"),
    *("tenants_user", "tenants_user_groups", "tenants_user_user_permissions"),
}
APPEND_ONLY = {"timeline_entry"}
FOUND = [  # what sweeps ask for
    *("cases_untriaged", "cases_alarmed", "referrals_alarmed", "returns_alarmed", "callbacks_alarmed"),
    *("callbacks_orphaned", "nights_alarmed", "jobs_completed", "cases_resuming", "cases_orphaned"),
    *("cases_bulk", "evidence_due", "inbox_due", "routing_rollouts"),
]
LOOKS_ACROSS = {  # function -> what it returns: ids, and the role for the choice of companies
    "kept_companies_of": "TABLE(tenant_id uuid, role character varying)",
    **{f"kept_{name}": "TABLE(tenant_id uuid, id uuid)" for name in FOUND},
}
SWEPT = {  # table -> the columns that kept_sweeper may read
    "tenants_membership": {"tenant_id", "id", "user_id", "role", "deactivated_at"},
    "tenants_tenant": {"id", "clock_at"},
    "cases_case": {
        *("tenant_id", "id", "triage_wanted_at", "triage_leased_until", "alarm_at", "resumes_at"),
        *("resolved_at", "owner_id"),
    },
    "cases_bulkjob": {"tenant_id", "id", "looked_at", "finished_at", "leased_until"},
    "inbox_delivery": {"tenant_id", "id", "state", "try_at"},
    "routing_rollout": {"tenant_id", "id", "finished_at", "leased_until"},
    "cases_referral": {"tenant_id", "id", "alarm_at"},
    "callbacks_warrantyreturn": {"tenant_id", "id", "alarm_at"},
    "callbacks_callback": {"tenant_id", "id", "alarm_at", "owner_id", "status"},
    "callbacks_afterhoursrequest": {"tenant_id", "id", "alarm_at"},
    "customers_job": {"tenant_id", "id", "follow_at"},
    "evidence_item": {"tenant_id", "id", "state", "lease_until", "uploaded_at"},
}
THIS_COMPANY = "(tenant_id = (NULLIF(current_setting('app.tenant_id'::text, true), ''::text))::uuid)"
TABLES = (
    "pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')"
)


def company_tables():
    rows = asked(
        f"SELECT c.relname FROM {TABLES} AND EXISTS "
        "(SELECT 1 FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped)"
    )
    return {name for (name,) in rows}


class TestTables:
    def test_every_table_is_a_companys_or_known_to_be_nobodys(self):
        everything = {name for (name,) in asked(f"SELECT c.relname FROM {TABLES}")}
        assert everything - company_tables() == OF_NO_COMPANY
        assert company_tables() == {model._meta.db_table for model in COMPANY_MODELS}

    def test_every_company_table_is_behind_forced_row_level_security(self):
        rows = asked(f"SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity FROM {TABLES}")
        assert {name for name, enabled, forced in rows if enabled and forced} == company_tables()

    def test_every_company_table_has_the_one_policy(self):
        rows = asked(
            "SELECT tablename, permissive, cmd, qual, with_check FROM pg_policies "
            "WHERE schemaname = 'public' AND roles = '{public}'"
        )
        assert sorted(rows) == [
            (table, "PERMISSIVE", "ALL", THIS_COMPANY, THIS_COMPANY) for table in sorted(company_tables())
        ]

    def test_the_only_other_policies_let_the_sweeper_read(self):
        rows = asked("SELECT tablename, roles::text[], cmd FROM pg_policies WHERE roles <> '{public}'")
        assert sorted(rows) == [
            (table, ["kept_sweeper"], "SELECT") for table in sorted(SWEPT.keys() & company_tables())
        ]

    def test_tenant_id_is_never_empty(self):
        rows = asked(
            "SELECT c.relname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r' "
            "WHERE a.attname = 'tenant_id' AND NOT a.attnotnull"
        )
        assert rows == []

    def test_no_view_or_foreign_table_looks_around_the_policies(self):
        kinds = asked(
            "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE n.nspname = 'public' AND c.relkind IN ('v', 'm', 'f')"
        )
        assert kinds == []


class TestKeys:
    def test_every_key_to_a_company_table_carries_the_company(self):
        rows = asked(
            "SELECT k.conrelid::regclass::text, k.conname, "
            "(SELECT array_agg(a.attname::text ORDER BY place) FROM unnest(k.conkey) WITH ORDINALITY u(n, place) "
            " JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = u.n), "
            "(SELECT array_agg(a.attname::text ORDER BY place) FROM unnest(k.confkey) WITH ORDINALITY u(n, place) "
            " JOIN pg_attribute a ON a.attrelid = k.confrelid AND a.attnum = u.n), "
            "k.convalidated, k.confrelid::regclass::text FROM pg_constraint k WHERE k.contype = 'f'"
        )
        inside = [row for row in rows if row[5] in company_tables()]
        assert len(inside) == len(COMPANY_KEYS)
        for table, name, columns, targets, is_valid, _target in inside:
            assert (columns[0], targets, is_valid) == ("tenant_id", ["tenant_id", "id"], True), (table, name)

    def test_every_company_key_of_the_models_is_in_the_database(self):
        names = {name for (name,) in asked("SELECT conname FROM pg_constraint WHERE contype = 'f'")}
        for model, field in COMPANY_KEYS:
            assert f"{model._meta.app_label}_{model._meta.model_name}_{field.name}_tfk" in names

    def test_no_model_points_at_a_company_row_with_a_plain_key(self):
        plain = [
            str(field)
            for model in apps.get_models(include_auto_created=True)
            for field in model._meta.local_fields
            if isinstance(field, models.ForeignKey) and issubclass(field.related_model, TenantLeaf)
            if not isinstance(field, TenantForeignKey)
        ]
        assert plain == []

    def test_no_table_between_companies_is_made_by_itself(self):
        for model in COMPANY_MODELS:
            for field in model._meta.local_many_to_many:
                through = field.remote_field.through
                assert issubclass(through, TenantLeaf), f"{field} needs a company-owned through model"
                assert not through._meta.auto_created, field

    def test_every_unique_index_begins_with_the_company(self):
        rows = asked(
            "SELECT t.relname, i.relname, (SELECT a.attname FROM pg_attribute a "
            "WHERE a.attrelid = x.indrelid AND a.attnum = x.indkey[0]) FROM pg_index x "
            "JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid "
            "WHERE x.indisunique AND NOT x.indisprimary"
        )
        oracles = [(t, name) for t, name, first in rows if t in company_tables() and first != "tenant_id"]
        assert oracles == []

    def test_every_company_row_is_named_by_a_uuid(self):
        for model in COMPANY_MODELS:
            assert isinstance(model._meta.pk, models.UUIDField), model
            assert str(model._meta.pk.get_default())[14] == "7", model


class TestPrivileges:
    def test_the_roles_are_what_they_are_said_to_be(self):
        rows = asked(
            "SELECT rolname, rolcanlogin, rolsuper, rolbypassrls, rolcreaterole FROM pg_roles "
            "WHERE rolname LIKE 'kept%%'"
        )
        assert sorted(rows) == [
            ("kept_owner", True, False, True, False),
            ("kept_sweeper", False, False, False, False),
            ("kept_web", True, False, False, False),
        ]

    def test_the_web_role_belongs_to_no_other(self):
        rows = asked(
            "SELECT r.rolname FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.roleid "
            "JOIN pg_roles w ON w.oid = m.member WHERE w.rolname = 'kept_web'"
        )
        assert rows == []

    def test_the_web_role_owns_nothing(self):
        assert (
            asked(
                "SELECT relname FROM pg_class c JOIN pg_roles r ON r.oid = c.relowner "
                "WHERE r.rolname = 'kept_web' AND relkind <> 't' AND relpersistence <> 't'"
            )
            == []
        )

    def test_every_table_made_later_gives_the_web_role_rows_and_no_more(self):
        rows = asked(
            "SELECT d.defaclobjtype::text, d.defaclacl::text FROM pg_default_acl d "
            "JOIN pg_roles r ON r.oid = d.defaclrole WHERE r.rolname = 'kept_owner'"
        )
        granted = {kind: acl for kind, acl in rows}
        assert "kept_web=arwd/kept_owner" in granted["r"]  # add, read, write, delete; no D, which would be TRUNCATE
        assert "kept_web=rU/kept_owner" in granted["S"]

    def test_no_table_lets_the_web_role_refer_or_hang_triggers(self):
        """Emptying and counting a table whole is not asked here: only test databases grant that."""
        held = "has_table_privilege('kept_web', c.oid, 'REFERENCES, TRIGGER')"
        assert asked(f"SELECT c.relname FROM {TABLES} AND {held}") == []

    def test_what_happened_can_only_be_added_to(self):
        declared = {
            model._meta.db_table
            for model in COMPANY_MODELS
            if any(isinstance(rule, AppendOnly) for rule in model._meta.constraints)
        }
        assert declared == APPEND_ONLY
        for table in company_tables():
            held = (
                "SELECT has_any_column_privilege('kept_web', t, 'UPDATE'), has_table_privilege('kept_web', t, 'DELETE')"
            )
            changes = asked(f"{held} FROM (VALUES (%s)) v(t)", table)
            assert changes == [(table not in APPEND_ONLY,) * 2], table


class TestLookingAcross:
    def test_only_these_functions_do_and_they_return_ids(self):
        rows = asked(
            "SELECT p.proname, pg_get_function_result(p.oid), p.prosecdef, r.rolname, p.proconfig, p.provolatile::text "
            "FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace JOIN pg_roles r ON r.oid = p.proowner "
            "LEFT JOIN pg_depend e ON e.objid = p.oid AND e.deptype = 'e' "
            "WHERE n.nspname = 'public' AND e.objid IS NULL"
        )
        assert {name: returned for name, returned, *_ in rows} == LOOKS_ACROSS
        for _name, _returned, is_definer, owner, settings, volatility in rows:
            assert (is_definer, owner, volatility) == (True, "kept_sweeper", "s")
            assert settings == ["search_path=public, pg_temp"]

    def test_the_sweeper_reads_these_columns_and_changes_nothing(self):
        rows = asked(
            "SELECT c.relname, a.attname, p.what FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
            "CROSS JOIN (VALUES ('SELECT'), ('UPDATE'), ('INSERT'), ('REFERENCES')) p(what) "
            "WHERE c.relkind = 'r' AND a.attnum > 0 AND c.relnamespace = 'public'::regnamespace "
            "AND has_column_privilege('kept_sweeper', c.oid, a.attnum, p.what)"
        )
        readable = {}
        for table, column, privilege in rows:
            assert privilege == "SELECT"
            readable.setdefault(table, set()).add(column)
        assert readable == SWEPT

    def test_the_sweeper_may_make_nothing(self):
        assert asked("SELECT has_schema_privilege('kept_sweeper', 'public', 'CREATE')") == [(False,)]
