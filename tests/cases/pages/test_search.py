"""Searching the queues: pages of frequent words, mistyped words, and what an installer's search keeps from them."""

from datetime import timedelta

import pytest
from django.db import connection

from cases.querysets import FEW
from tests.cast import as_company
from tests.factories import AccountFactory, CaseFactory, InstallerSeatFactory

from .conftest import OPENED_AT
from .crowd import crowd
from .reading import read
from .test_queues import asked, counts, pages, summaries

# "common" on each of the crowd, "third" on every third, and so many words that begin alike that they are not merged.
WORDS = """
INSERT INTO cases_casetoken (id, tenant_id, case_id, token, queue_at, resolved_at, is_internal)
SELECT uuidv7(), tenant_id, id, token, queue_at, resolved_at, false FROM cases_case, LATERAL unnest(
  ARRAY['common', 'commons', 'many' || chr(97 + number % 20)]
  || CASE WHEN number % 3 = 0 THEN ARRAY['third'] ELSE '{}' END) token
"""


@pytest.fixture(params=["open", "resolved"])
def many(request, smith, departments):
    """More cases with one word than are fetched by their ids, in that queue."""
    crowd(smith, FEW + 100, at=OPENED_AT, apart=timedelta(minutes=1), resolved=request.param == "resolved")
    with as_company(smith.tenant_id), connection.cursor() as cursor:
        cursor.execute("UPDATE cases_case SET priority = CASE WHEN number <= 70 THEN 'low' ELSE 'high' END")
        cursor.execute(WORDS)
    return request.param


def expected(queue, numbers):
    ordered = [f"Case {number}" for number in numbers]
    return ordered[::-1] if queue == "resolved" else ordered


@pytest.mark.parametrize("text", ["common", "comm", "common third", "third commons", "many", "many third"])
def test_a_frequent_word_is_found_page_by_page_in_the_order_of_the_queue(many, desk, text):
    step = 3 if "third" in text else 1
    ordered = expected(many, range(step, FEW + 101, step))
    first = asked(desk, queue=many, q=text)
    second = read(desk.raw.get(link_of(first, "Next")))
    assert summaries(first) + summaries(second) == ordered[:100]
    assert summaries(read(desk.raw.get(link_of(second, "Previous")))) == ordered[:50]
    assert counts(first)[f"tab-{many}"] == "99+"


def link_of(page, label):
    return next(link.attrs["href"] for link in page.all("a", classed="button") if link.text == label)


def test_a_filter_finds_the_few_among_many(many, desk):
    """The low ones are the last of the resolved queue: beyond what is read of the word at first."""
    forth, last = pages(desk, "Next", asked(desk, queue=many, q="common", priority="low"))
    assert sum(forth, []) == expected(many, range(1, 71))
    back, _first = pages(desk, "Previous", last)
    assert back == forth[::-1]


@pytest.fixture
def quasar(smith, departments):
    """Of two open cases one says a rare word, and so does a resolved one."""
    CaseFactory(account=smith, summary="Heater drips", triaged=True)
    case = CaseFactory(account=smith, summary="Old quasar", triaged=True)
    with as_company(smith.tenant_id):
        case.resolve(by=None, path="repaired", notes="Done")
    return CaseFactory(account=smith, summary="Quasar lamp flickers", triaged=True)


@pytest.mark.parametrize("htmx", [False, True])
def test_a_mistyped_word_finds_what_was_meant_and_says_so(quasar, desk, htmx):
    how = {"htmx": True, "headers": {"HX-Target": "queue"}} if htmx else {}
    for queue, summary in (("open", "Quasar lamp flickers"), ("resolved", "Old quasar")):
        page = read(desk.get("/cases/", {"queue": queue, "q": "quazar"}, **how))
        assert summaries(page) == [summary]
        assert page.one(classed="notice").text.startswith("Nothing for “quazar”. Showing “quasar”.")
        assert (counts(page)["tab-open"], counts(page)["tab-resolved"]) == ("1", "1")
    empty = asked(desk, queue="mine", q="quazar")
    assert (summaries(empty), empty.has(classed="notice")) == ([], True)


def test_the_word_as_typed_is_one_link_away(quasar, desk):
    page = asked(desk, queue="open", q="quazar")
    assert page.value_of("q") == "quazar"
    exact = read(desk.raw.get(page.one(classed="notice").one("a").attrs["href"]))
    assert exact.one(classed="empty").one("h2").text == "Nothing matches these filters"
    assert not exact.has(classed="notice")
    assert counts(exact)["tab-open"] == "0"


def test_only_the_word_that_nothing_says_is_taken_for_another(quasar, desk):
    page = asked(desk, q="quazar lamp")
    assert summaries(page) == ["Quasar lamp flickers"]
    assert "Showing “quasar lamp”" in page.one(classed="notice").text
    for text in ("quasar", "heater lamp", "zeppelin", "?!"):
        assert not asked(desk, q=text).has(classed="notice"), text


def test_the_pulse_of_a_mistyped_search_is_quiet_until_somebody_says_the_word(quasar, smith, desk):
    pulse = asked(desk, q="quazar").one("live-pulse").attrs["hx-get"]
    assert "HX-Trigger" not in desk.raw.get(pulse)
    CaseFactory(account=smith, summary="Quazar indeed")
    assert desk.raw.get(pulse)["HX-Trigger"] == "queue-changed"
    assert summaries(asked(desk, q="quazar")) == ["Quazar indeed"]


def test_an_installer_finds_and_is_offered_nothing_that_was_said_inside(smith, quasar, member, ada, client_for):
    organisation, person = AccountFactory(tenant=smith.tenant, kind="installer"), member("installer")
    InstallerSeatFactory(member=person, account=organisation)
    own = CaseFactory(account=smith, installer=organisation, summary="Lamp is dark", triaged=True)
    with as_company(smith.tenant_id):
        own.comment("The customer is furious", by=ada)
        own.comment("We bring a ladder", by=ada, audience="customer")
    theirs, ours = client_for(person), client_for(ada)
    assert [summaries(asked(who, q="furious")) for who in (theirs, ours)] == [[], ["Lamp is dark"]]
    assert [summaries(asked(who, q="furius")) for who in (theirs, ours)] == [[], ["Lamp is dark"]]
    assert summaries(asked(theirs, q="lader")) == ["Lamp is dark"]
    assert summaries(asked(theirs, q="quazar")) == []
    for text in ("furius", "quazar"):
        assert not asked(theirs, q=text).has(classed="notice")


def test_nobody_is_offered_a_word_of_another_company(quasar, globex, eve, client_for):
    CaseFactory(account=AccountFactory(tenant=globex), summary="Heater")
    page = asked(client_for(eve), q="quazar")
    assert (summaries(page), page.has(classed="notice")) == ([], False)
