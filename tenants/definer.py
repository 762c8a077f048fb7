"""Migration steps for the few functions that may look across companies.

Such a function belongs to ``kept_sweeper``, a role nobody can sign in with. It may read the named columns of the rows
that a policy opens to it, and returns nothing but ids.
"""

from django.db import migrations

SWEEPER = "kept_sweeper"


def readable(table, columns, where):
    """Let the sweeper read ``columns`` of the rows of ``table`` for which ``where`` holds."""
    policy = f"{table}_sweep"
    return migrations.RunSQL(
        # Written in migrations only, from constants.
        f"GRANT SELECT ({columns}) ON {table} TO {SWEEPER};"
        f"DROP POLICY IF EXISTS {policy} ON {table};"
        f"CREATE POLICY {policy} ON {table} FOR SELECT TO {SWEEPER} USING ({where});",
        f"DROP POLICY {policy} ON {table}; REVOKE SELECT ({columns}) ON {table} FROM {SWEEPER};",  # noqa: S608
    )


def function(signature, returns, query):
    """Create ``signature`` as a SECURITY DEFINER function of the sweeper.

    ``signature`` is ``name(argument type, ...)``, ``returns`` the columns of its table, ``query`` one SELECT.
    """
    return migrations.RunSQL(
        f"GRANT CREATE ON SCHEMA public TO {SWEEPER};"
        f"CREATE FUNCTION {signature} RETURNS TABLE ({returns}) LANGUAGE sql STABLE SECURITY DEFINER "
        f"SET search_path = public, pg_temp AS $kept${query}$kept$;"
        f"ALTER FUNCTION {signature} OWNER TO {SWEEPER};"
        f"REVOKE CREATE ON SCHEMA public FROM {SWEEPER};",
        f"DROP FUNCTION {signature};",
    )
