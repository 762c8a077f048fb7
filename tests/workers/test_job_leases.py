"""A completed job whose call cannot be made comes again ever more rarely, holds up nobody, and heals by itself."""

from datetime import timedelta

import pytest
from django.utils import timezone

from callbacks.models import AfterCare, Callback
from callbacks.tasks import JOBS_AT_ONCE, sweep_jobs
from callbacks.words import Care
from cases.models.triaging import lease_after
from customers.models import Job
from tenants import outbox
from tenants.outbox import send
from tests.cast import as_company, at_once, outside
from tests.factories import AccountFactory, JobFactory, MembershipFactory, PropertyFactory
from tests.plugins.processes import until

SECOND = timedelta(seconds=1)


@pytest.fixture
def sent(monkeypatch):
    """Collect what the sweep sends, instead of a broker."""
    messages = []

    def send_task(name, args, headers, **options):
        messages.append((name, headers.get("tenant"), *args))

    monkeypatch.setattr(outbox.current_app, "send_task", send_task)
    monkeypatch.setattr("callbacks.tasks.waiting", lambda queue: 0)
    return messages


@pytest.fixture
def done(db):
    """Return ``done(company, count)``: jobs at addresses of their own, completed just now, of which nobody heard."""

    def make(company, count=1):
        by = MembershipFactory(tenant=company, role="support")
        sites = [PropertyFactory(account=AccountFactory(tenant=company)) for _ in range(count)]
        jobs = [JobFactory(account=site.account, site=site) for site in sites]
        with as_company(company):
            for job in jobs:
                job.complete(by=by, at=timezone.now() - SECOND)
        return jobs

    return make


def again(job):
    with as_company(job.tenant_id):
        return Job.objects.get(pk=job.pk)


def lease(company, *jobs, now=None):
    with as_company(company):
        return Callback.objects.lease_jobs([job.pk for job in jobs], now or timezone.now())


def swept(sent):
    sent.clear()
    with outside():
        sweep_jobs()
    return sorted(pk for _name, _company, pk in sent)


def test_a_sweep_hands_out_each_job_once_and_alone(acme, globex, done, sent):
    jobs = [*done(acme, 2), *done(globex)]
    assert swept(sent) == sorted(str(job.pk) for job in jobs)
    assert sorted(sent) == sorted(("callbacks.follow_jobs", str(job.tenant_id), str(job.pk)) for job in jobs)
    assert swept(sent) == []


def test_a_job_that_fails_again_and_again_is_tried_ever_more_rarely(acme, done):
    (job,) = done(acme)
    now = timezone.now()
    for attempt in range(6):
        assert lease(acme, job, now=now) == [job.pk]
        row = again(job)
        assert (row.follow_at, row.follow_attempts) == (now + lease_after(attempt), attempt + 1)
        assert lease(acme, job, now=row.follow_at - SECOND) == []
        now = row.follow_at


def test_what_has_followed_and_what_was_reopened_begins_anew(acme, done):
    job, other = done(acme, 2)
    lease(acme, job, other)
    with as_company(acme):
        assert Callback.objects.follow_job(job.pk, timezone.now())
        other.reopen("It leaks", by=None)
        other.complete(by=None)
    assert (again(job).follow_at, again(job).follow_attempts) == (None, 0)
    assert again(other).follow_attempts == 0
    assert lease(acme, job) == []


def test_a_sweep_waits_while_the_workers_are_busy(acme, done, sent, monkeypatch):
    (job,) = done(acme)
    monkeypatch.setattr("callbacks.tasks.waiting", lambda queue: JOBS_AT_ONCE + 1)
    assert (swept(sent), again(job).follow_attempts) == ([], 0)


def test_a_broker_that_goes_away_stops_the_sweep_and_costs_nothing(acme, done, monkeypatch):
    done(acme, 3)
    tries = []
    monkeypatch.setattr("callbacks.tasks.waiting", lambda queue: 0)
    monkeypatch.setattr("callbacks.tasks.send", lambda *args, **_: tries.append(args))
    with outside():
        sweep_jobs()
    assert len(tries) == 1


def test_two_sweeps_at_once_lease_a_job_to_one(transactional_db, acme, done):
    (job,) = done(acme)
    assert sorted(at_once(*[lambda: lease(acme, job)] * 2)) == [[], [job.pk]]


@pytest.mark.django_db(transaction=True)
def test_a_job_that_breaks_its_worker_stops_no_other_and_heals_once_its_cause_is_mended(house, acme, done):
    (job,) = done(acme)
    with as_company(acme):
        AfterCare.objects.write(Care(script="Hi"), by=None, was=0)
        AfterCare.objects.update(works=[None])  # no kind of work begins with that
    house.worker()
    assert send("callbacks.follow_jobs", job.pk, tenant=acme.pk)
    assert send("callbacks.sweep_jobs")
    until(lambda: again(job).follow_attempts == 1, "the sweep has tried again")
    assert again(job).follow_at > timezone.now()
    with as_company(acme):
        AfterCare.objects.update(works=["heater"])
        Job.objects.filter(pk=job.pk).update(follow_at=timezone.now(), kind="Heater")
    assert send("callbacks.sweep_jobs")
    until(lambda: again(job).follow_at is None, "the call has followed")
    with as_company(acme):
        assert Callback.objects.get().jobs == [job]
    assert again(job).follow_attempts == 0
