"""Acme on the Tuesday on which somebody called at 02:10, and a customer whose number is known."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from callbacks.models import AfterHoursRequest, HookKey, signature_of
from tests.cast import as_company, outside
from tests.factories import AccountFactory

NIGHT = datetime(2026, 11, 24, 7, 10, tzinfo=UTC)  # 02:10 at Acme
DISPATCH = datetime(2026, 11, 24, 14, tzinfo=UTC)  # 09:00
MINUTE = timedelta(minutes=1)
PHONE = "(716) 555-0100"


def heard(place=1, **how):
    """A request as the answering service passed it on; ``place`` makes its id."""
    told = {"source": "webhook", "received_at": NIGHT, "phone": PHONE, "words": "The heater leaks."}
    told |= {"by": None, "external_id": f"call-{place}", **how}
    return AfterHoursRequest.objects.receive(**{"at": told["received_at"], **told})


def again(request):
    """The request as it stands in the database now."""
    return AfterHoursRequest.objects.get(pk=request.pk)


@pytest.fixture
def dana(in_acme):
    return AccountFactory(name="Dana Fields", phone=PHONE)


@pytest.fixture
def desk(ada, client_for):
    return client_for(ada)


@pytest.fixture
def secret(acme):
    with as_company(acme):
        return HookKey.objects.renew(by=None).secret


class Service:
    """An answering service that posts to ``company``, signing as it was told."""

    def __init__(self, company, secret):
        self.company, self.secret, self.client = company, secret, Client(enforce_csrf_checks=True)

    def post(self, said=None, *, body=None, stamp=None, signature=None, secret=None, slug=None, **headers):
        body = json.dumps(said).encode() if body is None else body
        stamp = str(int(timezone.now().timestamp())) if stamp is None else stamp
        signature = signature_of(secret or self.secret, stamp, body) if signature is None else signature
        headers = {"Kept-Timestamp": stamp, "Kept-Signature": signature, **headers}
        address = f"/{slug or self.company.slug}/hooks/after-hours/"
        with outside():
            return self.client.post(address, body, content_type="application/json", headers=headers)


@pytest.fixture
def service(acme, secret):
    return Service(acme, secret)
