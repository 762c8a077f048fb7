import pytest

from tests.factories import AccountFactory
from tests.faults.desk import Desk


@pytest.fixture
def account(acme):
    return AccountFactory(tenant=acme)


@pytest.fixture
def desk(house, ada):
    """Ada at her desk, before gunicorn."""
    return Desk(house.web(), ada)
