"""Two at the same moment, each on a real connection: told once, mailed once, let in once."""

import pytest
from django.core import mail
from django.utils import timezone

from inbox.models import Delivery, Notification, Preference
from tests.cast import as_company, at_once
from tests.factories import CaseFactory


@pytest.fixture
def acme(transactional_db, acme):
    return acme


def each(acme, act, times=2):
    """Let ``act()`` run that many times at once inside the company; nothing may go wrong."""

    def inside():
        with as_company(acme):
            return act()

    outcomes = at_once(*[inside] * times)
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)], outcomes
    return outcomes


def test_one_event_told_twice_at_once_is_one_row_and_one_mail(acme, ada, max, member):
    case, others = CaseFactory(tenant=acme), [member("support") for _ in range(3)]

    def tell():
        case.tell([ada, *others], "cases-mentioned", by=max, at=timezone.now(), key="event", about="mention")

    each(acme, tell, times=4)
    with as_company(acme):
        assert Notification.objects.count() == Delivery.objects.count() == 4


def test_one_mail_taken_by_two_workers_is_sent_once(acme, ada, max):
    case = CaseFactory(tenant=acme)
    with as_company(acme):
        Preference.objects.settle(ada, by=ada, mailed=["mention"], quiet_from=None, quiet_until=None)
        case.tell([ada], "cases-mentioned", by=max, at=timezone.now(), key="event", about="mention")
        ids = list(Delivery.objects.values_list("pk", flat=True))
    outcomes = at_once(*[lambda: Delivery.objects.post(acme.pk, ids)] * 4)
    assert outcomes == [None] * 4
    assert len(mail.outbox) == 1


def test_one_guest_let_in_by_two_is_one_guest_and_one_line(acme, max, member, north, south):
    case, ben = CaseFactory(tenant=acme, branch=north), member("support", branch=south, name="Ben Nevis")

    def invite():
        type(case).objects.get(pk=case.pk).comment("@Ben Nevis, look", by=max, invite=[ben.pk])

    each(acme, invite)
    with as_company(acme):
        assert case.involvements.filter(part="guest").count() == 1
        assert case.history().filter(kind="cases-shared").count() == 1
        assert Notification.objects.filter(member=ben).count() == 2  # two comments, each told once


def test_all_read_by_two_tabs_at_once_is_read(acme, ada, max):
    case = CaseFactory(tenant=acme)
    with as_company(acme):
        for place in range(5):
            case.tell([ada], "cases-commented", by=max, at=timezone.now(), key=f"event-{place}")
    marked = each(acme, lambda: Notification.objects.all().mark_read(by=ada))
    assert sum(marked) == 5
