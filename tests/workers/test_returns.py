"""Returns and rates before real workers: who is late is told, and a rate that is too high is flagged."""

from datetime import timedelta

import pytest
from django.utils import timezone

from callbacks.models import ReturnTerms
from tenants.outbox import send
from tests.cast import as_company
from tests.factories import AccountFactory, MembershipFactory
from tests.plugins.processes import until
from tests.returns import DoneJobFactory, ReturnFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_workers_tell_what_is_late_and_whose_rate_is_too_high(house, acme):
    boss, technician = (MembershipFactory(tenant=acme, role=role) for role in ("manager", "technician"))
    with as_company(acme):
        ReturnTerms.objects.write(by=boss, was=0, minimum_jobs=1, threshold_percent=30)
        job = DoneJobFactory(account=AccountFactory(), technician=technician)
        ReturnFactory(job=job, by=technician, at=timezone.now() - timedelta(days=9))
    house.worker()

    def told():
        with as_company(acme):
            return sorted(boss.notifications.values_list("what", flat=True))

    assert send("callbacks.sweep_returns")
    assert send("callbacks.sweep_rates")
    heard = ["callbacks-coaching", "callbacks-return-given", "callbacks-return-overdue"]
    until(lambda: told() == heard, "the manager hears of both")
    with as_company(acme):
        assert technician.coaching_flags.count() == 1
