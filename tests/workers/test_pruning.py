"""What has served its purpose is deleted in the end, a company at a time; what is unread, unsent or undone never is."""

from datetime import timedelta
from uuid import uuid4

import pytest
from celery import current_app
from django.conf import settings
from django.utils import timezone

from cases.models import BulkJob
from cases.tasks import prune_company as prune_cases
from inbox.models import Delivery, Notification
from inbox.tasks import prune_company as prune_inbox
from tenants import outbox
from tests.cast import as_company, outside
from tests.factories import CaseFactory, MembershipFactory

pytestmark = pytest.mark.django_db
OLD = timedelta(days=1000)
STATES = ["sent", "waiting", "dropped", "dead"]


@pytest.fixture(autouse=True)
def sent(monkeypatch):
    """Collect what is sent, instead of a broker."""
    messages = []

    def send_task(name, args, headers, **options):
        messages.append((name, headers.get("tenant")))

    monkeypatch.setattr(outbox.current_app, "send_task", send_task)
    return messages


@pytest.fixture
def shelf():
    """Return ``shelf(company)``: what was told long ago, read or not, and a mail of each in each state."""

    def fill(company):
        member, case = MembershipFactory(tenant=company), CaseFactory(tenant=company)
        with as_company(company):
            for is_read in (True, False):
                for state in STATES:
                    key = f"{state}-{'read' if is_read else 'unread'}"
                    how = {"by": None, "at": timezone.now() - OLD, "key": key, "address": case.address}
                    subject = ("case", case.pk, str(case))
                    Notification.objects.tell([member], "cases-commented", subject=subject, excerpt="", **how)
                    told = Notification.objects.get(key=key)
                    Delivery.objects.create(
                        notification=told, key=uuid4(), to="a@b.example", state=state, sent_at=timezone.now() - OLD
                    )
            Notification.objects.filter(key__endswith="-read").update(read_at=timezone.now() - OLD)

    return fill


def run(task, company):
    with outside():
        task.apply(headers={"tenant": str(company.pk)}, throw=True)


def told(company):
    with as_company(company):
        return sorted(Notification.objects.values_list("key", flat=True))


def mails(company):
    with as_company(company):
        return sorted(Delivery.objects.values_list("notification__key", flat=True))


ALL = sorted(f"{state}-{read}" for state in STATES for read in ("read", "unread"))
UNREAD = ["dead-unread", "dropped-unread", "sent-unread", "waiting-unread"]


def test_read_notifications_and_sent_mails_go_and_what_is_unread_or_unsent_stays(acme, globex, shelf):
    shelf(acme), shelf(globex)
    for _ in range(2):  # harmless twice
        run(prune_inbox, acme)
        assert told(acme) == sorted([*UNREAD, "waiting-read"])
        assert mails(acme) == sorted(["dead-unread", "dropped-unread", "waiting-read", "waiting-unread"])
    assert told(globex) == mails(globex) == ALL


def test_what_is_not_old_enough_stays(acme, shelf):
    shelf(acme)
    young = {name: timezone.now() - kept_for + timedelta(hours=1) for name, kept_for in settings.KEPT_FOR.items()}
    with as_company(acme):
        Notification.objects.read().update(read_at=young["read notifications"])
        Delivery.objects.update(sent_at=young["sent mails"])
    run(prune_inbox, acme)
    assert told(acme) == mails(acme) == ALL


def test_a_step_deletes_a_few_and_the_next_the_rest(acme, shelf, sent, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr("tenants.tasks.DELETED_AT_ONCE", 2)
    shelf(acme)
    sent.clear()
    with django_capture_on_commit_callbacks(execute=True):
        run(prune_inbox, acme)
    assert (len(told(acme)), sent) == (6, [("inbox.prune_company", str(acme.pk))])
    sent.clear()
    with django_capture_on_commit_callbacks(execute=True):
        run(prune_inbox, acme)
    assert (told(acme), sent) == (sorted([*UNREAD, "waiting-read"]), [])


def test_finished_jobs_go_and_unfinished_ones_stay(acme, globex, max, eve):
    for by, count in ((max, 3), (eve, 1)):
        with as_company(by.tenant_id):
            for _ in range(count):
                BulkJob.objects.begin("tag", {"tag": "storm"}, [(1, None, None)], by=by, key=uuid4())
            BulkJob.objects.update(finished_at=timezone.now() - OLD, looked_at=timezone.now() - OLD)
    with as_company(acme):
        young, undone, _old = BulkJob.objects.order_by("pk")
        BulkJob.objects.filter(pk=undone.pk).update(finished_at=None)
        BulkJob.objects.filter(pk=young.pk).update(finished_at=timezone.now())
    for _ in range(2):
        run(prune_cases, acme)
        with as_company(acme):
            assert set(BulkJob.objects.all()) == {young, undone}
    with as_company(globex):
        assert BulkJob.objects.count() == 1


@pytest.mark.parametrize("app", ["inbox", "cases"])
def test_the_schedule_sends_a_step_to_each_company(app, acme, globex, sent):
    assert current_app.conf.beat_schedule[f"{app}.prune"]
    sent.clear()
    with outside():
        current_app.tasks[f"{app}.prune"].apply(throw=True)
    assert sorted(sent) == sorted((f"{app}.prune_company", str(company.pk)) for company in (acme, globex))
