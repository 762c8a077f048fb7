"""The inbox as its member sees it: the list, the bell, opening, marking as read, and what comes by mail."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache
from django.utils import timezone

from inbox.models import Notification
from tests.cases.pages.reading import read
from tests.cast import as_company, queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_is_remembered():
    cache.clear()


@pytest.fixture
def visitor(client_for, ada):
    return client_for(ada)


def inbox_of(member):
    with as_company(member.tenant):
        return list(Notification.objects.filter(member=member).newest_first())


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", answer.content.decode()))


class TestTheList:
    def test_shows_what_happened_unread_first_and_day_by_day(self, visitor, tell, ada, case):
        noon = timezone.localtime(timezone=ZoneInfo("America/New_York")).replace(hour=12)
        tell(ada, key="old", at=noon - timedelta(days=1), excerpt="Words of yesterday")
        tell(ada, key="read", excerpt="Words that were read")
        with as_company(ada.tenant):
            Notification.objects.filter(key="read").mark_read(by=ada)
        page = text(visitor.get("/inbox/"))
        assert page.index("Yesterday") < page.index("Words of yesterday") < page.index("Words that were read")
        assert "Max Planck commented." in page
        assert str(case) in page

    def test_is_empty_in_words(self, visitor):
        assert "Nothing here yet" in text(visitor.get("/inbox/"))
        assert "All read" in text(visitor.get("/inbox/?show=unread"))

    def test_shows_only_what_is_unread_when_asked(self, visitor, tell, ada):
        tell(ada, key="1", excerpt="First")
        tell(ada, key="2", excerpt="Second")
        with as_company(ada.tenant):
            Notification.objects.filter(key="1").mark_read(by=ada)
        assert "First" not in (page := text(visitor.get("/inbox/?show=unread")))
        assert "Second" in page

    @pytest.mark.parametrize("odd", ["?show=no", "?after=u~x~y", "?after=q~2026-01-01T00:00:00+00:00~1", "?after=~~"])
    def test_an_odd_address_is_the_whole_list(self, visitor, tell, ada, odd):
        tell(ada)
        assert "It hums again." in text(visitor.get(f"/inbox/{odd}"))

    def test_goes_on_page_by_page_through_unread_and_read(self, visitor, tell, ada):
        now = timezone.now()
        for place in range(120):
            tell(ada, key=str(place), at=now - timedelta(minutes=place), excerpt=f"words-{place:03}")
        with as_company(ada.tenant):
            Notification.objects.filter(key__in=[str(place) for place in range(60)]).mark_read(by=ada)
        seen, address = [], "/inbox/"
        while address:
            answer = visitor.get(address)
            seen += re.findall(r"words-(\d+)", answer.content.decode())
            address = answer.context["next_url"].removeprefix("/acme")
        assert seen == [f"{place:03}" for place in (*range(60, 120), *range(60))]

    @pytest.mark.parametrize("how_many", [1, 3])
    def test_asks_as_much_for_three_as_for_one(self, visitor, tell, ada, how_many):
        for place in range(how_many):
            tell(ada, key=str(place))
        with as_company(ada.tenant):
            Notification.objects.filter(key="0").mark_read(by=ada)
        visitor.get("/inbox/")
        # Session, person, company, scope and its end, access; unread, and read. How many are unread is known.
        assert len(queries_of(lambda: visitor.get("/inbox/"))) == 8


class TestOpening:
    def test_marks_it_as_read_and_goes_there(self, visitor, tell, ada, case):
        tell(ada)
        [told] = inbox_of(ada)
        answer = visitor.post(f"/inbox/{told.pk}/")
        assert (answer.status_code, answer.url) == (302, f"/acme/cases/{case.number}/")
        [told] = inbox_of(ada)
        assert told.read_at

    def test_by_htmx_the_browser_goes_there_too(self, visitor, tell, ada, case):
        tell(ada)
        answer = visitor.post(f"/inbox/{inbox_of(ada)[0].pk}/", htmx=True)
        assert (answer.status_code, answer["HX-Redirect"]) == (204, f"/acme/cases/{case.number}/")

    def test_what_only_looks_leaves_it_unread(self, visitor, tell, ada):
        tell(ada)
        assert "It hums again." in text(visitor.get(f"/inbox/{inbox_of(ada)[0].pk}/"))
        assert inbox_of(ada)[0].read_at is None

    def test_nobody_opens_or_reads_what_another_was_told(self, client_for, tell, ada, max, eve):
        tell(ada)
        [told] = inbox_of(ada)
        for other in (max, eve):
            for ask, path in (("get", ""), ("post", ""), ("post", "reading/")):
                assert getattr(client_for(other), ask)(f"/inbox/{told.pk}/{path}").status_code == 404
        assert inbox_of(ada)[0].read_at is None

    def test_the_address_leads_to_a_page_that_is_there(self, visitor, tell, ada):
        tell(ada)
        answer = visitor.post(f"/inbox/{inbox_of(ada)[0].pk}/")
        assert visitor.raw.get(answer.url).status_code == 200


class TestReading:
    def test_one(self, visitor, tell, ada):
        tell(ada, key="1")
        tell(ada, key="2")
        one, other = inbox_of(ada)
        answer = visitor.post(f"/inbox/{one.pk}/reading/", htmx=True)
        assert (answer.status_code, read(answer).roots) == (200, [("div", "inbox-list")])
        assert "inbox-changed" in answer["HX-Trigger"]
        assert [told.read_at is None for told in inbox_of(ada)] == [False, True]
        assert visitor.post(f"/inbox/{other.pk}/reading/").status_code == 302

    def test_all_that_the_page_had_shown(self, visitor, tell, ada):
        tell(ada, key="1")
        newest = visitor.get("/inbox/").context["newest"]
        tell(ada, key="2")
        assert visitor.post("/inbox/readings/", {"until": newest}).status_code == 302
        assert {told.key: told.read_at is None for told in inbox_of(ada)} == {"1": False, "2": True}
        visitor.post("/inbox/readings/", {"until": "no id"}, htmx=True)
        assert all(told.read_at for told in inbox_of(ada))

    def test_is_a_members_own(self, client_for, tell, ada, max):
        tell(ada)
        client_for(max).post("/inbox/readings/")
        assert inbox_of(ada)[0].read_at is None

    def test_the_first_time_counts(self, tell, ada, acme):
        tell(ada)
        with as_company(acme):
            first = timezone.now()
            inbox_of(ada)[0].read(by=ada, at=first)
            inbox_of(ada)[0].read(by=ada)
        assert inbox_of(ada)[0].read_at == first


class TestTheBell:
    def count(self, visitor):
        return visitor.get("/inbox/pulse/").context["unread"]

    def test_counts_what_is_unread(self, visitor, tell, ada):
        assert self.count(visitor) == "0"
        tell(ada, key="1")
        tell(ada, key="2")
        assert self.count(visitor) == "2"
        visitor.post(f"/inbox/{inbox_of(ada)[0].pk}/reading/")
        assert self.count(visitor) == "1"

    def test_says_at_least_when_there_are_many(self, visitor, tell, ada):
        for place in range(101):
            tell(ada, key=str(place))
        assert self.count(visitor) == "99+"
        again = re.search(r'hx-get="/acme(/inbox/pulse/[^"]*)"', visitor.get("/inbox/pulse/").content.decode())[1]
        assert visitor.get(again).status_code == 204

    def test_is_silent_and_asks_nothing_while_nothing_is_new(self, visitor, tell, ada):
        tell(ada)
        assert visitor.get("/inbox/pulse/?seen=1").status_code == 204
        assert queries_of(lambda: visitor.get("/inbox/pulse/?seen=1")) == []
        tell(ada, key="2")
        answer = visitor.get("/inbox/pulse/?seen=1")
        assert (answer.status_code, "inbox-arrived" in answer["HX-Trigger"]) == (200, True)

    def test_costs_other_pages_no_statement(self, visitor, tell, ada):
        tell(ada)
        visitor.get("/cases/")
        unknown = queries_of(lambda: visitor.get("/cases/"))
        visitor.get("/inbox/pulse/")
        known = queries_of(lambda: visitor.get("/cases/"))
        assert len(known) == len(unknown)
        assert "Inbox, 1 unread" in visitor.get("/cases/").content.decode()

    def test_of_somebody_who_has_left_is_not_there(self, visitor, ada, max, acme):
        visitor.get("/inbox/pulse/?seen=0")
        with as_company(acme):
            ada.deactivate(by=max)
        cache.clear()
        assert visitor.get("/inbox/pulse/?seen=0").status_code == 404
