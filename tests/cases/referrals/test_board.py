"""The list of referrals: its tabs and counts, whose it shows, page after page, and at which price."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db.models import F

from customers.models import Account
from routing.models import Department
from tests.cases.pages.reading import announced, read
from tests.cast import as_company, queries_of
from tests.factories import AccountFactory, CaseFactory

from .conftest import FRIDAY

pytestmark = pytest.mark.usefixtures("in_acme")


@pytest.fixture(autouse=True)
def cold(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "board"}}
    cache.clear()


@pytest.fixture
def desk(ada, client_for):
    return client_for(ada)


def ask(department, at=FRIDAY, by=None, **about):
    case = CaseFactory(account=AccountFactory(), triaged=True, **about)
    return case.refer(department, by=by, reason="price", at=at)


def listed(browser, query=""):
    page = read(browser.get(f"/referrals/{query}"))
    return [link.text for link in page.all("a", classed="queue-link")]


def counts(browser, query=""):
    page = read(browser.get(f"/referrals/{query}"))
    return [tab.one(classed="count").text for tab in page.one("nav", classed="tabs").all("a")]


class TestTabs:
    def test_each_shows_what_it_says_with_its_count(self, desk, sales, ada, max):
        for state in ("waiting", "accepted", "mine", "answered", "returned", "withdrawn"):
            referral = ask(sales, summary=state, by=max)
            if state in ("accepted", "mine"):
                referral.accept(by={"accepted": max, "mine": ada}[state])
            elif state == "answered":
                referral.reply("Yes.", by=max, at=FRIDAY)
            elif state == "returned":
                referral.give_back("No.", by=max, at=FRIDAY + timedelta(hours=1))
            elif state == "withdrawn":
                referral.withdraw(by=max, at=FRIDAY + timedelta(hours=2))
        ask(sales, summary="asked", by=ada)
        found = {tab: listed(desk, f"?tab={tab}") for tab in ("waiting", "accepted", "mine", "asked", "finished")}
        assert {tab: sorted(rows) for tab, rows in found.items() if tab != "finished"} == {
            "waiting": ["asked", "waiting"],
            "accepted": ["accepted", "mine"],
            "mine": ["mine"],
            "asked": ["asked"],
        }
        assert found["finished"] == ["withdrawn", "returned", "answered"]
        assert counts(desk) == [str(len(rows)) for rows in found.values()]

    def test_what_is_due_first_comes_first(self, desk, sales):
        for days in (3, 1, 2):
            ask(sales, at=FRIDAY + timedelta(days=days), summary=f"{days}")
        later = ask(sales, at=FRIDAY - timedelta(days=9), summary="long overdue")
        assert later.due_at < FRIDAY
        assert listed(desk)[0] == "long overdue"

    @pytest.mark.parametrize("query", ["?tab=sky", "?department=17", "?after=x", "?before=%00", "?after=" + "0" * 32])
    def test_nonsense_is_as_if_it_was_not_asked(self, desk, sales, query):
        ask(sales, summary="One")
        assert listed(desk, query) == ["One"]

    def test_an_empty_tab_says_so(self, desk):
        texts = [
            read(desk.get(f"/referrals/?tab={tab}")).one(classed="empty").one("h2").text for tab in ("mine", "asked")
        ]
        assert texts == ["Nothing waits for your answer", "You wait for nobody"]


class TestWhose:
    def test_one_s_own_departments_when_nothing_is_chosen(self, desk, sales, departments, ada):
        sales.enrol(ada)
        ask(sales, summary="For Sales")
        ask(departments["warehouse"], summary="For the warehouse")
        assert listed(desk) == ["For Sales"]
        assert sorted(listed(desk, "?department=all")) == ["For Sales", "For the warehouse"]
        assert listed(desk, f"?department={departments['warehouse'].pk}") == ["For the warehouse"]

    def test_what_i_asked_is_mine_whoever_has_it(self, desk, sales, departments, ada):
        sales.enrol(ada)
        ask(departments["warehouse"], summary="Of the warehouse", by=ada)
        assert listed(desk, "?tab=asked") == ["Of the warehouse"]

    def test_only_of_cases_that_open(self, sales, north, south, member, client_for, acme):
        ask(sales, summary="In the north", branch=north)
        ask(sales, summary="In the south", branch=south)
        tess = member("technician")
        ask(sales, summary="Hers").case.assign(tess, by=None)
        assert listed(client_for(member("support", branch=north))) == ["In the north"]
        assert counts(client_for(member("support", branch=north)))[0] == "1"
        assert listed(client_for(tess)) == ["Hers"]
        assert len(listed(client_for(member("executive")))) == 3

    def test_an_executive_reads_without_buttons(self, sales, member, client_for):
        ask(sales)
        page = read(client_for(member("executive")).get("/referrals/"))
        assert not page.one(id="queue").all("button")

    def test_a_department_of_another_company_is_nobody(self, desk, sales, globex):
        with as_company(globex):
            theirs = Department.objects.get(key="support")
            secret = ask(theirs, summary="SECRET")
        ask(sales, summary="Ours")
        assert listed(desk, f"?department={theirs.pk}") == ["Ours"]
        assert listed(desk, f"?after={secret.pk}") == ["Ours"]


class TestPaging:
    @pytest.fixture(autouse=True)
    def small(self, monkeypatch):
        monkeypatch.setattr("cases.boards.PAGE", 2)

    @pytest.mark.parametrize("tab", ["waiting", "finished"])
    def test_every_row_stands_on_one_page_forwards_and_back(self, desk, sales, tab):
        for place in range(5):
            referral = ask(sales, summary=f"{place}", at=FRIDAY + timedelta(days=7 * place))
            if tab == "finished":
                referral.withdraw(by=None, at=FRIDAY - timedelta(days=place))
        seen, address = [], f"/referrals/?tab={tab}"
        while address:
            page = read(desk.raw.get(f"/acme{address.removeprefix('/acme')}"))
            seen.append([link.text for link in page.all("a", classed="queue-link")])
            links = {one.text: one.attrs["href"] for one in page.all("a", classed="button")}
            address, back = links.get("Next"), links.get("Previous")
        assert seen == [["0", "1"], ["2", "3"], ["4"]]
        page = read(desk.raw.get(back))
        assert [link.text for link in page.all("a", classed="queue-link")] == ["2", "3"]


class TestFreshness:
    def test_it_reads_itself_anew_when_something_changed_and_not_before(self, desk, sales, max):
        referral = ask(sales)
        pulse = desk.get("/referrals/").context["pulse_url"].removeprefix("/acme")
        assert announced(desk.get(pulse)) == {}
        referral.accept(by=max)
        answer = desk.get(pulse)
        assert (answer.status_code, announced(answer)) == (204, {"queue-changed": {}})


@pytest.mark.parametrize("how_many", [1, 3])
def test_asks_as_much_for_three_as_for_one(desk, sales, how_many):
    for _place in range(how_many):
        ask(sales)
    desk.get("/referrals/")
    # The test leaves its scope and comes back. Session, person, company, scope and its end, access; the departments
    # that are theirs, and how each row stands.
    assert len(queries_of(lambda: desk.get("/referrals/"))) == 10


def test_a_row_says_what_has_become_of_it(desk, sales, max):
    referral = ask(sales)
    page = read(desk.get("/referrals/"))
    assert page.one("button", classed="is-small").attrs["formaction"].endswith(f"/referrals/{referral.pk}/acceptance/")
    referral.accept(by=max)
    assert "Max Planck" in read(desk.get("/referrals/?tab=accepted")).text
    Account.objects.filter(pk=referral.case.account_id).update(name="Jane Miller", version=F("version") + 1)
    assert "Jane Miller" in read(desk.get("/referrals/?tab=accepted")).text


def test_a_row_leads_to_its_case_and_the_case_leads_back(desk, sales):
    referral = ask(sales)
    address = "/acme/referrals/?tab=waiting&department=all"
    (link,) = read(desk.raw.get(address)).all("a", classed="queue-link")
    assert link.attrs["href"] == f"/acme/cases/{referral.case.number}/#case-referrals"
    page = read(desk.get(f"/cases/{referral.case.number}/", headers={"Referer": f"http://testserver{address}"}))
    back = page.one("nav", classed="trail").all("a")[0]
    assert (back.attrs["href"], back.text) == (address, "Referrals")
