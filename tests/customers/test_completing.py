"""A job is completed and reopened: each said once in its feed, whoever clicks twice."""

from datetime import UTC, datetime

import pytest

from customers.models import CannotReopen, Job
from tests.cases.test_two_hands import each
from tests.cast import as_company
from tests.factories import AccountFactory, JobFactory, MembershipFactory

AT = datetime(2026, 11, 20, 20, tzinfo=UTC)


def fresh(job):
    return Job.objects.get(pk=job.pk)


def feed(job):
    return [(line.kind, line.actor, line.audience, line.body) for line in job.feed().order_by("recorded_at", "id")]


@pytest.fixture
def job(acme):
    return JobFactory(account=AccountFactory(tenant=acme))


@pytest.mark.usefixtures("in_acme")
class TestVerbs:
    def test_completing_says_when_and_by_whom_and_twice_is_once(self, job, ada, max):
        job.complete(by=ada, at=AT)
        fresh(job).complete(by=max)
        row = fresh(job)
        assert (row.status, row.completed_at, row.completed_by) == ("completed", AT, ada)
        assert feed(job) == [("customers-completed", ada, "customer", "")]

    def test_reopening_takes_that_back_and_says_why(self, job, ada, max):
        job.complete(by=ada, at=AT)
        for _ in range(2):
            fresh(job).reopen("  The seal drips ", by=max)
        row = fresh(job)
        assert (row.status, row.completed_at, row.completed_by) == ("active", None, None)
        assert feed(job)[1:] == [("customers-reopened", max, "internal", "The seal drips")]

    def test_reopening_needs_a_reason(self, job, ada):
        job.complete(by=ada)
        with pytest.raises(CannotReopen):
            job.reopen(" ", by=ada)
        assert fresh(job).is_completed

    def test_what_is_done_again_is_said_again(self, job, ada):
        job.complete(by=ada, at=AT)
        job.reopen("The seal drips", by=ada)
        fresh(job).complete(by=ada)
        assert [line[0] for line in feed(job)] == ["customers-completed", "customers-reopened", "customers-completed"]


@pytest.mark.django_db(transaction=True)
def test_two_hands_complete_it_once(acme, job):
    hands = [MembershipFactory(tenant=acme, role="support") for _ in range(3)]
    each(acme, lambda hand: fresh(job).complete(by=hand), *hands)
    with as_company(acme):
        assert len(feed(job)) == 1
        assert fresh(job).completed_by in hands
