"""The manager who sets a company up."""

import pytest


@pytest.fixture
def boss(member):
    return member("manager", name="Grace Hopper")
