"""A scheduler or a worker that stands still is seen."""

import http.client
import json
import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.utils import timezone

from tenants.models import Heartbeat
from tenants.outbox import send
from tests.plugins.processes import until

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

CASES = {"cases.sweep_alarms", "cases.sweep_triage"}


def ready(web):
    place = urlsplit(web.address)
    asked = http.client.HTTPConnection(place.hostname, place.port, timeout=30)
    asked.request("GET", "/readyz")
    answer = asked.getresponse()
    return answer.status, json.loads(answer.read())


def test_silence_is_named_until_the_sweeps_run_again(house):
    web = house.web()
    assert ready(web)[0] == 200
    assert set(ready(web)[1]["silent_sweeps"]) >= CASES
    worker, beat = house.worker(), house.beat()
    until(lambda: not CASES & set(ready(web)[1]["silent_sweeps"]), "the sweeps have been through", within=90)
    worker.stop()
    Heartbeat.objects.update(finished_at=timezone.now() - timedelta(minutes=2))
    assert set(ready(web)[1]["silent_sweeps"]) >= CASES
    assert beat.is_running()


def ended(worker):
    """The names of the tasks that ended well, as the worker noted them last of all."""
    return re.findall(r"Task ([\w.]+)\[[^]]+\] succeeded", worker.words())


def cut_other_connections():
    """End every connection to the test database but this one, as a restart of PostgreSQL does."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
            "WHERE datname = current_database() AND usename = current_user AND pid <> pg_backend_pid()"
        )
        return cursor.fetchone()[0]


def test_a_worker_gets_over_a_database_that_was_restarted(worker):
    """It is idle when that happens: no beat runs, and the sweep before has ended."""
    assert send("cases.sweep_alarms")
    until(lambda: "cases.sweep_alarms" in ended(worker), "the first sweep has been through")
    assert cut_other_connections() >= 1
    cut_at = timezone.now()
    assert send("cases.sweep_alarms")
    fresh = Heartbeat.objects.filter(name="cases.sweep_alarms", finished_at__gt=cut_at)
    until(fresh.exists, "a sweep has been through since")
    assert "OperationalError" not in worker.words()
    assert worker.is_running()
