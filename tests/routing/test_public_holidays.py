"""Public holidays of a country or state, taken over into a calendar instead of being typed."""

import subprocess
import sys
from datetime import UTC, date, datetime, time, timedelta

import pytest

from cases.models import Case
from routing.almanac import NowhereKnown, Region, countries, country_of, public_holidays, regions
from routing.models import Calendar, Holiday, Rollout, SlaPolicy, StaleSetup, Targets, noted
from tests.cast import as_company, each
from tests.factories import BranchFactory, CaseFactory

from .conftest import OFFICE

NEW_YORK = {"country": "US", "region": "NY"}
AT = "/settings/calendar/holidays/public/"
NEXT_YEAR = datetime.now(UTC).year + 1
CHRISTMAS, NEW_YEAR = date(NEXT_YEAR, 12, 25), date(NEXT_YEAR, 1, 1)


@pytest.fixture
def desk(boss, client_for):
    return client_for(boss)


def days_of(company):
    with as_company(company):
        return list(Holiday.objects.order_by("day").values_list("day", "name"))


class TestWhatIsKnown:
    def test_a_state_has_days_of_its_own(self):
        country = public_holidays(Region("US"), date(2027, 1, 1))
        state = public_holidays(Region("US", "NY"), date(2027, 1, 1))
        assert country[date(2027, 9, 6)] == state[date(2027, 9, 6)] == "Labor Day"
        assert date(2027, 2, 12) not in country
        assert state[date(2027, 2, 12)] == "Lincoln's Birthday"

    def test_a_holiday_on_a_weekend_is_kept_on_the_working_day_beside_it(self):
        found = public_holidays(Region("US"), date(2027, 1, 1))
        assert found[date(2027, 7, 5)] == "Independence Day (observed)"

    def test_it_is_what_is_left_of_this_year_and_all_of_the_next(self):
        found = public_holidays(Region("US"), date(2026, 12, 25))
        assert (min(found), max(found)) == (date(2026, 12, 25), date(2027, 12, 31))

    def test_names_fit_into_their_column(self):
        longest = max(
            len(name)
            for place in ("US", "CA", "JP")
            for name in public_holidays(Region(place), date(2026, 1, 1)).values()
        )
        assert longest <= Holiday._meta.get_field("name").max_length

    @pytest.mark.parametrize("place", [Region("XX"), Region("US", "ZZ"), Region("us", ""), Region("")])
    def test_what_nobody_knows_is_refused(self, place):
        with pytest.raises(NowhereKnown):
            public_holidays(place, date(2026, 1, 1))

    def test_places_have_names(self):
        assert (countries()["US"], regions("CA")["QC"]) == ("United States", "Quebec")
        assert regions("XX") == {}
        assert Region("US", "NY").name == "New York, United States"

    @pytest.mark.parametrize(("zone", "country"), [("America/Buffalo", ""), ("America/New_York", "US"), ("UTC", "")])
    def test_where_clocks_go_like_that(self, zone, country):
        assert country_of(zone) == country

    def test_no_process_carries_the_library_that_nobody_asks(self):
        code = "import django; django.setup(); import routing.urls, cases.tasks, sys; print('holidays' in sys.modules)"
        told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert told.stdout == "False\n"


@pytest.mark.django_db
class TestVerb:
    @pytest.fixture
    def calendar(self, office):
        return office

    def test_they_are_added_once_and_told_once(self, acme, calendar, boss):
        with as_company(acme):
            calendar.close_on(CHRISTMAS, "We rest", by=boss)
            rollout = Rollout.objects.get(kind="clock").mark
            for _ in range(2):
                calendar.take_over({NEW_YEAR: "New Year", CHRISTMAS: "Christmas"}, of=Region("US", "NY"), by=boss)
            assert days_of(acme) == [(NEW_YEAR, "New Year"), (CHRISTMAS, "We rest")]
            line = noted("calendar")[0]
            assert line.facts["act"] == "taken"
            assert (line.facts["count"], line.facts["of"]) == (1, "New York, United States")
            assert Rollout.objects.get(kind="clock").mark != rollout
            mark = Rollout.objects.get(kind="clock").mark
            calendar.take_over({NEW_YEAR: "New Year"}, of=Region("US"), by=boss)
            assert Rollout.objects.get(kind="clock").mark == mark

    def test_none_is_added_to_a_calendar_that_was_given_up(self, acme, boss, office):
        with as_company(acme):
            branch = BranchFactory()
            own = Calendar.objects.set_hours(branch, OFFICE, by=boss, was=0)
            Calendar.objects.get(pk=own.pk).give_up(by=boss)
            with pytest.raises(StaleSetup):
                own.take_over({NEW_YEAR: "New Year"}, of=Region("US"), by=boss)
        assert days_of(acme) == []

    def test_hours_are_counted_across_a_holiday_beside_the_night_on_which_clocks_change(self, acme, boss):
        with as_company(acme):
            sydney = BranchFactory(time_zone="Australia/Sydney")
            calendar = Calendar.objects.set_hours(sydney, OFFICE, by=boss, was=0)
            state = Region("AU", "NSW")
            calendar.take_over(public_holidays(state, date(2026, 9, 1)), of=state, by=boss)
            hours = Calendar.objects.office_hours(sydney)
        friday = datetime(2026, 10, 2, 6, tzinfo=UTC)  # 16:00, ten hours ahead; on Sunday clocks go forward
        tuesday = datetime(2026, 10, 5, 22, tzinfo=UTC)  # 9:00, eleven hours ahead, for Monday is Labour Day
        assert hours.add(friday, timedelta(hours=2)) == tuesday

    def test_open_cases_are_due_later(self, acme, boss, office):
        with as_company(acme):
            SlaPolicy.objects.write(Targets(business_hours=True), by=boss, was=0)
            case = CaseFactory(opened_at=datetime(2026, 12, 24, 14, tzinfo=UTC), triaged=True)
            before = Case.objects.get(pk=case.pk).due_at
            office.take_over({date(2026, 12, 25): "Christmas"}, of=Region("US"), by=boss)
            Case.objects.get(pk=case.pk).follow_clock(by=boss)
            assert Case.objects.get(pk=case.pk).due_at > before


