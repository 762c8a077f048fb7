"""Calls that follow from a large job by themselves: one for each address, taken back when it is reopened."""

from datetime import UTC, datetime, timedelta

import pytest

from callbacks.explanations import why_due
from callbacks.models import AfterCare, Callback
from callbacks.words import Care
from customers.models import Job
from tests.factories import AccountFactory, ContactFactory, JobFactory, MembershipFactory, PropertyFactory

from .moments import HOUR, fresh, kinds, told

pytestmark = pytest.mark.usefixtures("in_acme", "departments")
FRIDAY_AT_THREE = datetime(2026, 11, 20, 20, tzinfo=UTC)  # 15:00 at Acme
MONDAY_AT_EIGHT = datetime(2026, 11, 23, 13, tzinfo=UTC)
MONDAY_AT_FIVE = datetime(2026, 11, 23, 22, tzinfo=UTC)


@pytest.fixture(autouse=True)
def crew(ada, boss):
    return ada, boss


@pytest.fixture
def job(account):
    return JobFactory(account=account, site=PropertyFactory(account=account), number="J-1", kind="Heater installation")


def beside(job, **fields):
    """Another job at the same address."""
    return JobFactory(account=job.account, site=job.site, **{"kind": "Sewer replacement", "number": "J-2"} | fields)


def done(job, by, at=FRIDAY_AT_THREE):
    """Complete it and let the call follow, as a worker does a minute later."""
    job.complete(by=by, at=at)
    return Callback.objects.follow_job(job.pk, at + HOUR / 60)


def numbers(call):
    return [job.number for job in call.jobs]


class TestWhatFollows:
    def test_a_call_to_the_customer_s_contact_with_one_owner(self, job, ada):
        contact = ContactFactory(account=job.account, name="Rosa Delgado", phone_e164="(716) 555-0142")
        call = done(job, ada)
        assert (call.kind, call.account, call.contact, call.job) == ("proactive", job.account, contact, job)
        assert (call.phone, call.reason) == ("+17165550142", "After the job: Heater installation")
        assert (call.branch, call.site, call.promised_by, numbers(call)) == (job.branch, job.site, None, ["J-1"])
        assert call.promised_at == FRIDAY_AT_THREE + HOUR / 60
        assert call.owner is not None
        assert kinds(call) == ["promised"]

    def test_completed_on_a_friday_it_is_clamped_to_monday_and_says_so(self, job, ada):
        call = done(job, ada)
        assert (call.due_from_at, call.due_at) == (MONDAY_AT_EIGHT, MONDAY_AT_FIVE)
        assert why_due(call) == (
            "The job was done Fri 20 Nov 2026, 15:00 EST, called 24 to 48 hours later; moved into the opening hours: "
            "Mon 23 Nov 2026, 17:00 EST."
        )

    def test_the_row_says_what_is_still_needed_until_it_has_followed(self, job, ada):
        job.complete(by=ada, at=FRIDAY_AT_THREE)
        assert Job.objects.get(pk=job.pk).follow_at == FRIDAY_AT_THREE
        for _ in range(2):
            Callback.objects.follow_job(job.pk, FRIDAY_AT_THREE)
        assert Job.objects.get(pk=job.pk).follow_at is None
        assert Callback.objects.count() == 1

    def test_history_that_was_imported_is_not_called_after(self, account, ada):
        job = JobFactory(account=account, status="completed", completed_at=FRIDAY_AT_THREE, is_large=True)
        assert Callback.objects.follow_job(job.pk, FRIDAY_AT_THREE) is None

    def test_the_account_manager_calls_when_they_work_there(self, job, ada, max):
        type(job.account).objects.filter(pk=job.account_id).update(account_manager=max)
        assert done(job, ada).owner == max
        assert told(max) == ["callbacks-given"]

    def test_an_account_manager_who_has_left_does_not(self, job, ada, max, boss):
        type(job.account).objects.filter(pk=job.account_id).update(account_manager=max)
        max.deactivate(by=boss)
        assert done(job, ada).owner != max

    def test_where_nobody_works_it_is_looked_at_again_later(self, account, north, ada, boss):
        job = JobFactory(account=account, branch=north)
        job.complete(by=None, at=FRIDAY_AT_THREE)
        for member in (ada, boss):
            member.deactivate(by=None)
        assert Callback.objects.follow_job(job.pk, FRIDAY_AT_THREE) is None
        assert Job.objects.get(pk=job.pk).follow_at > FRIDAY_AT_THREE
        hired = MembershipFactory(role="support", branch=north)
        assert Callback.objects.follow_job(job.pk, FRIDAY_AT_THREE + HOUR).owner == hired


