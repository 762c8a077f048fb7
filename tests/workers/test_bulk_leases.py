"""A change of many cases that always fails holds up nobody, and in the end its person reads what is left."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from cases.models import BulkJob
from cases.models.bulk import A_STEP, MOST_ATTEMPTS
from cases.tasks import BULK_PER_COMPANY, sweep_bulk
from inbox.models import Notification
from tenants import outbox
from tests.cast import as_company, at_once, outside
from tests.factories import AccountFactory, CaseFactory, MembershipFactory

LONG_AGO = timedelta(hours=1)


@pytest.fixture
def sent(monkeypatch):
    """Collect what is sent, instead of a broker."""
    messages = []

    def send_task(name, args, headers, **options):
        messages.append((name, headers.get("tenant"), *args))

    monkeypatch.setattr(outbox.current_app, "send_task", send_task)
    monkeypatch.setattr("cases.tasks.waiting", lambda queue: 0)
    return messages


@pytest.fixture
def stuck(db):
    """Return ``stuck(company, count)``: jobs without a case that anybody sees, whose messages were lost."""

    def make(company, count=1, numbers=60):
        by = MembershipFactory(tenant=company, role="support_lead")
        chosen = [(number, None, None) for number in range(1, numbers + 1)]
        with as_company(company):
            jobs = [BulkJob.objects.begin("tag", {"tag": "storm"}, chosen, by=by, key=uuid4()) for _ in range(count)]
            BulkJob.objects.filter(pk__in=[job.pk for job in jobs]).update(looked_at=timezone.now() - LONG_AGO)
        return jobs

    return make


def swept(sent):
    sent.clear()
    with outside():
        sweep_bulk()
    return [pk for name, _company, pk, *_behind in sent if name == "cases.bulk"]


def again(job):
    with as_company(job.tenant_id):
        return BulkJob.objects.select_related("by__user", "by__tenant").get(pk=job.pk)


def ids(jobs):
    return {str(job.pk) for job in jobs}


def address(job):
    return f"/cases/bulk/jobs/{job.pk}/"


def run_out(company):
    with as_company(company):
        BulkJob.objects.unfinished().update(leased_until=timezone.now() - LONG_AGO)


def fail_until_given_up(job, sent):
    for _ in range(MOST_ATTEMPTS + 1):
        swept(sent)
        run_out(job.tenant_id)
    return again(job)


def test_jobs_that_fail_make_room_for_the_next(acme, stuck, sent):
    failing, last = stuck(acme, BULK_PER_COMPANY), stuck(acme)
    with as_company(acme):
        BulkJob.objects.filter(pk=last[0].pk).update(looked_at=timezone.now() - LONG_AGO / 2)
    assert set(swept(sent)) == ids(failing)
    assert set(swept(sent)) == ids(last)
    assert swept(sent) == []


def test_a_company_with_many_jobs_leaves_the_others_their_turn(acme, globex, stuck, sent):
    stuck(acme, 30)
    (only,) = stuck(globex)
    found = swept(sent)
    assert len(found) == BULK_PER_COMPANY + 1
    assert found.index(str(only.pk)) <= 1


def test_a_sweep_waits_while_the_workers_are_busy(acme, stuck, sent, monkeypatch):
    (job,) = stuck(acme)
    monkeypatch.setattr("cases.tasks.waiting", lambda queue: 1_000)
    assert (swept(sent), again(job).attempts) == ([], 0)


def test_a_step_after_a_failure_is_smaller_and_success_forgets_it(acme, stuck, sent):
    (job,) = stuck(acme)
    swept(sent)
    assert again(job).attempts == 1
    with as_company(acme):
        again(job).go_on()
        assert (len(again(job).outcomes), again(job).attempts, again(job).leased_until) == (A_STEP // 2, 0, None)


def test_a_message_that_comes_late_does_not_go_on_beside_another(acme, stuck, sent):
    (job,) = stuck(acme)
    with as_company(acme):
        again(job).go_on(behind=0)
        again(job).go_on(behind=0)
        assert len(again(job).outcomes) == A_STEP


def test_a_job_that_always_fails_is_given_up_and_its_person_is_told_once(acme, stuck, sent):
    (job,) = stuck(acme)
    with as_company(acme):
        again(job).go_on()
        BulkJob.objects.filter(pk=job.pk).update(looked_at=timezone.now() - LONG_AGO)
    dead = fail_until_given_up(job, sent)
    assert dead.gave_up and dead.finished_at
    assert [outcome for _n, outcome, *_rest in dead.report()].count("left") == dead.left == 60 - A_STEP
    assert swept(sent) == []
    with as_company(acme):
        told = Notification.objects.get(member=dead.by)
        assert (told.what, told.facts, told.address) == ("cases-bulk-stopped", {"left": 35}, address(dead))


def test_trying_again_does_the_rest_once(acme, stuck, sent, django_capture_on_commit_callbacks):
    (job,) = stuck(acme)
    dead = fail_until_given_up(job, sent)
    sent.clear()
    with django_capture_on_commit_callbacks(execute=True), as_company(acme):
        dead.try_again(by=dead.by)
        dead.try_again(by=dead.by)
    assert [name for name, *_rest in sent] == ["cases.bulk"]
    with as_company(acme):
        for _ in range(3):
            again(job).go_on()
    assert again(job).finished_at and not again(job).gave_up
    assert len(again(job).report()) == 60


def test_nobody_tries_again_what_another_has_begun(acme, stuck, sent, max):
    dead = fail_until_given_up(*stuck(acme), sent)
    with as_company(acme):
        dead.try_again(by=max)
    assert again(dead).gave_up


def test_two_sweeps_lease_a_job_once(transactional_db, acme, stuck, sent):
    (job,) = stuck(acme)

    def lease():
        with as_company(acme):
            return BulkJob.objects.lease([job.pk])

    assert sorted(at_once(lease, lease), key=len) == [[], [job.pk]]
    assert again(job).attempts == 1


def test_the_report_of_a_job_that_was_given_up_says_so_and_goes_on(acme, stuck, sent, client_for):
    dead = fail_until_given_up(*stuck(acme), sent)
    desk = client_for(dead.by)
    page = desk.get(address(dead)).content.decode()
    assert "This could not be finished: 0 of 60 cases were reached, 60 were not." in page
    answer = desk.post(f"{address(dead)}again/", htmx=True)
    assert "0 of 60 done. You may close this" in answer.content.decode()
    assert desk.post(f"{address(dead)}again/").status_code == 302
    assert desk.get(f"{address(dead)}again/").status_code == 405


def test_what_the_message_says_opens_the_report(acme, stuck, sent, client_for):
    dead = fail_until_given_up(*stuck(acme), sent)
    page = client_for(dead.by).get("/inbox/").content.decode()
    assert "Changing many cases stopped before its end: 60 are not done." in page


def test_a_real_case_in_a_job_is_tagged_once_however_often_it_is_swept(acme, stuck, sent):
    case = CaseFactory(account=AccountFactory(tenant=acme))
    (job,) = stuck(acme)
    for _ in range(8):
        swept(sent)
        with as_company(acme):
            again(job).go_on()
            BulkJob.objects.unfinished().update(looked_at=timezone.now() - LONG_AGO)
    with as_company(acme):
        assert case.history().filter(kind="cases-tagged").count() == 1
    assert again(job).finished_at