@pytest.mark.django_db
class TestPage:
    def test_the_country_of_the_clocks_is_proposed_and_every_day_chosen(self, desk, office):
        answer = desk.get(AT)
        rows = answer.context["form"].rows()
        assert (answer.status_code, answer.context["form"].where) == (200, Region("US"))
        assert {row.is_chosen for row in rows} == {True}
        assert (CHRISTMAS, "Christmas Day") in [row[:2] for row in rows]

    def test_what_is_chosen_is_added_and_the_rest_is_not(self, acme, desk, office):
        asked = {**NEW_YORK, "days": [NEW_YEAR.isoformat(), CHRISTMAS.isoformat()]}
        answer = desk.post(AT, asked)
        assert (answer.status_code, answer.url) == (302, "/acme/settings/calendar/")
        assert days_of(acme) == [(NEW_YEAR, "New Year's Day"), (CHRISTMAS, "Christmas Day")]
        page = desk.get("/settings/calendar/").content.decode()
        assert "took 2 public holidays of New York, United States" in page
        kept = {row.day for row in desk.get(AT, NEW_YORK).context["form"].rows() if row.is_kept}
        assert kept == {NEW_YEAR, CHRISTMAS}

    def test_days_over_open_cases_are_looked_at_first(self, acme, desk, boss, office):
        with as_company(acme):
            SlaPolicy.objects.write(Targets(business_hours=True), by=boss, was=0)
            case = CaseFactory(opened_at=datetime(NEXT_YEAR - 1, 12, 31, 21, tzinfo=UTC), triaged=True)
            Case.objects.get(pk=case.pk).follow_clock(by=boss)
        asked = {**NEW_YORK, "days": [NEW_YEAR.isoformat()]}
        looked = desk.post(AT, asked)
        assert (looked.status_code, looked.context["panels"][0].context["moves"].later) == (200, 1)
        assert days_of(acme) == []
        more = {**asked, "days": [NEW_YEAR.isoformat(), CHRISTMAS.isoformat()], "seal": looked.context["seal"]}
        assert desk.post(AT, more).status_code == 200  # another choice than the one that was looked at
        assert desk.post(AT, asked | {"seal": looked.context["seal"]}).status_code == 302
        assert [day for day, _name in days_of(acme)] == [NEW_YEAR]

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"country": "XX"}, "country"),
            ({"country": ""}, "country"),
            ({"region": "BY"}, "region"),
            ({"days": []}, "days"),
            ({"days": ["2019-12-25"]}, "days"),
            ({"days": [f"{NEXT_YEAR}-04-31"]}, "days"),
            ({"days": ["Christmas\x00"]}, "days"),
        ],
    )
    def test_what_makes_no_sense_is_refused_at_its_field(self, acme, desk, office, wrong, field):
        answer = desk.post(AT, {**NEW_YORK, "days": [CHRISTMAS.isoformat()], **wrong})
        assert (answer.status_code, field in answer.context["form"].errors) == (422, True)
        assert days_of(acme) == []

    @pytest.mark.parametrize("asked", [{"country": "XX"}, {"country": "US", "region": "BY"}, {"country": "\x00"}])
    def test_an_odd_address_shows_a_page(self, desk, office, asked):
        assert desk.get(AT, asked).status_code == 200

    def test_a_branch_has_its_own(self, acme, desk, boss, office):
        with as_company(acme):
            branch = BranchFactory(time_zone="America/Toronto")
            calendar = Calendar.objects.set_hours(branch, {0: ((time(8), time(17)),)}, by=boss, was=0)
        at = f"/settings/calendar/{branch.pk}/holidays/public/"
        page = desk.get(at)
        assert page.context["form"].where == Region("CA")
        assert "closed on this weekday anyway" in page.content.decode()
        assert desk.post(at, {"country": "CA", "region": "", "days": [f"{NEXT_YEAR}-07-01"]}).status_code == 302
        with as_company(acme):
            assert (calendar.holidays.count(), office.holidays.count()) == (1, 0)

    def test_a_place_without_a_calendar_has_no_such_page(self, acme, desk):
        assert desk.get(AT).status_code == 404
        with as_company(acme):
            branch = BranchFactory()
        assert desk.get(f"/settings/calendar/{branch.pk}/holidays/public/").status_code == 404


def test_two_hands_that_take_the_same_days_leave_each_once(transactional_db, acme, boss):
    with as_company(acme):
        calendar = Calendar.objects.set_hours(None, OFFICE, by=boss, was=0)

    def take(_hand):
        Calendar.objects.get(pk=calendar.pk).take_over({NEW_YEAR: "New Year"}, of=Region("US"), by=boss)

    assert each(acme, take, 1, 2, 3) == [None] * 3
    with as_company(acme):
        assert [line.facts["act"] for line in noted("calendar")] == ["taken", "hours"]
