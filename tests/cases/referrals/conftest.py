"""A case at Acme that Sales was asked about on a Friday at 16:50."""

from datetime import UTC, datetime

import pytest

from cases.models import Referral
from routing.models import Department
from tests.cases.moments import opened

FRIDAY = datetime(2026, 11, 20, 21, 50, tzinfo=UTC)  # 16:50 at Acme
MONDAY_EVENING = datetime(2026, 11, 23, 22, tzinfo=UTC)  # 17:00


def again(referral):
    """The referral as it stands in the database now."""
    return Referral.objects.get(pk=referral.pk)


@pytest.fixture
def sales(in_acme):
    return Department.objects.create(key="sales", name="Sales")


@pytest.fixture
def case(in_acme, departments):
    return opened()


@pytest.fixture
def referral(case, sales, ada):
    return case.refer(sales, by=ada, reason="promise", comments="What did we promise?", at=FRIDAY)
