"""Which jobs a call after the job is about, and by when it is due, as they are done, reopened and done again."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from callbacks.models import Callback
from customers.models import Job
from tenants import outbox
from tests.factories import CallbackFactory, ContactFactory, JobFactory, PropertyFactory
from timeline.models import Entry

from .moments import HOUR, fresh, kinds
from .test_after_job import FRIDAY_AT_THREE, MONDAY_AT_FIVE, beside, done, numbers

pytestmark = pytest.mark.usefixtures("in_acme", "departments")
MONDAY_AT_THREE = MONDAY_AT_FIVE - 2 * HOUR


@pytest.fixture(autouse=True)
def crew(ada, boss):
    return ada, boss


@pytest.fixture
def job(account):
    return JobFactory(account=account, site=PropertyFactory(account=account), number="J-1", kind="Heater installation")


def again(job):
    return Job.objects.get(pk=job.pk)


def line(call, kind):
    return Entry.objects.about("callback", call.pk).get(kind=f"callbacks-{kind}")


@pytest.fixture
def call(job, ada):
    return done(job, ada)


@pytest.fixture
def second(call, job, ada):
    """Another job at the same address, done three days later, which joins the call."""
    found = beside(job)
    done(found, ada, at=MONDAY_AT_THREE)
    return found


class TestOnce:
    def test_the_hint_is_sent_when_it_is_completed(self, job, ada, monkeypatch, django_capture_on_commit_callbacks):
        sent = []
        monkeypatch.setattr(outbox.current_app, "send_task", lambda name, args, **_: sent.append((name, *args)))
        with django_capture_on_commit_callbacks(execute=True):
            job.complete(by=ada, at=FRIDAY_AT_THREE)
        assert ("callbacks.follow_jobs", str(job.pk)) in sent

    def test_one_completion_is_one_call_even_when_it_was_made(self, call, job, ada):
        call.log_attempt("reached", by=ada, happy=True)
        again(job).let_follow(at=FRIDAY_AT_THREE)
        assert Callback.objects.follow_job(job.pk, FRIDAY_AT_THREE) == call
        assert (Callback.objects.count(), numbers(fresh(call))) == (1, ["J-1"])

    def test_the_database_takes_no_second_open_call_at_an_address(self, call, job, ada):
        other = done(JobFactory(account=job.account, site=PropertyFactory(account=job.account)), ada)
        with pytest.raises(IntegrityError, match="callbacks_one_per_site"), transaction.atomic():
            Callback.objects.filter(pk=other.pk).update(site=job.site)

    def test_of_several_contacts_the_first_one_is_called(self, job, ada):
        first, _other = (ContactFactory(account=job.account) for _ in range(2))
        assert done(job, ada).contact == first


class TestJoining:
    def test_both_lines_name_the_job(self, call, second, job, ada):
        assert line(call, "job-joined").facts["job"] == ["J-2", "Sewer replacement"]
        again(job).reopen("It leaks", by=ada)
        left = line(call, "job-left").facts
        assert (left["job"], left["due_at"]) == (["J-1", "Heater installation"], fresh(call).due_at.isoformat())

    def test_jobs_without_an_address_join_no_call_that_is_about_no_job(self, account, ada):
        call = CallbackFactory(account=account, by=ada, kind="proactive", at=FRIDAY_AT_THREE)
        assert done(JobFactory(account=account), ada) != call

    def test_a_call_of_another_kind_about_the_job_is_joined_by_none(self, job, ada):
        asked = CallbackFactory(account=job.account, by=ada, job=job, kind="status_update", at=FRIDAY_AT_THREE)
        assert done(job, ada) != asked


class TestLeaving:
    def test_the_first_one_that_stays_keeps_the_time(self, call, second, ada):
        again(second).reopen("It leaks", by=ada)
        row = fresh(call)
        assert (row.due_at, row.due_version, numbers(row)) == (MONDAY_AT_FIVE, 1, ["J-1"])

    def test_a_time_that_was_agreed_stays_whichever_job_is_left(self, call, second, job, ada):
        agreed = MONDAY_AT_THREE + timedelta(days=7)
        call.move(agreed, "They asked", by=ada, at=MONDAY_AT_THREE)
        again(job).reopen("It leaks", by=ada)
        assert (fresh(call).due_at, fresh(call).due_version) == (agreed, 2)

    def test_it_counts_from_the_earliest_of_those_that_are_left(self, call, second, job, ada):
        third = beside(job, number="J-3")
        done(third, ada, at=MONDAY_AT_THREE + HOUR)
        again(job).reopen("It leaks", by=ada)
        assert (fresh(call).job, fresh(call).due_facts["start"]) == (second, MONDAY_AT_THREE.isoformat())

    def test_what_was_missed_stays_missed_while_the_ladder_begins_anew(self, call, second, job, ada):
        third = beside(job, number="J-3")
        done(third, ada, at=MONDAY_AT_THREE + HOUR)
        Callback.objects.ring([call.pk], MONDAY_AT_FIVE + timedelta(hours=16, minutes=30))
        assert (fresh(call).missed_at, fresh(call).rung) == (MONDAY_AT_FIVE, 3)
        for one in (job, second):
            again(one).reopen("It leaks", by=ada)
            row = fresh(call)
            assert (row.missed_at, row.missed_before, row.rung) == (None, True, 0)
        assert (row.due_version, numbers(row)) == (3, ["J-3"])

    def test_what_was_in_time_until_then_was_never_missed(self, call, second, job, ada):
        again(job).reopen("It leaks", by=ada)
        assert fresh(call).missed_before is False

    def test_other_promises_about_the_job_stand(self, call, job, ada):
        asked = CallbackFactory(account=job.account, by=ada, job=job, kind="status_update", at=FRIDAY_AT_THREE)
        again(job).reopen("It leaks", by=ada)
        assert (fresh(call).status, fresh(asked).status) == ("withdrawn", "open")

    def test_of_a_call_that_was_made_nothing_is_taken_out(self, call, job, ada):
        call.log_attempt("reached", by=ada, happy=True)
        before = kinds(call)
        call.take_out(job, by=ada)
        assert (numbers(fresh(call)), fresh(call).status, kinds(call)) == (["J-1"], "done", before)

    def test_it_happens_at_the_moment_that_is_told(self, call, job, ada):
        call.take_out(job, by=ada, at=MONDAY_AT_THREE)
        assert (fresh(call).finished_at, fresh(call).finished_by) == (MONDAY_AT_THREE, ada)