class TestOneForEachAddress:
    def test_a_second_job_joins_the_open_call_and_both_are_listed(self, job, ada):
        call, second = done(job, ada), beside(job)
        assert done(second, ada, at=FRIDAY_AT_THREE + HOUR) == call
        row = fresh(call)
        assert (numbers(row), row.job, row.due_at) == (["J-1", "J-2"], job, MONDAY_AT_FIVE)
        assert (kinds(row), row.version) == (["promised", "job-joined"], call.version + 1)
        for one in (job, second):
            assert list(Callback.objects.of_job(one)) == [call]

    def test_another_address_and_another_customer_have_their_own(self, job, ada):
        call = done(job, ada)
        away = JobFactory(account=job.account, site=PropertyFactory(account=job.account))
        other = AccountFactory()
        elsewhere = JobFactory(account=other, site=PropertyFactory(account=other))
        nowhere = JobFactory(account=other)
        assert len({call.pk, *(done(one, ada).pk for one in (away, elsewhere, nowhere))}) == 4
        assert done(JobFactory(account=other), ada).job == nowhere

    def test_two_customers_with_jobs_at_one_address_are_called_each(self, job, ada):
        builder = JobFactory(account=AccountFactory(kind="installer"), site=job.site)
        assert done(job, ada) != done(builder, ada)

    def test_when_the_call_was_made_the_next_job_has_its_own(self, job, ada):
        call = done(job, ada)
        call.log_attempt("reached", by=ada, happy=True)
        assert done(beside(job), ada) != call

    def test_a_call_that_somebody_promised_before_the_job_was_done_is_that_call(self, job, ada):
        call = Callback.objects.promise(job.account, kind="proactive", by=ada, reason="How is it?", job=job)
        assert done(job, ada) == call
        assert (numbers(fresh(call)), kinds(call)) == (["J-1"], ["promised"])


class TestReopening:
    def test_withdraws_the_open_call(self, job, ada):
        call = done(job, ada)
        for _ in range(2):
            Job.objects.get(pk=job.pk).reopen("It leaks", by=ada)
        row = fresh(call)
        assert (row.status, row.outcome, row.finished_by) == ("withdrawn", "Job J-1 was reopened.", None)

    def test_before_it_followed_nothing_follows(self, job, ada):
        job.complete(by=ada, at=FRIDAY_AT_THREE)
        job.reopen("It leaks", by=ada)
        assert Callback.objects.follow_job(job.pk, FRIDAY_AT_THREE) is None

    def test_takes_the_job_out_while_another_one_is_on_the_call(self, job, ada):
        call, second = done(job, ada), beside(job)
        later = FRIDAY_AT_THREE + timedelta(days=3)
        done(second, ada, at=later)
        job.reopen("It leaks", by=ada)
        row = fresh(call)
        assert (row.status, row.job, numbers(row)) == ("open", second, ["J-2"])
        assert row.due_facts["start"] == later.isoformat()
        assert (row.due_at > MONDAY_AT_FIVE, row.due_version) == (True, 2)
        assert kinds(row)[-1] == "job-left"

    def test_a_time_that_was_agreed_stays(self, job, ada):
        call, second = done(job, ada), beside(job)
        done(second, ada, at=FRIDAY_AT_THREE + HOUR)
        call.move(MONDAY_AT_FIVE + HOUR, "They asked", by=ada, at=FRIDAY_AT_THREE + HOUR)
        job.reopen("It leaks", by=ada)
        assert (fresh(call).due_at, numbers(fresh(call))) == (MONDAY_AT_FIVE + HOUR, ["J-2"])

    def test_leaves_what_was_said_already(self, job, ada):
        call = done(job, ada)
        call.log_attempt("reached", by=ada, happy=True)
        job.reopen("It leaks", by=ada)
        assert fresh(call).status == "done"

    def test_completed_again_it_is_called_after_again(self, job, ada):
        call = done(job, ada)
        job.reopen("It leaks", by=ada)
        again = done(Job.objects.get(pk=job.pk), ada, at=FRIDAY_AT_THREE + HOUR)
        assert (again != call, again.status) == (True, "open")


class TestWhichJobs:
    @pytest.mark.parametrize(
        ("kind", "is_large", "follows"),
        [
            ("Heater installation", False, True),
            ("Whole-house REPIPE", False, True),
            ("Drain cleaning", True, True),
            ("Drain cleaning", False, False),
            ("Uninstalled a boiler", False, False),
        ],
    )
    def test_those_that_are_marked_and_those_whose_work_is_large(self, account, ada, kind, is_large, follows):
        assert (done(JobFactory(account=account, kind=kind, is_large=is_large), ada) is not None) == follows

    def test_the_company_says_which(self, account, ada):
        AfterCare.objects.write(Care(works=("drain",), script="Hi"), by=ada, was=0)
        assert done(JobFactory(account=account, kind="Drain cleaning"), ada)
        assert not done(JobFactory(account=account, kind="Repipe"), ada)

    def test_none_while_it_is_off_nor_what_was_done_then(self, account, ada):
        off, on = Care(is_on=False, script="Hi"), Care(script="Hi")
        AfterCare.objects.write(off, by=ada, was=0, at=FRIDAY_AT_THREE - HOUR)
        job = JobFactory(account=account)
        job.complete(by=ada, at=FRIDAY_AT_THREE)
        AfterCare.objects.write(on, by=ada, was=1, at=FRIDAY_AT_THREE + HOUR)
        assert Callback.objects.follow_job(job.pk, FRIDAY_AT_THREE + HOUR) is None
        assert done(JobFactory(account=account), ada, at=FRIDAY_AT_THREE + 2 * HOUR)
