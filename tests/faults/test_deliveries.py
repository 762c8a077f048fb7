"""Workers die while they send mail: nobody is told twice in the inbox, and no mail is lost or comes under two names."""

import pytest
from django.utils import timezone

from inbox.models import Delivery, Notification, Preference
from tests.cast import as_company
from tests.factories import CaseFactory
from tests.plugins.processes import until

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

MANY = 60
NO_QUIET = {"mailed": ["mention"], "quiet_from": None, "quiet_until": None}


@pytest.fixture
def tell(acme, ada, max):
    """Return ``tell(how_many)``: Max names Ada that many times, each in a transaction of its own."""
    case = CaseFactory(tenant=acme)
    with as_company(acme):
        Preference.objects.settle(ada, by=ada, **NO_QUIET)

    def told(how_many):
        for place in range(how_many):
            with as_company(acme):
                case.tell([ada], "cases-mentioned", by=max, at=timezone.now(), key=f"event-{place}", about="mention")

    return told


def states(company):
    with as_company(company):
        return sorted(Delivery.objects.values_list("state", flat=True))


def test_two_workers_of_which_one_is_killed(house, postbox, acme, ada, tell):
    postbox.pause = 60
    workers = [house.worker(EMAIL_URL=postbox.url) for _ in range(2)]
    house.beat()
    tell(2)
    until(lambda: len(postbox.mails) == 2, "each worker waits to hear that its mail was taken")
    workers[0].kill()
    tell(MANY)  # the first two told again, as by a request that was sent twice
    assert states(acme) == ["waiting"] * MANY
    postbox.is_closing.set()  # from here on everybody is answered
    until(lambda: states(acme) == ["sent"] * MANY, "every mail is noted as sent", within=120)
    with as_company(acme):
        names = {f"<{key}@127.0.0.1>" for key in Delivery.objects.values_list("key", flat=True)}
        assert Notification.objects.filter(member=ada).count() == len(names) == MANY
        attempts = sum(Delivery.objects.values_list("attempts", flat=True))
    arrived = postbox.ids()
    assert set(arrived) == names
    assert MANY < len(arrived) <= attempts <= MANY + 4  # what the dead one was about, and who waited too long
    assert workers[1].is_running()


def test_a_mail_server_that_is_away_loses_nothing(house, postbox, acme, tell):
    worker = house.worker(EMAIL_URL="smtp://127.0.0.1:1")
    tell(3)
    until(lambda: "Connection refused" in worker.words(), "the worker has tried")
    worker.kill()
    assert states(acme) == ["waiting"] * 3
    house.worker(EMAIL_URL=postbox.url), house.beat()
    until(lambda: states(acme) == ["sent"] * 3, "every mail is sent", within=120)
    assert len(set(postbox.ids())) == 3


def test_a_broker_that_is_away_loses_nothing(house, broker, postbox, acme, tell):
    broker.stop()
    tell(3)
    broker.start()
    house.worker(EMAIL_URL=postbox.url), house.beat()
    until(lambda: states(acme) == ["sent"] * 3, "the sweep has found the mails")
    assert len(postbox.mails) == 3
