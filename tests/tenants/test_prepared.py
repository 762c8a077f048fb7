import psycopg
import pytest
from django.db import DataError, close_old_connections, connection, transaction

from cases.models import Case
from tenants.models import Tenant
from tenants.prepared import row_of, rows_of
from tests.cast import as_company
from tests.factories import CaseFactory
from tests.plugins.processes import conninfo_of

PLANS = "SELECT statement, generic_plans + custom_plans FROM pg_prepared_statements WHERE statement LIKE %s"


def test_a_row_is_the_one_django_reads(acme):
    with as_company(acme):
        case = CaseFactory(heard={"somebody": [["", ""]]}, routed_because={"rule": 3})
        read, known = row_of(Case, tenant_id=acme.pk, id=case.pk), Case.objects.get(pk=case.pk)
    assert read == known
    assert {field.attname: getattr(read, field.attname) for field in Case._meta.concrete_fields} == {
        field.attname: getattr(known, field.attname) for field in Case._meta.concrete_fields
    }


def test_no_row_is_none(db):
    assert row_of(Tenant, slug="nobody") is None


def test_another_company_s_row_is_not_there(acme, globex):
    with as_company(globex):
        theirs = CaseFactory()
    with as_company(acme):
        assert row_of(Case, id=theirs.pk) is None


def test_the_server_plans_it_once(acme):
    for _ in range(3):
        row_of(Tenant, slug="acme")
    with connection.cursor() as cursor:
        cursor.execute(PLANS, ['SELECT "id", "slug"%WHERE "slug" = $1'])
        ((_statement, planned),) = cursor.fetchall()
    assert planned >= 3


def test_a_refused_statement_leaves_the_next_one_whole(acme):
    with pytest.raises(DataError), transaction.atomic():
        rows_of("SELECT 1 / %s::int", [0])
    assert rows_of("SELECT 1 / %s::int", [1]) == [(1,)]


@pytest.mark.django_db(transaction=True)
def test_a_locked_row_is_held_until_the_end(acme):
    with as_company(acme):
        case = CaseFactory()
    with as_company(acme):
        row_of(Case, locked=True, tenant_id=acme.pk, id=case.pk)
        with psycopg.connect(conninfo_of(connection.settings_dict)) as other:
            other.execute("SELECT set_config('app.tenant_id', %s, true)", [str(acme.pk)])
            with pytest.raises(psycopg.errors.LockNotAvailable):
                other.execute("SELECT FROM cases_case WHERE id = %s FOR UPDATE NOWAIT", [case.pk])


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_broke_since_the_last_request_is_made_anew():
    connection.ensure_connection()
    with psycopg.connect(conninfo_of(connection.settings_dict), autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.connection.info.backend_pid])
    close_old_connections()  # as every request begins
    assert row_of(Tenant, slug="nobody") is None
