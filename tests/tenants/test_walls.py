"""The walls between companies: what the ORM refuses, and what the database refuses to anybody."""

import json

import pytest
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction
from django.db.models import Count
from uuid_utils.compat import uuid7

from tenants.current import TenantRequired, tenant_scope
from tests.cast import as_company

from .world import COMPANY_KEYS, COMPANY_MODELS, asked, first_ids, furnish

QUIET = [  # every way in which the ORM sends a statement
    ("list", lambda rows: list(rows)),
    ("iterator", lambda rows: next(rows.iterator())),
    ("first", lambda rows: rows.first()),
    ("get", lambda rows: rows.get(pk=uuid7())),
    ("exists", lambda rows: rows.exists()),
    ("count", lambda rows: rows.count()),
    ("in_bulk", lambda rows: rows.in_bulk([uuid7()])),
    ("values", lambda rows: list(rows.values("pk"))),
    ("aggregate", lambda rows: rows.aggregate(Count("pk"))),
    ("explain", lambda rows: rows.explain()),
    ("union", lambda rows: list(rows.union(rows))),
    ("update", lambda rows: rows.update(id=uuid7())),
    ("delete", lambda rows: rows.delete()),
    ("raw delete", lambda rows: rows._raw_delete("default")),
]


@pytest.fixture
def world(acme, globex):
    """Both companies with a row in every table: company -> model -> one id."""
    for company in (acme, globex):
        furnish(company)
    return {company: first_ids(company) for company in (acme, globex)}


class TestWithoutACompany:
    @pytest.mark.parametrize("ask", [act for _name, act in QUIET], ids=[name for name, _act in QUIET])
    def test_the_orm_raises(self, db, ask):
        for model in COMPANY_MODELS:
            for manager in (model._default_manager, model._base_manager, model.objects):
                with pytest.raises(TenantRequired):
                    ask(manager.all())

    def test_nothing_can_be_made(self, db):
        for model in COMPANY_MODELS:
            with pytest.raises(TenantRequired):
                model()
            with pytest.raises(TenantRequired):
                model.objects.create()

    def test_what_was_read_inside_cannot_be_saved_or_followed_outside(self, acme, world):
        from customers.models import Contact

        with tenant_scope(acme):
            contact = Contact.objects.first()
        for act in (contact.save, contact.delete, contact.refresh_from_db, lambda: contact.account):
            with pytest.raises(TenantRequired), transaction.atomic():
                act()

    def test_bulk_create_stores_nothing(self, acme, world):
        from cases.models import Tag

        with tenant_scope(acme):
            tags = [Tag(name="one"), Tag(name="two")]
        with pytest.raises((TenantRequired, ProgrammingError)), transaction.atomic():
            Tag.objects.bulk_create(tags)
        with tenant_scope(acme):
            assert [tag.name for tag in Tag.objects.all()] == ["leak"]

    def test_raw_sql_sees_changes_and_stores_nothing(self, world):
        for model in COMPANY_MODELS:
            table = model._meta.db_table
            assert asked(f"SELECT count(*) FROM {table}") == [(0,)], table
            if not is_append_only(model):
                assert asked(f"UPDATE {table} SET id = id") == 0, table
                assert asked(f"DELETE FROM {table}") == 0, table

    def test_raw_sql_inserts_nothing(self, acme, world):
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            asked("INSERT INTO cases_tag (id, tenant_id, name) VALUES (%s, %s, 'x')", uuid7(), acme.pk)


