import contextlib
import threading

import psycopg
import pytest
from django.core.management import call_command
from django.core.management.color import no_style
from django.core.management.sql import sql_flush
from django.db import connection

from tests.plugins.processes import conninfo_of, until

WAITS = "SELECT count(*) FROM pg_locks WHERE relation = %s::regclass AND NOT granted"


@pytest.mark.django_db(transaction=True)
def test_tables_are_emptied_though_a_late_request_crosses_it(acme):
    """The request reads the table emptied last, waits until it is asked for, and then reads the one emptied first."""
    first, *_, last = emptied()
    with psycopg.connect(conninfo_of(connection.settings_dict)) as late:
        late.execute(f"SELECT count(*) FROM {last}")

        def cross():
            until(lambda: is_awaited(last), "the tables are being emptied")
            with contextlib.suppress(psycopg.errors.DeadlockDetected):
                late.execute(f"SELECT count(*) FROM {first}")
            late.rollback()

        crossing = threading.Thread(target=cross)
        crossing.start()
        call_command("flush", verbosity=0, interactive=False, reset_sequences=False, inhibit_post_migrate=True)
        crossing.join()
    assert type(acme).objects.count() == 0


def emptied():
    """The tables in the order in which they are emptied."""
    (statement,) = sql_flush(no_style(), connection, reset_sequences=False)
    return statement.removeprefix("TRUNCATE ").rstrip(";").split(", ")


def is_awaited(table):
    with psycopg.connect(conninfo_of(connection.settings_dict), autocommit=True) as onlooker:
        return onlooker.execute(WAITS, [table]).fetchone() != (0,)
