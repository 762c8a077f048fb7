"""Callbacks come due before real workers: the ladder is climbed by the sweep, and whom nobody keeps gets somebody."""

from datetime import timedelta

import pytest
from django.utils import timezone

from callbacks.models import Callback
from inbox.models import Notification
from tenants.outbox import send
from tenants.tasks import due_work
from tests.cast import as_company, outside
from tests.factories import AccountFactory, CallbackFactory, JobFactory, MembershipFactory, PropertyFactory
from tests.plugins.processes import until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def account(acme):
    return AccountFactory(tenant=acme)


@pytest.fixture
def crew(acme):
    """A manager and somebody of the office."""
    return MembershipFactory(tenant=acme, role="manager"), MembershipFactory(tenant=acme, role="support")


def missed(account, owner):
    """An emergency that was to be answered two hours ago."""
    return CallbackFactory(account=account, by=owner, kind="emergency", at=timezone.now() - timedelta(hours=3))


def found(function):
    with outside():
        return [pk for _tenant, pk in due_work(function, 100)]


def test_the_sweep_finds_what_has_something_to_say(acme, account, crew):
    due, kept = missed(account, crew[1]), missed(account, crew[1])
    with as_company(acme):
        kept.log_attempt("reached", by=crew[1], note="All is well")
        CallbackFactory(account=account, by=crew[1])
    assert found("kept_callbacks_alarmed") == [due.pk]


def test_the_sweep_lives_at_the_moment_of_a_replayed_company(acme, account, crew):
    missed(account, crew[1])
    type(acme).objects.filter(pk=acme.pk).update(clock_at=timezone.now() - timedelta(days=2))
    assert found("kept_callbacks_alarmed") == []


def test_the_sweep_finds_what_nobody_keeps_any_more(acme, account, crew):
    callback = CallbackFactory(account=account, by=crew[1])
    assert found("kept_callbacks_orphaned") == []
    with as_company(acme):
        crew[1].deactivate(by=crew[0])
    assert found("kept_callbacks_orphaned") == [callback.pk]


def test_workers_climb_the_ladder_and_keep_what_was_left_behind(house, acme, account, crew):
    late, left = missed(account, crew[1]), CallbackFactory(account=account, owner=crew[1])
    house.worker()
    assert send("callbacks.sweep_alarms")

    def told(member):
        with as_company(acme):
            return list(Notification.objects.filter(member=member, subject_id=late.pk).values_list("what", flat=True))

    until(lambda: "callbacks-branch" in told(crew[0]), "those who run the branch are told")
    assert "callbacks-due" in told(crew[1])
    with as_company(acme):
        crew[1].deactivate(by=crew[0])
    assert send("callbacks.sweep_orphans")

    def owners():
        with as_company(acme):
            return set(Callback.objects.filter(pk__in=[late.pk, left.pk]).values_list("owner", flat=True))

    until(lambda: owners() == {crew[0].pk}, "the manager keeps both")


def test_the_sweep_finds_jobs_from_which_a_call_is_still_to_follow(acme, account, crew):
    jobs = [JobFactory(account=account) for _ in range(3)]
    with as_company(acme):
        for job in jobs[:2]:
            job.complete(by=crew[1])
        Callback.objects.follow_job(jobs[0].pk, timezone.now())
    assert found("kept_jobs_completed") == [jobs[1].pk]


def test_calls_follow_from_jobs_whose_hints_were_lost(house, acme, account, crew):
    """Nobody hears that they are completed, and then two workers are asked for everything, twice."""
    sites = [PropertyFactory(account=account) for _ in range(4)]
    jobs = [JobFactory(account=account, site=site) for site in (*sites, *sites)]
    with as_company(acme):
        for job in jobs:
            job.complete(by=crew[1])
    house.worker()
    house.worker()
    for _ in range(2):
        assert send("callbacks.sweep_jobs")

    def listed():
        with as_company(acme):
            return sorted(len(call.jobs) for call in Callback.objects.open())

    until(lambda: listed() == [2, 2, 2, 2], "each address has one call about both of its jobs")
    assert found("kept_jobs_completed") == []
