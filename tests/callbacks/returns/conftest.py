"""Rosa led a job for Dana Fields that was done early in November; on a Friday at 16:50 Dana says that it leaks."""

from datetime import UTC, datetime

import pytest

from tests.callbacks.moments import FRIDAY
from tests.factories import PropertyFactory
from tests.returns import DoneJobFactory, ReturnFactory

DONE_AT = datetime(2026, 11, 3, 20, tzinfo=UTC)


@pytest.fixture
def rosa(acme, member):
    return member("technician", acme, name="Rosa Diaz")


@pytest.fixture
def job(account, rosa):
    site = PropertyFactory(account=account, street="12 Oak Street")
    return DoneJobFactory(
        account=account, site=site, technician=rosa, number="JOB-77", kind="Repipe", completed_at=DONE_AT
    )


@pytest.fixture
def opened(job, ada):
    return ReturnFactory(job=job, by=ada, at=FRIDAY, reported="It leaks below the sink")


@pytest.fixture
def looked_into(opened, ada):
    opened.note_finding("The joint is dry. A hose of the dishwasher drips.", asked="Rosa", by=ada, at=FRIDAY)
    return opened
