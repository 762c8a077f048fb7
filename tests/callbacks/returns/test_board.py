"""The board of returns: narrowed, searched, and true while others change what stands on it."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from callbacks.models import WarrantyReturn
from tests.cases.pages.reading import announced, read
from tests.cast import as_company
from tests.factories import AccountFactory
from tests.returns import DoneJobFactory, ReturnFactory

pytestmark = pytest.mark.usefixtures("in_acme")


def numbers(desk, query=""):
    return [row.number for row in desk.get(f"/returns/?{query}").context["rows"]]


def pulse(desk, page):
    """Whether that page, as it was read, is told that it is no longer true."""
    path = page.context["pulse_url"].removeprefix("/acme")
    return announced(answer) if "HX-Trigger" in (answer := desk.get(path, htmx=True)) else None


@pytest.fixture
def other(acme, north, ada):
    """Somebody else's return, in the north."""
    with as_company(acme):
        job = DoneJobFactory(account=AccountFactory(name="Kim Park"), branch=north, number="JOB-9", kind="Water heater")
        return ReturnFactory(job=job, by=ada, reported="The pilot light goes out")


class TestNarrowing:
    def test_by_owner_and_branch(self, desk, opened, other, max, north, ada):
        other.assign(max, by=ada)
        shown = {
            "owner=me": [opened.number],
            f"owner={max.pk}": [other.number],
            f"branch={north.pk}": [other.number],
            f"branch={north.pk}&owner=me": [],
            "owner=nonsense&branch=17": [opened.number, other.number],
        }
        for query, expected in shown.items():
            assert numbers(desk, query) == expected, query

    def test_tabs_and_pages_keep_what_was_chosen(self, desk, opened, other, monkeypatch):
        monkeypatch.setattr("cases.boards.PAGE", 1)
        context = desk.get("/returns/?owner=me&q=oak").context
        assert all("owner=me" in tab["url"] and "q=oak" in tab["url"] for tab in context["tabs"])
        assert "owner=me" in desk.get("/returns/?owner=me").context["next_url"]

    def test_a_narrow_list_counts_and_says_how_to_see_all(self, desk, opened, other):
        page = desk.get("/returns/?q=pilot")
        assert [tab["count"] for tab in page.context["tabs"]] == ["1", "1", "0", "0"]
        nothing = read(desk.get("/returns/?q=overshoes&tab=mine"))
        assert "Nothing here says “overshoes”" in nothing.text
        assert nothing.all("a", href="/acme/returns/?tab=mine")


class TestSearching:
    @pytest.mark.parametrize("text", ["JOB-77", "repipe", "Dana", "leaks", "dana sink", "fields below"])
    def test_by_number_job_customer_and_what_they_report(self, desk, opened, other, text):
        assert numbers(desk, f"q={text}") == [opened.number]

    def test_every_word_must_be_there(self, desk, opened, other):
        assert numbers(desk, "q=dana+pilot") == []

    def test_what_was_settled_is_found_behind_its_tab(self, desk, looked_into):
        looked_into.decide("no", "A hose", by=None)
        looked_into.settle(by=None)
        assert (numbers(desk, "q=leaks"), numbers(desk, "q=leaks&tab=finished")) == ([], [looked_into.number])

    def test_nobody_finds_what_they_may_not_open(self, opened, other, member, south, client_for):
        assert numbers(client_for(member("support", branch=south)), "q=leaks") == []

    def test_what_was_there_before_is_found_too(self, desk, opened, other):
        opened.words_said.all().delete()
        assert numbers(desk, "q=leaks") == []
        with connection.schema_editor(atomic=False) as editor:
            import_module("callbacks.migrations.0011_return_words").index(apps, editor)
        assert numbers(desk, "q=leaks") == [opened.number]

    def test_the_palette_leads_to_the_board_and_those_who_see_them_to_the_rates(self, desk, boss, client_for):
        def leads(visitor, text):
            return read(visitor.get("/cases/palette/", {"q": text}, htmx=True))

        assert leads(desk, "returns").all("a", href="/acme/returns/")
        shown = [bool(leads(one, "rates").all("a", href="/acme/callbacks/rates/")) for one in (desk, client_for(boss))]
        assert shown == [False, True]


class TestTruth:
    def test_another_hand_is_told_of_and_nothing_else(self, desk, opened, max, ada):
        page = desk.get("/returns/")
        assert pulse(desk, page) is None
        opened.assign(max, by=ada)
        assert pulse(desk, page) == {"queue-changed": {}}

    def test_a_new_one_and_one_that_is_settled_are_told_of(self, desk, looked_into, account, ada):
        page = desk.get("/returns/")
        ReturnFactory(job=DoneJobFactory(account=account), by=ada)
        assert pulse(desk, page) == {"queue-changed": {}}
        page = desk.get("/returns/")
        looked_into.decide("no", "A hose", by=None)
        looked_into.settle(by=None)
        assert pulse(desk, page) == {"queue-changed": {}}

    def test_what_the_page_does_not_show_disturbs_nobody(self, desk, opened, max, ada):
        page = desk.get("/returns/?owner=me")
        opened.assign(max, by=ada)
        page = desk.get("/returns/?owner=me")
        WarrantyReturn.objects.get(pk=opened.pk).plan(timezone.now() + timedelta(days=9), "Parts", by=max)
        assert pulse(desk, page) is None