class TestInsideACompany:
    @pytest.mark.parametrize("other", ["globex", "acme"])
    def test_raw_sql_sees_only_its_rows(self, request, other, acme, globex, world):
        other = request.getfixturevalue(other)
        mine = globex if other == acme else acme
        with as_company(mine):
            for model in COMPANY_MODELS:
                owners = asked(f"SELECT DISTINCT tenant_id FROM {model._meta.db_table}")
                assert owners == [(mine.pk,)], model

    def test_ids_of_the_other_company_are_not_there(self, acme, globex, world):
        with as_company(acme):
            for model, pk in world[globex].items():
                for manager in (model.objects, model._base_manager):
                    with pytest.raises(model.DoesNotExist):
                        manager.get(pk=pk)
                assert asked(f"SELECT id FROM {model._meta.db_table} WHERE id = %s", pk) == []

    def test_sweeping_statements_reach_only_its_rows(self, acme, globex, world):
        with as_company(acme):
            asked("UPDATE customers_account SET name = 'Ours'")
            asked("DELETE FROM cases_casetag")
        with as_company(globex):
            assert asked("SELECT count(*) FROM customers_account WHERE name = 'Ours'") == [(0,)]
            assert asked("SELECT count(*) FROM cases_casetag") == [(1,)]

    def test_no_row_can_be_given_away(self, acme, globex, world):
        with as_company(acme):
            for model in COMPANY_MODELS:
                with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
                    move(model, world[acme][model], tenant_id=str(globex.pk))

    def test_no_key_points_into_the_other_company(self, acme, globex, world):
        assert len(COMPANY_KEYS) > 40
        with as_company(acme):
            for model, field in COMPANY_KEYS:
                theirs = str(world[globex][field.related_model])
                rule = f"{model._meta.app_label}_{model._meta.model_name}_{field.name}_tfk"
                with pytest.raises(IntegrityError, match=rule), transaction.atomic():
                    move(model, world[acme][model], **{field.column: theirs})

    def test_the_orm_cannot_point_into_the_other_company_either(self, acme, globex, world):
        from customers.models import Account, Contact

        with as_company(globex):
            theirs = Account.objects.first()
        with as_company(acme), pytest.raises(IntegrityError), transaction.atomic():
            Contact.objects.create(account=theirs, name="Spy")
        with as_company(acme):
            assert not Contact.objects.filter(name="Spy").exists()

    def test_a_number_of_the_other_company_is_free_here(self, acme, globex, world):
        from cases.models import Case

        numbers = []
        for company in (acme, globex):
            with as_company(company):
                numbers.append(Case.objects.earliest("number").number)
        assert numbers == [1, 1]


def is_append_only(model):
    [(allowed,)] = asked("SELECT has_table_privilege(%s, 'UPDATE')", model._meta.db_table)
    return not allowed


def move(model, pk, **columns):
    """Change columns of a row past every line of Python; where nothing may change, insert a changed copy."""
    table = model._meta.db_table
    if is_append_only(model):
        changed = json.dumps({"id": str(uuid7()), "client_key": None, **columns})
        row = f"SELECT (jsonb_populate_record(old, %s::jsonb)).* FROM {table} old WHERE id = %s"
        return asked(f"INSERT INTO {table} {row}", changed, pk)
    settings = ", ".join(f"{column} = %s" for column in columns)
    return asked(f"UPDATE {table} SET {settings} WHERE id = %s", *columns.values(), pk)


class TestTheWebRole:
    @pytest.mark.parametrize(
        "statement",
        [
            "ALTER TABLE cases_case DISABLE ROW LEVEL SECURITY",
            "ALTER TABLE cases_case NO FORCE ROW LEVEL SECURITY",
            "DROP POLICY cases_case_rls ON cases_case",
            "CREATE POLICY open ON cases_case USING (true)",
            "ALTER TABLE cases_case DROP CONSTRAINT cases_case_account_tfk",
            "DROP TABLE cases_case CASCADE",
            "CREATE TABLE loot (id int)",
            "CREATE FUNCTION loot() RETURNS int LANGUAGE sql AS 'SELECT 1'",
            "SET ROLE kept_sweeper",
            "SET ROLE kept_owner",
            "SET SESSION AUTHORIZATION kept_owner",
            "SET session_replication_role = replica",
            "ALTER ROLE kept_web BYPASSRLS",
            "ALTER FUNCTION kept_companies_of(bigint) OWNER TO kept_web",
            "COPY cases_case TO PROGRAM 'cat'",
            "UPDATE timeline_entry SET body = ''",
            "DELETE FROM timeline_entry",
        ],
    )
    def test_may_not(self, acme, statement):
        assert asked("SELECT current_user") == [("kept_web",)]
        with as_company(acme), pytest.raises(DatabaseError) as refusal, transaction.atomic():
            asked(statement)
        assert getattr(refusal.value.__cause__, "sqlstate", "") == "42501", refusal.value

    def test_cannot_ask_to_see_around_the_policies(self, acme, globex, world):
        with as_company(acme), pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            asked("SET LOCAL row_security = off")
            asked("SELECT count(*) FROM cases_case")

    def test_cannot_read_the_tables_through_a_foreign_key_error(self, acme, globex, world):
        from customers.models import Account

        stranger = world[globex][Account]
        with as_company(acme):
            for pk in (stranger, uuid7()):
                with pytest.raises(IntegrityError) as refusal, transaction.atomic():
                    asked("UPDATE cases_case SET account_id = %s", pk)
                shown = str(refusal.value).replace(str(pk), "")
                assert "is not present in table" in shown

    def test_is_the_role_of_this_very_connection(self, db):
        assert connection.settings_dict["USER"] == "kept_web"
