"""The floor below HTTP: the query of the open queue over psycopg, as the web role behind row-level security."""

import time

import psycopg
from psycopg import conninfo as conninfos

from config import embedded

FIRST_FIFTY = """
SELECT c.id, c.number, c.summary, c.priority, a.name, d.name, u.name, c.queue_at, c.opened_at
FROM cases_case c JOIN customers_account a ON a.id = c.account_id
LEFT JOIN routing_department d ON d.id = c.department_id
LEFT JOIN tenants_membership m ON m.id = c.owner_id LEFT JOIN tenants_user u ON u.id = m.user_id
WHERE c.resolved_at IS NULL ORDER BY c.queue_at, c.id LIMIT 50
"""
NTH_KEY = "SELECT queue_at, id FROM cases_case WHERE resolved_at IS NULL ORDER BY queue_at, id OFFSET %s LIMIT 1"


def web_role(company):
    """Connect as kept_web, inside ``company``."""
    words = embedded.database("kept_web")
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    where = {libpq: words[django] for libpq, django in names.items()}
    return psycopg.connect(conninfos.make_conninfo(**where, options=f"-c app.tenant_id={company.pk}"), autocommit=True)


def bare_query(connection):
    """Return a measure of the bare query."""

    def seconds():
        begun = time.perf_counter()
        connection.execute(FIRST_FIFTY).fetchall()
        return time.perf_counter() - begun

    return seconds


def deep_key(connection, depth):
    """Return the address part that begins a page at row ``depth`` of the open queue."""
    moment, pk = connection.execute(NTH_KEY, [depth]).fetchone()
    return f"{moment.isoformat()}~{pk}"
