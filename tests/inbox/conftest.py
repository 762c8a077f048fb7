import pytest
from django.db.models.functions import Now
from django.utils import timezone

from inbox.models import Delivery, Notification, Preference
from tests.cast import as_company
from tests.factories import CaseFactory

ALWAYS = {"quiet_from": None, "quiet_until": None}


@pytest.fixture
def case(acme):
    return CaseFactory(tenant=acme, summary="The pump hums")


@pytest.fixture
def tell(acme, case, max):
    """Return ``tell(*members, **changes)``: Max did something to the case that concerns them."""

    def told(*members, **changes):
        facts = {
            "by": max,
            "at": timezone.now(),
            "subject": ("case", case.pk, str(case)),
            "key": "event-1",
            "address": case.address,
            "excerpt": "It hums again.",
        }
        with as_company(acme):
            Notification.objects.tell(members, "cases-commented", **(facts | changes))

    return told


@pytest.fixture
def mail_to(acme, tell):
    """Return ``mail_to(member, **changes)``: the mail that tells them at once, at whatever hour the tests run."""

    def laid_out(member, *, quiet=ALWAYS, **changes):
        with as_company(acme):
            Preference.objects.settle(member, by=member, mailed=["mention", "mine"], **quiet)
            tell(member, about="mention", **changes)
            return Delivery.objects.filter(notification__member=member).latest("id")

    return laid_out


@pytest.fixture
def again():
    """Return ``again(delivery)``, which lets its time have come and reads it anew."""

    def due(delivery):
        Delivery.objects.filter(pk=delivery.pk).update(try_at=Now())
        delivery.refresh_from_db()
        return delivery

    return due
