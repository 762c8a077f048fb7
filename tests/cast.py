"""What tests do with people and companies: step inside, visit pages, count queries, act at the same time."""

import threading
from contextlib import contextmanager
from functools import partial

from django.db import connection, connections, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tenants import current
from tenants.current import current_tenant_id, tenant_scope

TRANSACTION_WORDS = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT", "BEGIN", "COMMIT", "ROLLBACK")


@contextmanager
def outside():
    """Leave the scope that is open, if any, for the length of the block: as a worker or a web process begins."""
    inside = current_tenant_id()
    token = current._current.set(None)
    try:
        if inside and connection.in_atomic_block:
            current._forget_in_outer_transaction()
        yield
    finally:
        current._current.reset(token)
        if inside and connection.in_atomic_block and not connection.needs_rollback:
            current._tell_database(inside, readonly=False)


@contextmanager
def as_company(company, *, readonly=False):
    """Run the block inside ``company``; the scope of another company that is open waits meanwhile."""
    if current_tenant_id() in (None, getattr(company, "pk", company)):
        with tenant_scope(company, readonly=readonly):
            yield company
    else:
        with outside(), tenant_scope(company, readonly=readonly):
            yield company


class Visitor:
    """A browser, signed in as ``member`` or nobody, whose paths are those inside one company.

    ``visitor.get("/cases/")`` asks for ``/acme/cases/``; ``visitor.get(visitor.path("case-detail", 17))`` the same by
    name. ``htmx=True`` asks as HTMX does. Requests run outside of any scope the test has open. ``visitor.raw`` is
    Django's client, for addresses outside of companies.
    """

    def __init__(self, member=None, company=None):
        self.raw = Client()
        self.company = company or member.tenant
        if member is not None:
            self.raw.force_login(member.user, backend="tenants.backends.PasswordBackend")

    def path(self, name, *args):
        """Return the address of the named page inside the company, without the company's part."""
        return reverse(name, args=args, urlconf="config.company_urls")

    def get(self, path, data=None, **extra):
        return self._ask(self.raw.get, path, data, **extra)

    def post(self, path, data=None, **extra):
        return self._ask(self.raw.post, path, data, **extra)

    def _ask(self, ask, path, data, *, htmx=False, **extra):
        if htmx:
            extra["headers"] = {"HX-Request": "true"} | extra.get("headers", {})
        with outside():
            return ask(f"/{self.company.slug}{path}", data or {}, **extra)


def queries_of(act):
    """Return the statements that ``act()`` sends, without the ones that only begin and end transactions.

    ``assert len(queries_of(lambda: visitor.get("/cases/"))) == 9``
    """
    with CaptureQueriesContext(connection) as captured:
        act()
    return [query["sql"] for query in captured if not query["sql"].startswith(TRANSACTION_WORDS)]


def overtaken(change, *acts):
    """Return what ``acts`` return when they wait for rows that ``change`` holds and has changed, each by itself.

    ``change`` is let go once all of them wait for it. Needs the ``transactional_db`` fixture.
    """
    has_changed, is_done = threading.Event(), threading.Event()

    def first():
        with transaction.atomic():
            change()
            has_changed.set()
            while not is_done.wait(0.01) and _waiting() < len(acts):
                pass

    def second(act):
        assert has_changed.wait(30)
        try:
            return act()
        finally:
            is_done.set()

    _changed, *outcomes = at_once(first, *(partial(second, act) for act in acts))
    return outcomes


# Whoever waits for this connection, or for somebody who does.
WAITING = """
WITH RECURSIVE waiting (pid) AS (
  SELECT pid FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))
  UNION SELECT l.pid FROM pg_locks l JOIN waiting w ON w.pid = ANY(pg_blocking_pids(l.pid)) WHERE NOT l.granted
) SELECT count(*) FROM waiting
"""


def _waiting():
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return cursor.fetchone()[0]


def at_once(*acts):
    """Run each of ``acts`` on a thread and a database connection of its own, all let go at the same moment.

    Return in order what each returned, or the exception it raised. Needs the ``transactional_db`` fixture, because
    only what is committed is seen by others.
    """
    barrier = threading.Barrier(len(acts), timeout=30)
    outcomes = [None] * len(acts)

    def run(place, act):
        try:
            with (
                connection.cursor() as cursor
            ):  # whoever comes second waits for the first, however slow this machine is
                cursor.execute("SET lock_timeout = '30s'")
            barrier.wait()
            outcomes[place] = act()
        except Exception as error:  # noqa: BLE001 - it is the outcome
            outcomes[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads), "somebody still waits"
    return outcomes


def each(company, act, *things):
    """Let ``act(thing)`` run at once for every thing, each inside the company, and return what came of it."""

    def inside(thing):
        def run():
            with as_company(company):
                return act(thing)

        return run

    return at_once(*(inside(thing) for thing in things))
