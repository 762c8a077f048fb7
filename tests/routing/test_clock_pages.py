"""The pages of targets and calendars: what a preview counts, what is refused, and two managers at one page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.models import Case
from routing.models import Calendar, Holiday, Rollout, SlaPolicy, Targets
from tenants.models import Tenant
from tests.cast import as_company
from tests.factories import CaseFactory

from .conftest import OFFICE

pytestmark = pytest.mark.django_db

TARGETS = {"was": "0", "at_risk_percent": "25", "window_urgent": "1"}
TARGETS |= {"window_high": "8", "window_normal": "24", "window_low": "48"}


@pytest.fixture
def desk(boss, client_for):
    return client_for(boss)


@pytest.fixture
def damaged(acme):
    return CaseFactory(tenant=acme, reason_code="damage", summary="The cover is torn", triaged=True)


def text(answer):
    return answer.content.decode()


def seal(answer):
    return answer.context["seal"]


def inside(company, look):
    with as_company(company):
        return look()


class TestTargets:
    def test_a_preview_counts_and_saving_puts_in_force(self, acme, desk, damaged):
        looked = desk.post("/settings/clock/", TARGETS | {"do": "preview"})
        assert looked.context["panels"][0].context["moves"].sooner == 1
        assert desk.post("/settings/clock/", TARGETS | {"do": "save", "seal": seal(looked)}).status_code == 302
        assert inside(acme, lambda: SlaPolicy.objects.in_force()[1].windows) == {
            "urgent": 60,
            "high": 480,
            "normal": 1440,
            "low": 2880,
        }
        assert inside(acme, lambda: Rollout.objects.get(kind="clock").is_under_way)

    def test_business_hours_without_a_calendar_are_refused(self, desk):
        answer = desk.post("/settings/clock/", TARGETS | {"business_hours": "yes", "do": "preview"})
        assert answer.status_code == 422
        assert "give the company its calendar first" in text(answer)

    @pytest.mark.parametrize("hours", ["0", "-1", "99999999", "soon", ""])
    def test_windows_that_are_none_are_refused_at_their_field(self, desk, hours):
        answer = desk.post("/settings/clock/", TARGETS | {"window_high": hours, "do": "preview"})
        assert answer.status_code == 422
        assert answer.context["form"].errors["window_high"]

    def test_two_managers_at_once_the_second_sees_the_difference(self, acme, desk, boss):
        looked = desk.post("/settings/clock/", TARGETS | {"do": "preview"})
        with as_company(acme):
            SlaPolicy.objects.write(Targets(at_risk_percent=50), by=boss, was=0)
        clash = desk.post("/settings/clock/", TARGETS | {"do": "save", "seal": seal(looked)})
        assert clash.status_code == 409
        assert "A case is at risk in the last 50 % of its time." in text(clash)
        assert clash.context["form"]["window_urgent"].value() == "1"

    def test_labels_are_renamed_and_shown_where_cases_wait(self, acme, desk, damaged):
        names = {"customer": "Ball in their court", "parts": "On order", "approval": "Sign-off", "others": "Others"}
        assert desk.post("/settings/clock/labels/", names).status_code == 302
        assert "Ball in their court" in text(desk.get(f"/cases/{damaged.number}/waiting/"))


class TestCalendar:
    def test_hours_are_written_as_people_write_them(self, acme, desk):
        answer = desk.post("/settings/calendar/", {"day_0": "8-12, 13:00-17:30", "day_5": "9 to 24", "was": "0"})
        assert answer.status_code == 302
        weekly = inside(acme, lambda: Calendar.objects.get().weekly)
        assert (weekly["0"], weekly["5"], weekly["1"]) == (
            [["08:00", "12:00"], ["13:00", "17:30"]],
            [["09:00", "00:00"]],
            [],
        )
        assert "08:00–12:00, 13:00–17:30" in text(desk.get("/settings/calendar/"))

    @pytest.mark.parametrize("written", ["eight to five", "25-26", "17-8", "8-12, 11-13", "8:61-9"])
    def test_hours_that_make_no_sense_are_said_at_their_day(self, desk, written):
        answer = desk.post("/settings/calendar/", {"day_2": written, "was": "0"})
        assert answer.status_code == 422
        assert answer.context["form"].errors["day_2"]

    def test_edge_16_never_open_is_refused(self, desk):
        answer = desk.post("/settings/calendar/", {"was": "0"})
        assert answer.status_code == 422
        assert "no working day in a whole year" in text(answer)

    def test_a_holiday_over_open_cases_is_looked_at_first(self, acme, desk, boss, office, damaged):
        with as_company(acme):
            SlaPolicy.objects.write(Targets(at_risk_percent=50, business_hours=True), by=boss, was=0)
            Case.objects.get(pk=damaged.pk).follow_clock(by=boss)
            due = Case.objects.get(pk=damaged.pk).due_at.date()
        asked = {"day": due.isoformat(), "name": "Snow day"}
        looked = desk.post("/settings/calendar/holidays/", asked)
        assert looked.context["holiday_panels"][0].context["moves"].later == 1
        asked["seal"] = looked.context["holiday_seal"]
        assert desk.post("/settings/calendar/holidays/", asked).status_code == 302
        assert inside(acme, lambda: Calendar.objects.get().holidays.get().day) == due

    def test_edge_16_the_holiday_that_takes_the_last_working_day_is_refused_before_the_look(self, acme, desk, boss):
        today = timezone.localdate()
        monday = today + timedelta(days=-today.weekday())
        with as_company(acme):
            calendar = Calendar.objects.set_hours(None, {0: OFFICE[0]}, by=boss, was=0)
            SlaPolicy.objects.write(Targets(business_hours=True), by=boss, was=0)
            CaseFactory(triaged=True)
            mondays = (monday + timedelta(weeks=week) for week in range(60) if week != 3)
            Holiday.objects.bulk_create(Holiday(calendar=calendar, day=day, name="Closed") for day in mondays)
            Tenant.objects.get(pk=acme.pk).end_setup()
        asked = {"day": (monday + timedelta(weeks=3)).isoformat(), "name": "Closed"}
        answer = desk.post("/settings/calendar/holidays/", asked)
        assert answer.status_code == 422
        assert "no working day in a whole year" in text(answer)

    def test_the_second_of_two_managers_is_told_and_keeps_what_they_wrote(self, acme, desk, boss, office):
        with as_company(acme):
            Calendar.objects.set_hours(None, {1: OFFICE[0]}, by=boss, was=1)
        clash = desk.post("/settings/calendar/", {"day_4": "8-9", "was": "1"})
        assert (clash.status_code, clash.context["form"]["day_4"].value()) == (409, "8-9")
        assert desk.post("/settings/calendar/", {"day_4": "8-9", "was": clash.context["was"]}).status_code == 302

    def test_a_branch_gets_hours_of_its_own_and_gives_them_up(self, acme, desk, office, north):
        place = f"/settings/calendar/{north.pk}/"
        assert "keeps the company’s hours" in text(desk.get(place))
        assert desk.post(place, {"day_5": "9-12", "was": "0"}).status_code == 302
        assert inside(acme, lambda: Calendar.objects.of_place(north).weekly["5"]) == [["09:00", "12:00"]]
        assert desk.post(place, {"do": "give-up", "was": "1"}).status_code == 302
        assert inside(acme, lambda: Calendar.objects.of_place(north)) is None
