"""The three roles of the database, and what each may do in it.

kept_owner owns the tables and migrates; row-level security does not hold it. kept_web serves requests and tasks; it
owns nothing and row-level security holds it. kept_sweeper cannot log in; it owns the few functions that look across
companies.
"""

import os
import sys

import psycopg
from psycopg import conninfo as conninfos
from psycopg import sql

from config import embedded

WEB_SETTINGS = {
    "statement_timeout": "15s",
    "lock_timeout": "3s",
    "idle_in_transaction_session_timeout": "60s",
    # A page reads a few rows by an index: starting helpers costs more than they save.
    "max_parallel_workers_per_gather": "0",
    # The joins are from a row to what it points at, in the order written: looking for a better one takes longer.
    "join_collapse_limit": "4",
}
ATTRIBUTES = {
    "kept_owner": "LOGIN NOSUPERUSER CREATEDB NOCREATEROLE BYPASSRLS",
    "kept_web": "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS",
    "kept_sweeper": "NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS",
}


def prepare_cluster(conninfo, passwords):
    """Make or correct the three roles. Needs a superuser.

    ``passwords``: for kept_owner and kept_web.
    """
    with psycopg.connect(conninfo, autocommit=True) as connection:
        run = connection.execute
        for role, attributes in ATTRIBUTES.items():
            known = run("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
            verb, name = sql.SQL("ALTER" if known else "CREATE"), sql.Identifier(role)
            run(sql.SQL("{} ROLE {} {}").format(verb, name, sql.SQL(attributes)))
            if role in passwords:
                run(sql.SQL("ALTER ROLE {} PASSWORD {}").format(name, sql.Literal(passwords[role])))
        run("GRANT kept_sweeper TO kept_owner WITH INHERIT FALSE, SET TRUE")
        # Whoever drops a database or restores one ends the sessions that are still in it.
        run("GRANT pg_signal_backend TO kept_owner")
        for setting, value in WEB_SETTINGS.items():
            run(sql.SQL("ALTER ROLE kept_web SET {} = {}").format(sql.Identifier(setting), sql.Literal(value)))


def make_database(conninfo, name):
    """Make the database ``name``, owned by kept_owner, unless it exists. Needs a superuser or kept_owner."""
    with psycopg.connect(conninfo, autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            connection.execute(sql.SQL("CREATE DATABASE {} OWNER kept_owner").format(sql.Identifier(name)))


def prepare_database(conninfo):
    """Grant what every table made later by kept_owner allows the others. Needs kept_owner, in that very database."""
    with psycopg.connect(conninfo) as connection:
        for statement in (
            "GRANT USAGE ON SCHEMA public TO kept_web, kept_sweeper",
            "ALTER DEFAULT PRIVILEGES FOR ROLE kept_owner IN SCHEMA public"
            " GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO kept_web",
            "ALTER DEFAULT PRIVILEGES FOR ROLE kept_owner IN SCHEMA public"
            " GRANT USAGE, SELECT ON SEQUENCES TO kept_web",
        ):
            connection.execute(statement)


def prepare_embedded():
    """Make the roles and the database of the embedded server."""
    from config.engines import postgres

    where = postgres().conninfo
    admin = conninfos.make_conninfo(**where, dbname="postgres", password=embedded.secret("postgres"))
    prepare_cluster(admin, {role: embedded.secret(role) for role in ("kept_owner", "kept_web")})
    make_database(admin, "kept")
    owner = where | {"user": "kept_owner", "password": embedded.secret("kept_owner")}
    prepare_database(conninfos.make_conninfo(**owner, dbname="kept"))


def main():
    """Prepare the server of a deployment: DATABASE_ADMIN_URL prepares what the other two URLs name."""
    urls = {name: os.environ.get(name) for name in ("DATABASE_ADMIN_URL", "DATABASE_OWNER_URL", "DATABASE_URL")}
    if missing := [name for name, url in urls.items() if not url]:
        sys.exit(f"{', '.join(missing)} not set: the roles are made with the first and for the other two.")
    admin, owner, web = (conninfos.conninfo_to_dict(url) for url in urls.values())
    if (owner.get("user"), web.get("user")) != ("kept_owner", "kept_web"):
        sys.exit("DATABASE_OWNER_URL has to name the role kept_owner, and DATABASE_URL the role kept_web.")
    passwords = {"kept_owner": owner.get("password"), "kept_web": web.get("password")}
    if not all(passwords.values()):
        sys.exit("DATABASE_OWNER_URL and DATABASE_URL have to carry a password.")
    prepare_cluster(urls["DATABASE_ADMIN_URL"], passwords)
    make_database(urls["DATABASE_ADMIN_URL"], owner["dbname"])
    prepare_database(urls["DATABASE_OWNER_URL"])
    print("The roles kept_owner, kept_web and kept_sweeper and the database are ready.")


if __name__ == "__main__":
    main()
