"""A real browser before a real server: one gunicorn and one Celery worker for all tests, an empty database for each.

``visit(ada)`` is a page of a browser of her own in which Ada is signed in. Every page is watched: a test in which a
browser complained (a console error, an exception, a breach of the content security policy) fails.
"""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import expect

from tests.plugins.processes import Broker, House, until

from . import world
from .watching import Watch, session_of

CHROMIUM_FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MS = 15_000


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session", autouse=True)
def queries_beside_a_running_loop():
    """Playwright keeps an event loop running in this thread until the session ends; Django would refuse queries."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


@pytest.fixture(scope="session")
def site(django_db_setup):
    """The house as it is served, on a broker of its own to which only its web process sends."""
    folder = Path(tempfile.mkdtemp(prefix="kept-", dir="/tmp"))  # a socket's path must be short
    broker = Broker(folder)
    house = House(broker, folder, connection.settings_dict)
    try:
        broker.start()
        worker = house.worker(queues="fast,bulk", wait=False)
        house.environment["WEB_THREADS"] = "4"  # as `make run` serves
        web = house.web(workers=2)
        worker.once(lambda: " ready." in worker.words(), "is ready")
        yield web
    finally:
        house.reap()
        broker.process.kill()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def base_url(site):
    return site.address


@pytest.fixture(scope="session")
def browser_type_launch_args():
    path = shutil.which(os.environ.get("CHROMIUM", "chromium"))
    assert path, "The browser tests need Chromium (Debian: apt-get install chromium)."
    return {"executable_path": path, "args": CHROMIUM_FLAGS, "chromium_sandbox": False}


@pytest.fixture(scope="session")
def browser_context_args(base_url):
    return {
        "base_url": base_url,
        "viewport": {"width": 1440, "height": 900},
        "locale": "en-US",
        "reduced_motion": "reduce",
    }


@pytest.fixture
def watch(site, settings):
    """What the browsers of this test complain of; nothing may be left at its end."""
    settings.MEDIA_ROOT = str(site.log.parent / "media")
    world.let_sweeps_be_heard()  # else every page says that nobody works in the background
    watch = Watch()
    yield watch
    until(nobody_else_asks, "the servers have answered")  # the tables are emptied next, which must not cross a request
    assert watch.complaints == []


def nobody_else_asks():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"
        )
        return cursor.fetchone() == (0,)


@pytest.fixture
def visit(watch, new_context, base_url):
    """Return ``visit(member=None, **options)``: a page of a new browser, signed in as the member or as nobody."""
    expect.set_options(timeout=PATIENCE_MS)

    def arrive(member=None, **options):
        context = new_context(**options)
        context.set_default_timeout(PATIENCE_MS)
        watch.over(context)
        if member is not None:
            context.add_cookies([{"name": "sessionid", "value": session_of(member), "url": base_url}])
        return context.new_page()

    return arrive
