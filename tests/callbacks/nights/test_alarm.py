"""Nobody looked by the morning dispatch: the managers are told once. And how soon somebody looks is measured."""

from datetime import timedelta

import pytest
from django.db import connection

from callbacks.models import AfterHoursRequest, board_of
from inbox.models import Delivery, Notification, Preference
from tenants import news
from tenants.access import access_of
from tests.factories import CaseFactory, JobFactory

from .conftest import DISPATCH, MINUTE, NIGHT, again, heard

pytestmark = pytest.mark.usefixtures("in_acme")
UNREVIEWED = "callbacks-after-hours-unreviewed"


@pytest.fixture
def grace(in_acme, member):
    grace = member("manager", name="Grace Hopper")
    Preference.objects.settle(grace, by=grace, mailed=["alarm"])
    return grace


def due(most=500):
    with connection.cursor() as cursor:
        cursor.callproc("kept_nights_alarmed", [most])
        return [pk for _company, pk in cursor.fetchall()]


def sound(now=DISPATCH):
    return AfterHoursRequest.objects.sound(AfterHoursRequest.objects.values_list("pk", flat=True), now)


def told(member):
    return list(Notification.objects.filter(member=member, what=UNREVIEWED).order_by("at"))


class TestAlarm:
    def test_tells_the_managers_once_in_the_app_and_by_mail(self, grace, ada):
        request = heard()
        assert (sound(DISPATCH - MINUTE), sound(), sound()) == (0, 1, 0)
        (notice,) = told(grace)
        assert (notice.at, notice.address, notice.about) == (DISPATCH, "/after-hours/", "alarm")
        assert (notice.facts["number"], notice.subject_label) == (1, "(716) 555-0100")
        assert told(ada) == []
        assert (again(request).alarm_at, again(request).alarmed_at) == (None, DISPATCH)

    def test_it_is_a_mail_too(self, grace, monkeypatch):
        from django.utils import timezone

        request = heard(received_at=timezone.now() - timedelta(days=6), at=timezone.now())
        assert sound(request.alarm_at) == 1
        assert Delivery.objects.to_member(grace).count() == 1

    def test_a_morning_is_one_message_however_many_wait(self, grace):
        for place in range(3):
            heard(place, phone=f"(716) 555-010{place}", received_at=NIGHT + place * MINUTE)
        assert sound() == 3
        assert [notice.facts["number"] for notice in told(grace)] == [3]

    def test_what_somebody_looked_at_is_quiet(self, grace, ada):
        heard().reject("Wrong number", by=ada)
        assert (sound(), told(grace)) == (0, [])

    def test_what_comes_too_late_for_its_morning_is_told_by_itself(self, grace):
        heard(1)
        sound()
        heard(2, phone="(716) 555-0177", at=DISPATCH + 10 * MINUTE)
        assert sound(DISPATCH + 10 * MINUTE) == 1
        assert len(told(grace)) == 2

    def test_each_branch_hears_of_its_own_and_the_company_of_all(self, grace, member, north, south, dana):
        JobFactory(account=dana, branch=north)
        nora, sam = member("manager", branch=north), member("manager", branch=south)
        heard()
        sound()
        assert [len(told(one)) for one in (grace, nora, sam)] == [1, 1, 0]

    def test_without_managers_who_is_above_them_hears_it(self, member):
        owner = member("owner")
        heard()
        sound()
        assert len(told(owner)) == 1

    def test_nobody_below_them_hears_it_and_a_manager_who_has_left_is_none(self, grace, ada, max, member):
        owner = member("owner")
        grace.deactivate(by=None)
        heard()
        sound()
        assert [len(told(one)) for one in (owner, ada, max)] == [1, 0, 0]

    def test_it_names_the_oldest_of_the_branch_and_counts_what_waited_by_then(self, grace, dana, north, member):
        JobFactory(account=dana, branch=north)
        nora = member("manager", branch=north)
        heard(1, phone="(716) 555-0177", received_at=NIGHT + 2 * MINUTE)
        heard(2, received_at=NIGHT + MINUTE)
        heard(3, phone="(716) 555-0188")
        heard(4, received_at=NIGHT + timedelta(days=1))
        assert sound() == 3
        facts = {notice.facts["branch"]: (notice.facts, notice.subject_label) for notice in told(grace)}
        root = grace.branch.name
        assert facts == {
            root: ({"number": 2, "branch": root, "since": NIGHT.isoformat()}, "(716) 555-0188"),
            "North": ({"number": 1, "branch": "North", "since": (NIGHT + MINUTE).isoformat()}, "Dana Fields"),
        }
        assert [notice.facts["branch"] for notice in told(nora)] == ["North"]

    def test_only_what_the_sweep_has_found_is_told(self, grace):
        one, other = heard(1, phone=""), heard(2, phone="")
        assert AfterHoursRequest.objects.sound([one.pk], DISPATCH) == 1
        assert (again(one).alarmed_at, again(other).alarm_at) == (DISPATCH, DISPATCH)

    def test_the_board_reads_itself_anew_when_something_was_told(self, grace, acme):
        heard()
        marks = [news.latest(board_of(acme.pk))]
        for now in (DISPATCH - MINUTE, DISPATCH):
            sound(now)
            marks.append(news.latest(board_of(acme.pk)))
        assert (marks[0] == marks[1], marks[1] == marks[2]) == (True, False)

    def test_a_manager_opens_what_they_are_told(self, grace, acme):
        heard()
        sound()
        assert Notification.objects.readable_by(access_of(grace.user, acme)).count() == 1

    def test_the_sweep_finds_what_is_due_and_nothing_else(self, ada):
        waiting, reviewed = heard(1), heard(2, phone="")
        reviewed.reject("Wrong", by=ada)
        heard(3, phone="1", received_at=NIGHT + timedelta(days=4000), at=NIGHT)
        assert due() == ([waiting.pk] if waiting.due_at <= connection_now() else [])


def connection_now():
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        return cursor.fetchone()[0]


class TestMeasuring:
    def promptness(self, member, now=DISPATCH + timedelta(days=1)):
        return AfterHoursRequest.objects.promptness(access_of(member.user, member.tenant), now)

    def test_nothing_came_in(self, ada):
        nothing = self.promptness(ada)
        assert (nothing.median, nothing.of, nothing.percent) == (None, 0, None)

    def test_the_median_and_the_share_in_time(self, ada):
        for place, minutes in enumerate((60, 200, 500)):
            heard(place, phone="").reject("Wrong", by=ada, at=NIGHT + minutes * MINUTE)
        heard(9, phone="")  # nobody has looked, and the morning is over
        found = self.promptness(ada)
        assert (found.median, found.in_time, found.of, found.percent) == (200 * MINUTE, 2, 4, 50)

    def test_what_still_has_time_does_not_count(self, ada):
        heard()
        assert self.promptness(ada, DISPATCH - MINUTE).of == 0
        assert self.promptness(ada, DISPATCH + MINUTE).percent == 0

    def test_in_the_very_second_is_in_time_and_months_ago_is_forgotten(self, ada):
        heard().reject("Wrong", by=ada, at=DISPATCH)
        assert self.promptness(ada).percent == 100
        assert self.promptness(ada, NIGHT + timedelta(days=30)).of == 0

    def test_each_sees_their_own_branch(self, ada, member, north, south, dana):
        CaseFactory(account=dana, branch=north)
        heard().reject("Wrong", by=ada, at=DISPATCH)
        nora, sam = member("support", branch=north), member("support", branch=south)
        assert [self.promptness(one).of for one in (ada, nora, sam)] == [1, 1, 0]
