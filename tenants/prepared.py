"""Statements that nearly every request sends: the server plans them once a connection instead of each time."""

from functools import cache

import psycopg
from django.db import connection


def rows_of(sql, params) -> list[tuple]:
    """Return the rows of ``sql``, one of a few texts written by hand, and none when it returns none; see ADR 0044.

    ``params`` travel beside the text, so each must stand where its type is plain. Only for statements whose best plan
    does not depend on them.
    """
    with _cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else []


def _cursor():
    if connection.queries_logged:
        return connection.cursor()  # the log reads statements with their values in them
    connection.close_if_health_check_failed()  # as Django's own cursor begins
    connection.ensure_connection()
    bare = psycopg.Cursor(connection.connection)
    bare.connection.prepare_threshold = 0  # of no effect on Django's own cursors, which send text alone
    return connection.make_cursor(bare)


def row_of(model, *, locked=False, **unique):
    """Return the row of ``model`` with these values, of which there is one at most: ``row_of(Tenant, slug="acme")``.

    None where there is no such row. ``locked`` takes it for this transaction, as it is once nobody else holds it.
    """
    sql, names, converted = _reading(model, locked, *unique)
    rows = rows_of(sql, list(unique.values()))
    if not rows:
        return None
    row = list(rows[0])
    for place, column, converters in converted:
        for convert in converters:
            row[place] = convert(row[place], column, connection)
    return model.from_db(connection.alias, names, row)


@cache
def _reading(model, locked, *unique):
    """Return the SQL, the names of its columns, and what Django makes of the values in some of these places."""
    quoted, fields = connection.ops.quote_name, model._meta.concrete_fields
    columns = ", ".join(quoted(field.column) for field in fields)
    where = " AND ".join(f"{quoted(model._meta.get_field(name).column)} = %s" for name in unique)
    sql = f"SELECT {columns} FROM {quoted(model._meta.db_table)} WHERE {where}{' FOR UPDATE' * locked}"  # noqa: S608
    converted = [(place, field.cached_col, field.get_db_converters(connection)) for place, field in enumerate(fields)]
    return sql, [field.attname for field in fields], [one for one in converted if one[-1]]
