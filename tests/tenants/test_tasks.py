"""Work in the background knows its company from the message and from nowhere else."""

from uuid import uuid4

import pytest
from celery import shared_task
from django.db import transaction

from config.celery import app
from customers.models import Account
from tenants.current import TenantRequired, current_tenant_id, tenant_scope
from tenants.models import Heartbeat
from tenants.outbox import later
from tenants.tasks import SweepTask, TenantTask
from tests.factories import AccountFactory

HOUSE = ("tenants", "timeline", "evidence", "inbox", "customers", "routing", "cases", "tickets", "warranty", "meetings")
app.autodiscover_tasks(force=True)
TASKS = sorted(task.name for task in app.tasks.values() if task.__module__.split(".")[0] in HOUSE)
# These ask for a step per company, and read no company's rows themselves.
FOR_EVERY_COMPANY = {"evidence.tidy", "inbox.prune", "cases.prune"}


@shared_task(name="tests.names", base=TenantTask)
def names():
    return [account.name for account in Account.objects.by_name()]


@shared_task(name="tests.rename", base=TenantTask)
def rename():
    Account.objects.update(name="Changed")
    raise ZeroDivisionError


def run(task, *args, company=None, **headers):
    return task.apply(args=args, headers={"tenant": str(company.pk)} if company else headers, throw=True).get()


def test_a_step_works_for_the_company_of_its_message(acme, globex):
    AccountFactory(tenant=acme, name="Ours")
    AccountFactory(tenant=globex, name="Theirs")
    assert run(names, company=acme) == ["Ours"]
    assert run(names, company=globex) == ["Theirs"]
    assert current_tenant_id() is None


def test_a_step_that_fails_leaves_nothing_behind(acme):
    AccountFactory(tenant=acme, name="Ours")
    with pytest.raises(ZeroDivisionError):
        run(rename, company=acme)
    assert run(names, company=acme) == ["Ours"]
    assert current_tenant_id() is None


@pytest.mark.parametrize("headers", [{}, {"tenant": ""}, {"tenant": None}])
def test_a_step_without_a_company_is_an_error(db, headers):
    with pytest.raises(TenantRequired, match="tests.names was sent without a company"):
        run(names, **headers)


def test_the_house_has_tasks():
    assert {"cases.triage", "cases.sweep_triage", "evidence.clean"} <= set(TASKS)


@pytest.mark.parametrize("name", TASKS)
def test_every_task_either_sweeps_or_refuses_to_guess_its_company(db, name):
    task = app.tasks[name]
    if not isinstance(task, SweepTask) and name not in FOR_EVERY_COMPANY:
        with pytest.raises(TenantRequired):
            run(task, uuid4())


def test_a_sweep_leaves_a_heartbeat(db):
    @shared_task(name="tests.sweep", base=SweepTask)
    def sweep():
        assert current_tenant_id() is None

    run(sweep)
    assert [beat.name for beat in Heartbeat.objects.all()] == ["tests.sweep"]


def test_asking_for_work_outside_of_a_company_is_an_error(db):
    with pytest.raises(TenantRequired):
        later("tests.names")


def test_work_is_asked_for_after_the_commit_with_the_company_in_the_header(
    acme, monkeypatch, django_capture_on_commit_callbacks
):
    sent = []
    monkeypatch.setattr(app, "send_task", lambda name, **options: sent.append((name, options)))
    with django_capture_on_commit_callbacks(execute=True):
        with tenant_scope(acme):
            later("tests.names", uuid4())
        assert sent == []
    [(name, options)] = sent
    assert (name, options["headers"]) == ("tests.names", {"tenant": str(acme.pk)})


def test_work_of_a_transaction_that_failed_is_never_asked_for(acme, monkeypatch, django_capture_on_commit_callbacks):
    sent = []
    monkeypatch.setattr(app, "send_task", lambda name, **options: sent.append(name))

    def fail():
        with transaction.atomic(), tenant_scope(acme):
            later("tests.names")
            1 / 0  # noqa: B018

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError):
        fail()
    assert sent == []


def test_a_broker_that_is_away_costs_nothing(acme, monkeypatch, django_capture_on_commit_callbacks):
    tries = []

    def away(name, **options):
        tries.append(name)
        raise OSError("no route")

    monkeypatch.setattr(app, "send_task", away)
    with django_capture_on_commit_callbacks(execute=True), tenant_scope(acme):
        later("tests.names")
        later("tests.names")
    assert tries == ["tests.names"]  # the second does not wait for a broker that has just not answered
