"""The cast itself: what other tests take for granted."""

import pytest

from cases.models import Case
from tenants.current import current_tenant_id
from tests.cast import as_company, at_once, outside, queries_of
from tests.factories import AccountFactory, CaseFactory, ContactFactory


def test_children_copy_the_company_of_their_parent(acme, globex):
    theirs = AccountFactory(tenant=globex)
    assert ContactFactory(account=theirs).tenant_id == globex.pk
    assert ContactFactory(tenant=acme).account.tenant_id == acme.pk
    assert current_tenant_id() is None


def test_a_factory_without_a_company_is_an_error(db):
    with pytest.raises(AssertionError, match="needs tenant="):
        AccountFactory()


def test_stepping_into_another_company_comes_back(in_acme, globex, eve):
    CaseFactory(account=AccountFactory())
    with as_company(globex):
        assert Case.objects.count() == 0
    assert Case.objects.count() == 1
    with outside():
        assert current_tenant_id() is None
    assert Case.objects.count() == 1


def test_visitors_are_outside_of_the_scope_of_the_test(in_acme, ada, eve, client_for):
    assert client_for(ada).get("/status-banner/").status_code == 200
    assert client_for(eve).get("/status-banner/").status_code == 200
    assert client_for(eve, in_acme).get("/status-banner/").status_code == 404
    assert current_tenant_id() == in_acme.pk


def test_queries_are_told_without_their_transactions(in_acme):
    assert len(queries_of(lambda: list(Case.objects.all()))) == 1


def test_acts_at_once_have_connections_of_their_own(transactional_db, acme):
    def pid():
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            return cursor.fetchone()[0]

    def fail():
        raise ValueError("no")

    first, second, third = at_once(pid, pid, fail)
    assert first != second
    assert isinstance(third, ValueError)
