"""The board as people see it: the ladder of every page that is posted, and what is shown."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from callbacks.models import Callback
from tests.cases.pages.reading import announced, read
from tests.cast import as_company, queries_of
from tests.factories import AccountFactory, CallbackFactory, CaseFactory

from .conftest import PHONE, again, heard

pytestmark = pytest.mark.usefixtures("in_acme")

ACTS = {  # the post, what becomes of it, what is said
    "acceptance": ({}, "accepted", "It is yours to call."),
    "giving": ({"owner": "max"}, "accepted", "Given."),
    "rejection": ({"reason": "wrong", "words": "a fax"}, "rejected", "Rejected."),
    "merger": ({"into": "case"}, "merged", "Merged."),
    "caller": ({"account": "dana"}, "new", "Matched."),
    "separation": ({}, "new", "It stands alone again."),
}
SHEETS = ("giving", "rejection", "merger", "caller")
every = pytest.mark.parametrize("act", ACTS)
BARE = 2  # this test's own scope is left and entered again
# Session, person, company, scope, access; requests, groups, cases, callbacks, count, figures; and the scope taken back.
BOARD = BARE + 12


@pytest.fixture(autouse=True)
def cold(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "nights"}}
    cache.clear()


@pytest.fixture
def night(dana):
    return heard(received_at=timezone.now() - timedelta(hours=3))


@pytest.fixture
def case(dana, ada):
    return CaseFactory(account=dana, by=ada, triaged=True, summary="The heater again")


@pytest.fixture
def path(night):
    return lambda act: f"/after-hours/{night.pk}/{act}/"


@pytest.fixture
def body(case, max, dana):
    real = {"max": max.pk, "case": f"case-{case.pk}", "dana": dana.number}
    return lambda act: {name: real.get(value, value) for name, value in ACTS[act][0].items()}


class TestDeciding:
    @every
    def test_works_and_leads_back_to_the_board(self, desk, act, path, body, night):
        answer = desk.post(path(act), body(act))
        assert (answer.status_code, answer["Location"]) == (302, "/acme/after-hours/")
        assert again(night).state == ACTS[act][1]

    @every
    def test_by_htmx_the_board_reads_itself_anew(self, desk, act, path, body):
        answer = desk.post(path(act), body(act), htmx=True)
        toast = {"text": ACTS[act][2], "kind": "done"}
        assert (answer.status_code, announced(answer)) == (204, {"after-hours-changed": {}, "toast": toast})

    @every
    def test_the_second_hand_gets_a_clear_conflict(self, desk, act, path, body, night, max):
        sent = body(act)
        night.reject("Advertising", by=max)
        for htmx in (True, False):
            answer = desk.post(path(act), sent, htmx=htmx)
            assert answer.status_code == 409
            assert read(answer).alerts == ["Max Planck has rejected this already."]
        assert not Callback.objects.exists()

    @every
    def test_what_is_only_posted_is_not_shown(self, desk, act, path):
        assert desk.get(path(act)).status_code == (200 if act in SHEETS else 405)

    @every
    def test_a_role_that_may_not_is_told_which_may(self, act, path, body, night, member, client_for):
        answer = client_for(member("executive")).post(path(act), body(act))
        assert (answer.status_code, again(night).state) == (403, "new")
        assert "Your role does not include this." in read(answer).text

    @every
    def test_another_company_and_another_branch_find_nothing(
        self, act, path, body, acme, eve, member, north, client_for
    ):
        for visitor in (client_for(eve, acme), client_for(eve), client_for(member("support", branch=north))):
            assert visitor.post(path(act), body(act)).status_code == 404

    @pytest.mark.parametrize("act", SHEETS)
    def test_the_form_is_a_sheet_or_a_page(self, desk, act, path, night):
        for htmx in (False, True):
            page = read(desk.get(path(act), htmx=htmx))
            assert page.has(id="sheet-title")
            assert page.has("nav", classed="topbar-nav") is not htmx

    @pytest.mark.parametrize(
        ("act", "sent", "field", "message"),
        [
            ("giving", {"owner": ""}, "owner", "This field is required."),
            ("giving", {"owner": "me"}, "owner", "“me” is not a valid UUID."),
            ("rejection", {}, "reason", "This field is required."),
            ("rejection", {"reason": "other"}, "words", "Say why in a few words."),
            ("merger", {"into": "case-17"}, "into", "case-17 is not one of the available choices."),
            ("caller", {"name": " "}, "name", "This field is required."),
        ],
    )  # fmt: skip
    def test_what_is_wrong_is_said_at_its_field(self, desk, act, path, night, sent, field, message):
        for htmx in (False, True):
            answer = desk.post(path(act), sent, htmx=htmx)
            assert (answer.status_code, again(night).state) == (422, "new")
            assert message in read(answer).text

    def test_a_callers_customer_of_another_company_is_not_found(self, desk, path, globex):
        with as_company(globex):
            theirs = AccountFactory(tenant=globex, name="Theirs")
        assert desk.post(path("caller"), {"account": theirs.pk}).status_code == 404

    def test_a_caller_is_looked_up_and_somebody_new_is_written_down(self, desk):
        night = heard(phone="(716) 555-0199")
        AccountFactory(name="Zora Zimmer")
        found = desk.get(f"/after-hours/{night.pk}/caller/?q=zora", htmx=True, headers={"HX-Target": "caller-results"})
        assert read(found).roots == [("div", "caller-results")]
        assert "Zora Zimmer" in read(found).text
        assert desk.post(f"/after-hours/{night.pk}/caller/", {"name": "Nora New"}).status_code == 302
        assert (again(night).account.name, again(night).account.phone_e164) == ("Nora New", "+17165550199")

    def test_who_have_the_number_are_proposed(self, desk, dana):
        AccountFactory(name="Another Fields", phone=PHONE)
        page = read(desk.get(f"/after-hours/{heard().pk}/caller/"))
        assert [one.attrs["value"] for one in page.all("button", name="account")] != []
        assert "Another Fields" in page.text and "Dana Fields" in page.text

    def test_an_unknown_caller_is_not_accepted_yet(self, desk):
        night = heard(phone="")
        answer = desk.post(f"/after-hours/{night.pk}/acceptance/", htmx=True)
        toast = {"text": "Say first which customer this is.", "kind": "problem"}
        assert (answer.status_code, announced(answer)) == (204, {"toast": toast})
        assert desk.post(f"/after-hours/{night.pk}/acceptance/").status_code == 422


class TestBoard:
    def test_shows_what_waits_the_oldest_first_with_what_is_open(self, desk, night, case, dana, max):
        callback = CallbackFactory(account=dana, by=max, reason="The pump")
        earlier = heard(7, phone="(716) 555-0177", name="Omar", received_at=timezone.now() - timedelta(hours=9))
        heard(8, words="Now it is <b>worse</b>", received_at=timezone.now() - timedelta(hours=2), urgent=True)
        page = read(desk.get("/after-hours/"))
        rows = page.all("li", classed="night-row")
        assert [row.attrs["data-id"] for row in rows] == [str(earlier.pk), str(night.pk)]
        unknown, known = (row.text for row in rows)
        assert "No customer known" in unknown
        for words in (f"#{case.number} The heater again", f"Callback {callback.number}: The pump, Max Planck"):
            assert words in known
        assert "Called again" in known and "Now it is <b>worse</b>" in known and "Urgent" in known
        assert "3 hours ago" in known

    def test_nothing_waits(self, desk):
        assert "Nothing waits. The night is done." in read(desk.get("/after-hours/")).text

    def test_what_was_decided_stays_in_sight(self, desk, night, ada):
        night.reject("Wrong number", by=ada)
        page = read(desk.get("/after-hours/?tab=reviewed"))
        assert "Rejected" in page.text and "Wrong number" in page.text and "Ada Lovelace" in page.text

    def test_the_next_page_begins_where_this_one_ended(self, desk, monkeypatch):
        monkeypatch.setattr("callbacks.boards.after_hours.PAGE", 2)
        now = timezone.now()
        made = [heard(n, phone="", received_at=now - timedelta(hours=9 - n)) for n in range(3)]
        page = read(desk.get("/after-hours/"))
        (more,) = [one for one in page.all("a") if "after=" in one.attrs.get("href", "")]
        rest = read(desk.get(more.attrs["href"].removeprefix("/acme")))
        assert [row.attrs["data-id"] for row in rest.all("li", classed="night-row")] == [str(made[2].pk)]
        assert desk.get("/after-hours/?after=nonsense&tab=sky").status_code == 200

    def test_who_only_reads_sees_no_buttons(self, night, member, client_for):
        page = read(client_for(member("executive")).get("/after-hours/"))
        assert page.has(id=f"request-{night.pk}")
        assert not page.all(classed="night-acts")
        assert not [one for one in page.all("a") if one.attrs.get("href") == "/acme/after-hours/paste/"]

    @pytest.mark.parametrize("many", [1, 3])
    def test_it_asks_as_often_for_one_row_as_for_three(self, desk, ada, many):
        for place in range(many):
            account = AccountFactory(phone=f"(716) 555-010{place}")
            CaseFactory(account=account, triaged=True)
            CallbackFactory(account=account, by=ada)
            for again_ in range(2):
                heard(f"{place}/{again_}", phone=account.phone_e164)
        desk.get("/after-hours/")
        assert len(queries_of(lambda: desk.get("/after-hours/"))) == BOARD

    def test_it_freshens_itself_when_others_change_it(self, desk, night, case, max):
        def pulse():
            return read(desk.get("/after-hours/")).one("live-pulse").attrs["hx-get"].removeprefix("/acme")

        seen = pulse()
        assert announced(desk.get(seen, htmx=True)) == {}
        case.edit({"summary": "Changed"}, was={}, by=max)
        assert announced(desk.get(seen, htmx=True)) == {"after-hours-changed": {}}
        seen = pulse()
        night.reject("Wrong", by=max)
        assert announced(desk.get(seen, htmx=True)) == {"after-hours-changed": {}}

    def test_the_bar_counts_for_who_dispatches_and_costs_other_pages_nothing(self, desk, night, member, client_for):
        cases = read(desk.get("/cases/"))
        assert "load" in cases.one(id="after-hours-count").attrs["hx-trigger"]
        assert read(desk.get("/after-hours/pulse/")).one("span", classed="count").text == "1"
        assert "load" not in read(desk.get("/cases/")).one(id="after-hours-count").attrs["hx-trigger"]
        answer = desk.get("/after-hours/pulse/?seen=1")
        assert answer.status_code == 204
        assert len(queries_of(lambda: desk.get("/after-hours/pulse/?seen=1"))) == BARE
        heard(9, phone="")
        assert read(desk.get("/after-hours/pulse/?seen=1")).one("span", classed="count").text == "2"
        for role in ("executive", "installer", "buyer"):
            assert not read(client_for(member(role)).get("/inbox/")).has(id="after-hours-count")
