"""A morning that nobody looked at is told once, whoever sweeps twice or dies meanwhile."""

from datetime import timedelta

import pytest
from django.utils import timezone

from callbacks.models import AfterHoursRequest
from inbox.models import Notification
from tests.cast import as_company
from tests.factories import MembershipFactory
from tests.plugins.processes import until

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

MANY = 60


def test_two_workers_two_beats_and_a_kill(house, acme):
    workers = [house.worker(), house.worker()]
    house.beat(), house.beat()
    called_at = timezone.now() - timedelta(days=5)
    with as_company(acme):
        boss = MembershipFactory(role="manager")
        for place in range(MANY):
            told = {"source": "webhook", "external_id": str(place), "words": "It leaks"}
            AfterHoursRequest.objects.receive(by=None, received_at=called_at, at=called_at, **told)

    def silent():
        with as_company(acme):
            return AfterHoursRequest.objects.exclude(alarmed_at=None).count()

    until(lambda: silent() > 0, "the sweep has found some")
    workers[0].kill()
    until(lambda: silent() == MANY, "every row has said what it had to say", within=60)
    with as_company(acme):
        notice = Notification.objects.get(member=boss)
        assert (notice.what, notice.facts["number"]) == ("callbacks-after-hours-unreviewed", MANY)
    assert workers[1].is_running()
