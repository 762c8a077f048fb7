"""The servers of the tests, and a database that is made by its owner and used as the web role."""

import contextlib
import os

import psycopg
import pytest
from django.db.backends.postgresql.operations import DatabaseOperations
from django.db.utils import OperationalError
from psycopg import conninfo as conninfos
from psycopg import errors, sql

from config import embedded, roles
from config.environment import parsed

CROSSED_AT_MOST = 20

_held = contextlib.ExitStack()


def pytest_configure(config):
    _held.enter_context(embedded.running())


def pytest_unconfigure(config):
    _held.close()


def owner_settings():
    """Return Django's settings of the test server for kept_owner."""
    url = os.environ.get("DATABASE_OWNER_URL")
    return parsed(url) if url else embedded.database("kept_owner")


def owner_conninfo(name):
    """Return where kept_owner reaches the database ``name``."""
    words = owner_settings()
    names = {"user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return conninfos.make_conninfo(dbname=name, **{libpq: words[django] or None for libpq, django in names.items()})


def drop_database(name):
    with psycopg.connect(owner_conninfo("postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def prepare_database(name, *, anew):
    """Make the database ``name`` with the grants that every database of the house has, and migrate it as its owner."""
    if anew:
        drop_database(name)
    roles.make_database(owner_conninfo("postgres"), name)
    roles.prepare_database(owner_conninfo(name))


def migrate(connection):
    connection.creation.create_test_db(verbosity=0, autoclobber=True, keepdb=True, serialize=False)


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_blocker, django_db_modify_db_settings):
    """Make the test database as kept_owner, then become kept_web, which row-level security holds."""
    from django.db import connection

    reuse = request.config.getvalue("reuse_db") and not request.config.getvalue("create_db")
    web = {name: connection.settings_dict[name] for name in ("USER", "PASSWORD")}
    with django_db_blocker.unblock():
        name = connection.creation._get_test_db_name()
        prepare_database(name, anew=not reuse)
        connection.settings_dict |= {word: owner_settings()[word] for word in web}
        migrate(connection)
        with connection.cursor() as cursor:  # only tests empty tables and count what is in them
            cursor.execute("GRANT TRUNCATE, MAINTAIN ON ALL TABLES IN SCHEMA public TO kept_web")
        connection.close()
        connection.settings_dict |= web
    yield
    with django_db_blocker.unblock():
        connection.close()
        if not reuse:
            drop_database(name)


@pytest.fixture(scope="session", autouse=True)
def emptying_that_may_be_crossed():
    """Empty the tables again when a late request or task of a live server held one and wanted another."""
    flush = DatabaseOperations.execute_sql_flush

    def persist(operations, statements):
        for _ in range(CROSSED_AT_MOST):
            try:
                return flush(operations, statements)
            except OperationalError as error:
                if not isinstance(error.__cause__, errors.DeadlockDetected | errors.LockNotAvailable):
                    raise
        return flush(operations, statements)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", persist)
        yield
