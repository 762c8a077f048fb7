"""The one way in: whose company this code runs for, and for how long."""

import random
from uuid import uuid4

import pytest
from django.db import InternalError, connection, transaction

from customers.models import Account
from tenants.current import TenantRequired, TenantSwitchRefused, current_tenant_id, require_tenant_id, tenant_scope
from tests.cast import at_once
from tests.factories import AccountFactory, TenantFactory

from .world import asked

ROWS = "SELECT count(*) FROM customers_account"


@pytest.fixture
def accounts(acme, globex):
    return AccountFactory(tenant=acme, name="Ours"), AccountFactory(tenant=globex, name="Theirs")


def remembered():
    return asked("SELECT current_setting('app.tenant_id', true)")[0][0] or None


def test_a_scope_shows_one_company_and_is_over_at_its_end(acme, accounts):
    with tenant_scope(acme) as entered:
        assert entered == acme.pk == current_tenant_id() == require_tenant_id()
        assert [account.name for account in Account.objects.all()] == ["Ours"]
    assert current_tenant_id() is None
    with pytest.raises(TenantRequired):
        require_tenant_id()


def test_a_scope_takes_an_id_as_well_as_a_company(acme, accounts):
    with tenant_scope(str(acme.pk)):
        assert Account.objects.count() == 1


def test_the_outer_transaction_forgets_the_company(acme, accounts):
    assert connection.in_atomic_block
    with tenant_scope(acme):
        assert asked(ROWS) == [(1,)]
    assert asked(ROWS) == [(0,)]
    assert remembered() is None


def test_the_outer_transaction_forgets_the_company_after_an_error_too(acme, accounts):
    with pytest.raises(ZeroDivisionError), tenant_scope(acme):
        assert asked(ROWS) == [(1,)]
        1 / 0  # noqa: B018
    assert asked(ROWS) == [(0,)]
    assert current_tenant_id() is None
    assert remembered() is None


def test_what_was_written_in_a_scope_that_fails_is_undone(acme, accounts):
    with pytest.raises(ZeroDivisionError), tenant_scope(acme):
        Account.objects.register("Never was")
        1 / 0  # noqa: B018
    with tenant_scope(acme):
        assert [account.name for account in Account.objects.all()] == ["Ours"]


def test_the_same_company_may_be_entered_again(acme, accounts):
    with tenant_scope(acme):
        with tenant_scope(acme.pk):
            assert Account.objects.count() == 1
        assert current_tenant_id() == acme.pk
        assert asked(ROWS) == [(1,)]
    assert current_tenant_id() is None


def test_an_inner_scope_that_fails_leaves_the_outer_one_whole(acme, accounts):
    with tenant_scope(acme):
        with pytest.raises(ZeroDivisionError), tenant_scope(acme):
            1 / 0  # noqa: B018
        assert current_tenant_id() == acme.pk
        assert asked(ROWS) == [(1,)]


def test_another_company_is_refused_and_nothing_changes(acme, globex, accounts):
    with tenant_scope(acme):
        with pytest.raises(TenantSwitchRefused), tenant_scope(globex):
            pytest.fail("went in")
        assert [account.name for account in Account.objects.all()] == ["Ours"]


def test_a_company_that_does_not_exist_is_empty(accounts):
    with tenant_scope(uuid4()):
        assert Account.objects.count() == 0
        assert asked(ROWS) == [(0,)]


@pytest.mark.parametrize("nobody", [None, "", "acme", 17])
def test_what_is_no_company_opens_nothing(db, nobody):
    with pytest.raises(ValueError), tenant_scope(nobody):
        pytest.fail("went in")
    assert current_tenant_id() is None


def test_a_reading_scope_refuses_to_write(acme, accounts):
    with tenant_scope(acme, readonly=True):
        assert Account.objects.count() == 1
        with pytest.raises(InternalError, match="read-only"), transaction.atomic():
            Account.objects.update(name="Changed")
    with tenant_scope(acme):
        assert Account.objects.update(name="Changed") == 1


def test_a_committed_scope_leaves_nothing_on_its_connection(transactional_db, acme, globex):
    AccountFactory(tenant=acme)
    assert not connection.in_atomic_block
    with tenant_scope(acme):
        assert asked(ROWS) == [(1,)]
    assert asked(ROWS) == [(0,)]
    assert remembered() is None
    with tenant_scope(globex):
        assert asked(ROWS) == [(0,)]


def test_threads_do_not_mix_companies(transactional_db):
    companies = [TenantFactory() for _ in range(3)]
    for company, rows in zip(companies, (1, 2, 3), strict=True):
        AccountFactory.create_batch(rows, tenant=company)

    def wander(seed):
        def walk():
            seen = random.Random(seed)
            for _ in range(25):
                place = seen.randrange(3)
                with tenant_scope(companies[place]):
                    if (Account.objects.count(), asked(ROWS)[0][0]) != (place + 1, place + 1):
                        return "mixed"
                if asked(ROWS) != [(0,)]:
                    return "leaked"
            return "clean"

        return walk

    assert at_once(*(wander(seed) for seed in range(8))) == ["clean"] * 8
