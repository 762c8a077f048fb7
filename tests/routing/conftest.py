"""Managers and calendars for the setup of a company."""

from datetime import time

import pytest

from routing.models import Calendar
from tests.cast import as_company

OFFICE = {day: ((time(8), time(17)),) for day in range(5)}


@pytest.fixture
def boss(member):
    """A manager of the whole company."""
    return member("manager", name="Grace Hopper")


@pytest.fixture
def office(acme, boss):
    """Acme works Monday to Friday from eight to five."""
    with as_company(acme):
        return Calendar.objects.set_hours(None, OFFICE, by=boss, was=0)
