"""Filling large tables quickly as their owner: without their indexes and foreign keys, which come back at the end."""

import contextlib

import psycopg
from psycopg import conninfo as conninfos

from config import embedded

_CONSTRAINTS = """
SELECT 'ALTER TABLE ' || conrelid::regclass || ' DROP CONSTRAINT ' || quote_ident(conname),
       'ALTER TABLE ' || conrelid::regclass || ' ADD CONSTRAINT ' || quote_ident(conname) || ' '
           || pg_get_constraintdef(oid)
FROM pg_constraint c
WHERE conrelid = %s::regclass AND (contype = 'f' OR contype = 'u' AND NOT EXISTS
    (SELECT 1 FROM pg_constraint f WHERE f.contype = 'f' AND f.conindid = c.conindid))
ORDER BY contype DESC
"""
_INDEXES = """
SELECT 'DROP INDEX ' || i.indexrelid::regclass, pg_get_indexdef(i.indexrelid)
FROM pg_index i
WHERE i.indrelid = %s::regclass AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = i.indexrelid)
"""


def owner():
    """Connect as the owner of the tables, whom row-level security does not hold."""
    words = embedded.database("kept_owner")
    names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    return psycopg.connect(
        conninfos.make_conninfo(**{libpq: words[django] for libpq, django in names.items()}), autocommit=True
    )


@contextlib.contextmanager
def bare(connection, *tables):
    """Take the indexes and foreign keys of ``tables`` away for the length of the block."""
    taken = [
        pair
        for table in tables
        for catalogue in (_CONSTRAINTS, _INDEXES)
        for pair in connection.execute(catalogue, [table]).fetchall()
    ]
    for drop, _create in taken:
        connection.execute(drop)
    yield
    connection.execute("SET maintenance_work_mem = '1GB'")
    for _drop, create in taken:
        connection.execute(create)
