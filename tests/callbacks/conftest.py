"""A callback that Ada promised a customer of Acme on a Friday at 16:50."""

import pytest

from tests.factories import AccountFactory, CallbackFactory

from .moments import FRIDAY


@pytest.fixture
def account(in_acme):
    return AccountFactory(name="Dana Fields", phone="(716) 555-0100")


@pytest.fixture
def callback(account, ada):
    return CallbackFactory(account=account, by=ada, at=FRIDAY, reason="The pump hums", summary="It is a loose screw.")


@pytest.fixture
def boss(acme, member):
    return member("manager", acme, name="Grace Hopper")


@pytest.fixture
def desk(ada, client_for):
    return client_for(ada)
