"""A step runs for the company in its message; a sweep leaves a heartbeat when it has been through."""

from datetime import timedelta

import pytest
from celery import current_app, shared_task
from django.utils import timezone

from tenants.current import TenantRequired, require_tenant_id
from tenants.models import Heartbeat
from tenants.tasks import SweepTask, TenantTask

pytestmark = pytest.mark.django_db


@shared_task(name="tests.step", base=TenantTask)
def step():
    return require_tenant_id()


@shared_task(name="tests.sweep", base=SweepTask)
def sweep(is_well=True):
    assert is_well


def run(task, *args, **options):
    return task.apply(args=args, throw=True, **options).result


def test_a_step_runs_for_the_company_of_its_message(acme):
    assert run(step, headers={"tenant": str(acme.pk)}) == acme.pk


def test_a_step_without_a_company_is_refused(acme):
    with pytest.raises(TenantRequired, match="tests.step was sent without a company"):
        run(step)
    with pytest.raises(TenantRequired):
        run(step, headers={"other": "1"})


def test_a_sweep_that_has_been_through_leaves_a_heartbeat():
    run(sweep)
    assert Heartbeat.objects.get(name="tests.sweep").finished_at > timezone.now() - timedelta(minutes=1)


def test_a_sweep_that_fails_stays_silent():
    with pytest.raises(AssertionError):
        run(sweep, False)
    assert not Heartbeat.objects.filter(name="tests.sweep").exists()


@pytest.fixture
def often():
    """The sweeps that are expected within a minute and a half."""
    return sorted(name for name, entry in current_app.conf.beat_schedule.items() if entry["schedule"] <= 60)


def silent_sweeps(client):
    return client.get("/readyz").json()["silent_sweeps"]


def test_readiness_names_the_sweeps_that_are_silent(client, often):
    assert silent_sweeps(client) == often
    for name in often:
        Heartbeat.objects.beat(name)
    assert silent_sweeps(client) == []
    Heartbeat.objects.beat("cases.sweep_alarms", at=timezone.now() - timedelta(minutes=2))
    assert silent_sweeps(client) == ["cases.sweep_alarms"]


def test_every_sweep_in_the_schedule_leaves_heartbeats(often):
    current_app.loader.import_default_modules()
    assert [name for name in often if not isinstance(current_app.tasks[name], SweepTask)] == []
