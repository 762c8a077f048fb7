"""Callbacks in lists: one's own of today, everybody's, the week, and passing many on."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from callbacks.boards.today import Today
from callbacks.models import Callback
from tenants.access import access_of
from tests.cases.pages.reading import announced, read
from tests.cast import as_company
from tests.factories import CallbackFactory

from .moments import fresh

CHANGED = {"callbacks-changed": {}, "case-changed": {}, "queue-changed": {}}
pytestmark = pytest.mark.usefixtures("in_acme")


@pytest.fixture
def callback(account, ada):
    return CallbackFactory(account=account, by=ada)


class TestLists:
    def test_my_callbacks_stand_in_the_sections_of_the_day(self, desk, account, ada, max):
        now = timezone.now()
        late = CallbackFactory(account=account, by=ada, kind="emergency", at=now - timedelta(hours=3))
        CallbackFactory(account=account, by=ada, kind="emergency")
        CallbackFactory(account=account, by=ada, due_at=now + timedelta(days=3))
        CallbackFactory(account=account, by=max, reason="Not mine")
        done = CallbackFactory(account=account, by=ada)
        done.log_attempt("reached", note="Well.", by=ada)
        page = read(desk.get("/callbacks/"))
        assert [one.text for one in page.all("h2") if "section-" in one.attrs.get("id", "")][0] == "Overdue 1"
        assert page.one(id=f"callback-{late.number}")
        assert "1 done today" in page.text and "Not mine" not in page.text

    def test_nothing_to_do_is_said_kindly(self, desk, account):
        assert "Every promise is kept" in read(desk.get("/callbacks/")).text

    @pytest.mark.parametrize("path", ["/callbacks/", "/callbacks/all/", "/callbacks/calendar/"])
    def test_a_list_costs_the_same_for_one_and_for_three(
        self, path, desk, account, ada, django_assert_num_queries, client_for
    ):
        counts = {"/callbacks/": 12, "/callbacks/all/": 11, "/callbacks/calendar/": 11}
        for more in (1, 2):
            for _ in range(more):
                CallbackFactory(account=account, by=ada, due_at=timezone.now() + timedelta(minutes=30))
            desk.get(path)
            with django_assert_num_queries(counts[path]):
                assert desk.get(path).status_code == 200

    def test_the_list_is_narrowed_by_owner_kind_and_branch(self, desk, account, ada, max):
        CallbackFactory(account=account, by=ada, kind="warranty", reason="Of Ada")
        CallbackFactory(account=account, by=max, kind="status_update", reason="Of Max")
        shown = {
            "owner=me": (True, False),
            f"owner={max.pk}": (False, True),
            "kind=warranty": (True, False),
            "kind=nonsense&owner=17": (True, True),
            f"branch={ada.branch_id}": (True, True),
        }
        for query, expected in shown.items():
            text = read(desk.get(f"/callbacks/all/?{query}")).text
            assert ("Of Ada" in text, "Of Max" in text) == expected, query

    def test_pages_follow_each_other_without_a_gap(self, desk, account, ada, monkeypatch):
        monkeypatch.setattr("cases.boards.PAGE", 2)
        now = timezone.now()
        numbers = [
            CallbackFactory(account=account, by=ada, due_at=now + timedelta(hours=hour)).number for hour in range(1, 6)
        ]
        path, seen = "/callbacks/all/", []
        for _ in range(3):
            page = read(desk.get(path))
            seen.append([int(one.attrs["data-number"]) for one in page.all("li") if "data-number" in one.attrs])
            path = next((one.attrs["href"] for one in page.all("a") if "after=" in one.attrs.get("href", "")), "")
            path = path.removeprefix("/acme")
        assert seen == [numbers[:2], numbers[2:4], numbers[4:]] and not path

    def test_the_pulse_says_when_something_changed(self, desk, account, ada):
        page = read(desk.get("/callbacks/"))
        (pulse,) = page.all("live-pulse")
        path = pulse.attrs["hx-get"].removeprefix("/acme")
        assert "HX-Trigger" not in desk.get(path, htmx=True)
        CallbackFactory(account=account, by=ada)
        assert announced(desk.get(path, htmx=True)) == {"queue-changed": {}}

    @pytest.mark.parametrize("day", ["2026-11-20", "nonsense", "0001-01-01", "9999-12-31", ""])
    def test_any_week_may_be_asked_for(self, desk, account, day):
        assert desk.get(f"/callbacks/calendar/?day={day}").status_code == 200

    def test_a_day_of_the_calendar_holds_what_is_due_on_it(self, desk, account, ada):
        callback = CallbackFactory(account=account, by=ada, due_at=timezone.now() + timedelta(days=30))
        day = timezone.localtime(callback.due_at).date()
        assert "Dana Fields" in read(desk.get(f"/callbacks/calendar/?day={day}")).text
        assert "Dana Fields" not in read(desk.get(f"/callbacks/calendar/?day={day + timedelta(days=7)}")).text

    def test_what_is_overdue_says_so_in_its_day(self, desk, account, ada):
        due_at = timezone.now() + timedelta(days=30)
        late, other = (CallbackFactory(account=account, by=ada, due_at=due_at) for _ in range(2))
        path = f"/callbacks/calendar/?day={timezone.localtime(due_at).date()}"
        assert "overdue" not in read(desk.get(path)).text
        Callback.objects.ring([late.pk], due_at + timedelta(seconds=1))
        assert read(desk.get(path)).text.count("· overdue") == 1
        assert other.is_open


class TestPassingManyOn:
    PATH = "/callbacks/reassignment/"

    def test_each_is_passed_on_and_told(self, desk, account, ada, max):
        mine = [CallbackFactory(account=account, by=ada) for _ in range(3)]
        body = {"callback": [one.number for one in mine], "member": max.pk}
        answer = desk.post(self.PATH, body, htmx=True)
        assert (answer.status_code, announced(answer)) == (200, CHANGED)
        assert "3 callbacks are Max Planck's now." in read(answer).text
        assert {fresh(one).owner for one in mine} == {max}

    def test_one_that_is_done_is_named_and_the_others_go(self, desk, account, ada, max):
        done, other = (CallbackFactory(account=account, by=ada) for _ in range(2))
        done.log_attempt("reached", note="Well.", by=ada)
        answer = desk.post(self.PATH, {"callback": [done.number, other.number], "member": max.pk}, htmx=True)
        text = read(answer).text
        assert "1 callback is Max Planck's now." in text and "Ada Lovelace has reached them already." in text
        assert (fresh(done).owner, fresh(other).owner) == (ada, max)

    def test_nobody_chosen_is_said_at_the_field(self, desk, callback):
        answer = desk.post(self.PATH, {"callback": callback.number}, htmx=True)
        assert (answer.status_code, read(answer).errors_of("member")) == (422, ["This field is required."])

    def test_of_another_company_nothing_is_touched(self, callback, eve, client_for):
        client_for(eve).post(self.PATH, {"callback": callback.number, "member": eve.pk})
        with as_company(callback.tenant_id):
            assert fresh(callback).version == callback.version


@pytest.mark.parametrize(
    ("due_in", "next_try_in", "section"),
    [(-1, None, "overdue"), (1, None, "now"), (2, 1, "later"), (1, 30, "now"), (72, None, "coming"), (72, 1, "coming")],
)
def test_each_stands_where_it_is_to_be_done(account, ada, due_in, next_try_in, section, rf):
    noon = timezone.localtime().replace(hour=12, minute=0)
    hour = timedelta(hours=1)
    callback = CallbackFactory(account=account, by=ada, at=noon - 5 * hour, due_at=noon + due_in * hour)
    if next_try_in:
        callback.log_attempt("no_answer", by=ada, at=noon - hour, next_at=noon + next_try_in * hour)
    request = rf.get("/")
    request.company, request.access = SimpleNamespace(now=lambda: noon), access_of(ada.user)
    (placed,) = Today(request).sections()
    assert placed[0] == section
