"""A change of many cases ends, and changes each once, though its message is lost and its worker dies in the middle."""

from uuid import uuid4

import pytest
from django.db import connection

from cases.models import BulkJob, Case
from inbox.models import Notification
from tests.cast import as_company
from tests.factories import AccountFactory, CaseFactory
from tests.plugins.processes import until
from timeline.models import Entry

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

MANY = 200
HELD = 60  # in the third step of twenty-five


@pytest.fixture
def cases(acme):
    account = AccountFactory(tenant=acme)
    with as_company(acme):
        return [CaseFactory(account=account, triaged=True) for _ in range(MANY)]


def somebody_waits():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return cursor.fetchone()[0]


def read(job):
    with as_company(job.tenant_id):
        return BulkJob.objects.get(pk=job.pk)


def test_an_emptied_broker_and_a_killed_worker_cost_no_case_and_double_none(house, broker, acme, ada, max, cases):
    picked = [(case.number, case.version, None) for case in cases]
    with as_company(acme):
        job = BulkJob.objects.begin("assign", {"member": str(ada.pk)}, picked, by=max, key=uuid4())
    until(lambda: broker.waiting("fast"), "the message waits")
    broker.empty()
    house.beat()
    with as_company(acme):
        Case.objects.locked().get(pk=cases[HELD].pk)  # somebody has it open, until this block ends
        worker = house.worker()
        until(somebody_waits, "the worker is in the middle of a step")
        worker.kill()
    done = read(job).outcomes
    assert 0 < len(done) <= HELD
    with as_company(acme):
        assert Entry.objects.filter(kind="cases-assigned").count() == len(done)  # of the step, nothing
    second = house.worker()
    until(lambda: read(job).finished_at, "the job ends", within=120)
    with as_company(acme):
        for case, was in zip(Case.objects.order_by("number"), cases, strict=True):
            assert (case.owner_id, case.version) == (ada.pk, was.version + 1)
        told = list(Entry.objects.filter(kind="cases-assigned").values_list("subject_id", flat=True))
        assert len(told) == len(set(told)) == MANY
        assert Notification.objects.filter(member=ada, what="cases-assigned").count() == MANY
    report = read(job).report()
    assert [number for number, *_rest in report] == [case.number for case in cases]
    assert {outcome for _number, outcome, *_rest in report} == {"done"}
    assert not read(job).gave_up
    assert second.is_running()
