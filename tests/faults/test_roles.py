"""Whoever serves or works does so as the role that row-level security holds, or not at all."""

import pytest
from django.db import connection

from tests.plugins.processes import BIN, CELERY, conninfo_of, until
from tests.plugins.services import owner_settings

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def owner_url():
    words = owner_settings()
    return conninfo_of(connection.settings_dict | {"USER": words["USER"], "PASSWORD": words["PASSWORD"]})


def test_a_worker_does_not_start_as_the_owner(house, owner_url):
    worker = house.launch("worker", [*CELERY, "worker", "--pool", "solo"], DATABASE_URL=owner_url)
    until(lambda: not worker.is_running(), "the worker has given up")
    assert worker.process.returncode != 0
    assert "Use kept_web" in worker.words()
    assert " ready." not in worker.words()


def test_the_web_does_not_start_as_the_owner(house, owner_url):
    web = house.launch(
        "web", [BIN / "gunicorn", "--bind", "127.0.0.1:0", "config.wsgi"], DATABASE_URL=owner_url, WEB_CONCURRENCY="1"
    )
    until(lambda: not web.is_running(), "gunicorn has given up")
    assert web.process.returncode != 0
    assert "Use kept_web" in web.words()
