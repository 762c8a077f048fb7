"""The company this code runs for. ``tenant_scope`` is the one way in."""

from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from django.db import connection, transaction

_current: ContextVar[UUID | None] = ContextVar("kept_tenant", default=None)


class TenantRequired(Exception):
    """Company-owned rows were asked for outside of any company."""


class TenantSwitchRefused(Exception):
    """A scope of one company was opened inside the scope of another."""


def current_tenant_id() -> UUID | None:
    return _current.get()


def require_tenant_id() -> UUID:
    tenant_id = _current.get()
    if tenant_id is None:
        raise TenantRequired("This needs a company: open tenant_scope() first.")
    return tenant_id


@contextmanager
def tenant_scope(tenant, *, readonly=False):
    """Run the block for one company, in one transaction, walled in by the database.

    ``tenant`` is a Tenant or its id. The same company may be entered again inside.
    Errors: TenantSwitchRefused when another company's scope is already open.
    """
    tenant_id = UUID(str(getattr(tenant, "pk", tenant)))
    outer = _current.get()
    if outer not in (None, tenant_id):
        raise TenantSwitchRefused(f"already in the scope of {outer}")
    token = _current.set(tenant_id)
    try:
        with transaction.atomic():
            _tell_database(tenant_id, readonly)
            yield tenant_id
    finally:
        _current.reset(token)
        if outer is None:
            _forget_in_outer_transaction()


def _tell_database(tenant_id, readonly):
    sql = "SELECT set_config('app.tenant_id', %s, true)"
    if readonly:
        sql += ", set_config('transaction_read_only', 'on', true)"
    with connection.cursor() as cursor:
        cursor.execute(sql, [str(tenant_id)])


def _forget_in_outer_transaction():
    # The setting lasts as long as the transaction, which outlives this scope only when somebody wrapped us in one.
    if connection.in_atomic_block and not connection.needs_rollback:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('app.tenant_id', '', true)")
