"""A desk at Acme: a customer, an open case, a resolved one, and the people who look at them."""

from datetime import UTC, datetime

import pytest

from tests.cast import as_company
from tests.factories import AccountFactory, CaseFactory

OPENED_AT = datetime(2026, 11, 20, 21, 40, tzinfo=UTC)  # Friday 16:40 at Acme


@pytest.fixture
def smith(acme):
    return AccountFactory(tenant=acme, name="Jane Smith", phone="(716) 555-0142", email="jane@smith.example")


@pytest.fixture
def case(smith, departments):
    """An open case that nobody owns, clocked and routed."""
    return CaseFactory(account=smith, summary="Pump hums", triaged=True, told="We promised a call")


@pytest.fixture
def resolved(smith, departments, max):
    """A case that was resolved in time."""
    case = CaseFactory(account=smith, summary="Leaking valve", triaged=True)
    with as_company(smith.tenant_id):
        case.resolve(by=max, path="repaired", notes="A new seal")
    return case


@pytest.fixture
def desk(ada, client_for):
    """Ada's browser."""
    return client_for(ada)


@pytest.fixture
def storage(settings, tmp_path):
    """The folder that holds this test's uploads."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return tmp_path / "media"
