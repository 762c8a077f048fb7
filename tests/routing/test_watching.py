"""Holidays that end with the year: whoever may set the calendar is told once, some weeks before."""

from datetime import UTC, date, datetime

import pytest

from inbox.models import Notification
from routing.almanac import Region
from routing.models import Calendar
from tenants.access import access_of
from tenants.outbox import send
from tests.cast import as_company
from tests.factories import MembershipFactory
from tests.plugins.processes import until

from .conftest import OFFICE

NEW_YORK = Region("US", "NY")
OCTOBER = datetime(2026, 10, 1, tzinfo=UTC)
TOO_EARLY = datetime(2026, 11, 20, 4, 59, tzinfo=UTC)  # a minute to midnight at Acme
IN_TIME = datetime(2026, 11, 20, 5, tzinfo=UTC)  # six weeks before the year ends
NEW_YEARS_EVE = datetime(2026, 12, 31, 23, tzinfo=UTC)


@pytest.fixture
def closed(in_acme, office, boss):
    """The calendar of Acme, with the public holidays of New York that are left of 2026."""
    office.take_over({date(2026, 12, 25): "Christmas Day"}, of=NEW_YORK, by=boss, at=OCTOBER)
    return office


def told(member):
    return list(member.notifications.filter(what="routing-bare-year").order_by("pk"))


def test_whoever_may_set_the_calendar_is_told_once_six_weeks_before_the_year_ends(closed, boss, ada, member, north):
    owner, nora = member("owner"), member("manager", branch=north)
    Calendar.objects.watch(TOO_EARLY)
    assert told(boss) == []
    for now in (IN_TIME, IN_TIME, NEW_YEARS_EVE):
        Calendar.objects.watch(now)
    (notice,) = told(boss)
    assert (notice.at, notice.about, notice.address) == (IN_TIME, "alarm", "/settings/calendar/holidays/public/")
    assert notice.facts == {"year": 2027, "place": "Acme Pools", "of": "New York, United States"}
    assert [len(told(one)) for one in (owner, ada, nora)] == [1, 0, 0]


def test_the_next_year_is_told_of_again(closed, boss):
    for now in (IN_TIME, IN_TIME.replace(year=2027)):
        Calendar.objects.watch(now)
    assert [notice.facts["year"] for notice in told(boss)] == [2027, 2028]


def test_with_a_holiday_of_the_next_year_nobody_is_told(closed, boss):
    closed.close_on(date(2027, 1, 1), "New Year", by=boss)
    Calendar.objects.watch(NEW_YEARS_EVE)
    assert told(boss) == []


def test_who_keeps_no_holidays_is_left_in_peace(in_acme, office, boss):
    Calendar.objects.watch(NEW_YEARS_EVE)
    assert told(boss) == []


def test_a_calendar_that_was_typed_names_no_country(in_acme, office, boss):
    office.close_on(date(2026, 12, 24), "Christmas Eve", by=boss)
    Calendar.objects.watch(IN_TIME)
    assert told(boss)[0].facts["of"] == ""


def test_a_branch_is_its_manager_s_and_the_company_s(closed, boss, member, north, south):
    nora, sam = member("manager", branch=north), member("manager", branch=south)
    closed.close_on(date(2027, 1, 1), "New Year", by=boss)
    own = Calendar.objects.set_hours(north, OFFICE, by=boss, was=0)
    own.close_on(date(2026, 12, 24), "Christmas Eve", by=boss)
    Calendar.objects.watch(IN_TIME)
    (notice,) = told(nora)
    assert (notice.facts["place"], notice.address) == ("North", f"/settings/calendar/{north.pk}/holidays/public/")
    assert [len(told(one)) for one in (boss, sam)] == [1, 0]


def test_it_is_read_and_leads_to_the_public_holidays(closed, boss, ada, member, north, acme, client_for):
    nora = member("manager", branch=north)
    own = Calendar.objects.set_hours(north, OFFICE, by=boss, was=0)
    own.close_on(date(2026, 12, 24), "Christmas Eve", by=boss)
    Calendar.objects.watch(IN_TIME)
    readable = {who: Notification.objects.readable_by(access_of(who.user, acme)).count() for who in (boss, nora)}
    assert readable == {boss: 2, nora: 1}
    for who in (boss, nora):
        (notice, *_) = told(who)
        assert client_for(who).get(notice.address).status_code == 200
    page = client_for(boss).get("/inbox/").content.decode()
    assert "No holiday of 2027 is in the calendar of Acme Pools yet" in page
    assert "Take over those of New York, United States." in page


@pytest.mark.django_db(transaction=True)
def test_a_worker_tells_it_for_every_company(house, acme, globex):
    bosses = [MembershipFactory(tenant=company, role="manager") for company in (acme, globex)]
    for boss in bosses:
        with as_company(boss.tenant):
            calendar = Calendar.objects.set_hours(None, OFFICE, by=boss, was=0)
            calendar.close_on(date(2026, 12, 24), "Christmas Eve", by=boss)
            type(boss.tenant).objects.filter(pk=boss.tenant_id).update(clock_at=IN_TIME)
    house.worker()
    assert send("routing.sweep_holidays")

    def many(boss):
        with as_company(boss.tenant):
            return len(told(boss))

    until(lambda: [many(boss) for boss in bosses] == [1, 1], "each manager is told of their own calendar")
