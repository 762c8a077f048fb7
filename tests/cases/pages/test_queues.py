"""The queues: which cases stand in which tab, in which order, narrowed by what, and counted up to where."""

from datetime import timedelta

import pytest

from tests.cast import as_company
from tests.factories import CaseFactory

from .conftest import OPENED_AT
from .crowd import crowd
from .reading import read

HOUR = timedelta(hours=1)


@pytest.fixture
def shelf(smith, departments, ada, max):
    """Five cases by name: two of Ada's, one of Max's, one of nobody's, two resolved."""

    def opened(summary, hours, owner=None, **fields):
        case = CaseFactory(account=smith, summary=summary, opened_at=OPENED_AT + hours * HOUR, **fields)
        with as_company(smith.tenant_id):
            case.triage(at=case.opened_at)
            if owner:
                case.assign(owner, by=max, at=case.opened_at)
        return case

    cases = {
        "slow": opened("Slow heater", 0, ada, priority="low"),
        "flood": opened("Flooded cellar", 3, ada, priority="urgent"),
        "pump": opened("Pump hums", 2, max, priority="high", reason_code="missing_part"),
        "crack": opened("Cracked tile", 1, None, priority="normal", reason_code="wrong_item"),
        "early": opened("Early one", 0, ada),
        "late": opened("Late one", 0, max, priority="high"),
    }
    with as_company(smith.tenant_id):
        for name, hours in (("early", 5), ("late", 9)):
            cases[name].resolve(by=max, path="repaired", notes="Done", at=OPENED_AT + hours * HOUR)
    return cases


def summaries(page):
    return [link.text for link in page.all("a", classed="queue-link")]


def asked(browser, **query):
    return read(browser.get("/cases/", query))


def counts(page):
    return {tab.attrs["id"]: tab.one(classed="count").text for tab in page.all("a", classed="tab")}


ORDER = {
    "open": ["Flooded cellar", "Pump hums", "Cracked tile", "Slow heater"],
    "unassigned": ["Cracked tile"],
    "mine": ["Flooded cellar", "Slow heater"],
    "resolved": ["Late one", "Early one"],
}


def test_each_tab_holds_its_cases_what_is_due_first_on_top(shelf, desk):
    pages = {queue: asked(desk, queue=queue) for queue in ORDER}
    assert {queue: summaries(page) for queue, page in pages.items()} == ORDER
    assert summaries(asked(desk)) == ORDER["open"]
    for queue, page in pages.items():
        assert counts(page) == {"tab-open": "4", "tab-unassigned": "1", "tab-mine": "2", "tab-resolved": "2"}
        assert [tab.attrs["id"] for tab in page.all("a", aria_current="page", classed="tab")] == [f"tab-{queue}"]


def test_a_case_that_waits_for_its_clock_stands_where_it_was_opened(shelf, smith, desk):
    CaseFactory(account=smith, summary="Just in", opened_at=OPENED_AT)
    page = asked(desk)
    assert summaries(page)[0] == "Just in"
    assert page.all("tr", classed="queue-row")[0].one(classed="queue-due").text == "Due time pending"


def test_the_resolved_say_whether_they_were_in_time(smith, departments, max, desk):
    for hours, summary in ((1, "Kept"), (5, "Missed")):
        case = CaseFactory(account=smith, summary=summary, priority="urgent", opened_at=OPENED_AT, triaged=True)
        with as_company(smith.tenant_id):
            case.resolve(by=max, path="repaired", notes="Done", at=OPENED_AT + hours * HOUR)
    rows = asked(desk, queue="resolved").all("tr", classed="queue-row")
    assert [row.one(classed="queue-due").text for row in rows] == ["Late", "In time"]


FILTERS = [
    ({"owner": "me"}, ["Flooded cellar", "Slow heater"]),
    ({"owner": "none"}, ["Cracked tile"]),
    ({"owner": "<max>"}, ["Pump hums"]),
    ({"department": "<purchasing>"}, ["Pump hums"]),
    ({"priority": "low"}, ["Slow heater"]),
    ({"q": "PUMP"}, ["Pump hums"]),
    ({"q": "smi hea"}, ["Slow heater"]),
    ({"q": "nothing like it"}, []),
    ({"owner": "me", "priority": "urgent"}, ["Flooded cellar"]),
    ({"owner": "me", "priority": "urgent", "q": "slow"}, []),
    ({"department": "<warehouse>", "owner": "none", "priority": "normal", "q": "tile"}, ["Cracked tile"]),
    ({"owner": "nobody at all", "priority": "sky", "department": "17"}, ORDER["open"]),
]


@pytest.fixture
def meant(departments, max):
    """What the words in angle brackets stand for."""
    return {"<max>": max.pk} | {f"<{key}>": department.pk for key, department in departments.items()}


def test_filters_narrow_alone_and_together(shelf, desk, meant):
    for chosen, expected in FILTERS:
        page = asked(desk, **{name: meant.get(value, value) for name, value in chosen.items()})
        assert (chosen, summaries(page)) == (chosen, expected)
        assert counts(page)["tab-open"] == str(len(expected))


def test_filters_stay_in_every_link_of_the_queue(shelf, desk, meant):
    page = asked(desk, owner="me", q="flood", priority="sky")
    assert page.one(id="tab-resolved").attrs["href"] == "/acme/cases/?queue=resolved&owner=me&q=flood"
    assert page.one(id="queue").attrs["hx-get"] == "/acme/cases/?queue=open&owner=me&q=flood"
    assert (page.value_of("owner"), page.value_of("q"), page.value_of("queue")) == ("me", "flood", "open")
    assert summaries(read(desk.raw.get(page.one(id="queue").attrs["hx-get"]))) == ["Flooded cellar"]


def test_an_empty_queue_says_what_to_do(departments, desk):
    said = {queue: asked(desk, queue=queue).one(classed="empty").one("h2").text for queue in ORDER}
    assert said == {
        "open": "No open cases",
        "unassigned": "Every case has an owner",
        "mine": "Nothing is waiting for you",
        "resolved": "Nothing resolved yet",
    }
    filtered = asked(desk, queue="mine", q="pump")
    assert filtered.one("a", href="/acme/cases/?queue=mine", classed="button").text == "Clear filters"


def test_htmx_gets_the_queue_alone_only_when_it_is_what_changes(shelf, desk):
    part = read(desk.get("/cases/", {"queue": "mine"}, htmx=True, headers={"HX-Target": "queue"}))
    assert part.roots == [("section", "queue")]
    assert summaries(part) == ORDER["mine"]
    assert read(desk.get("/cases/", {"queue": "mine"}, htmx=True)).has("main")


def test_counts_stop_at_999(smith, departments, desk):
    crowd(smith, 999, at=OPENED_AT)
    assert counts(asked(desk)) == {"tab-open": "999", "tab-unassigned": "999", "tab-mine": "0", "tab-resolved": "0"}
    crowd(smith, 1, at=OPENED_AT)
    assert counts(asked(desk))["tab-open"] == "999+"
    assert counts(asked(desk, priority="normal"))["tab-open"] == "99+"


def pages(browser, label, page):
    """Follow the link ``label`` from ``page`` as far as it goes; return the summaries of every page."""
    seen = [summaries(page)]
    while links := [link for link in page.all("a", classed="button") if link.text == label]:
        assert len(seen) < 9, "it goes round in circles"
        page = read(browser.raw.get(links[0].attrs["href"]))
        seen.append(summaries(page))
    return seen, page


@pytest.mark.parametrize("queue", ["open", "resolved"])
@pytest.mark.parametrize("apart", [timedelta(0), HOUR], ids=["at-one-moment", "apart"])
def test_pages_turn_forth_and_back_without_a_gap(smith, desk, queue, apart):
    crowd(smith, 120, at=OPENED_AT, apart=apart, resolved=queue == "resolved")
    forth, last = pages(desk, "Next", asked(desk, queue=queue))
    assert [len(page) for page in forth] == [50, 50, 20]
    assert len({summary for page in forth for summary in page}) == 120
    if apart:
        ordered = [f"Case {number}" for number in range(1, 121)]
        assert sum(forth, []) == (ordered[::-1] if queue == "resolved" else ordered)
    back, first = pages(desk, "Previous", last)
    assert back == forth[::-1]
    assert "Previous" not in [link.text for link in first.all("a", classed="button")]


def test_a_page_whose_cases_have_moved_on_begins_at_the_top(shelf, desk):
    after = "2030-01-01T00:00:00+00:00~ffffffff-ffff-ffff-ffff-ffffffffffff"
    before = "2020-01-01T00:00:00+00:00~00000000-0000-0000-0000-000000000000"
    assert summaries(asked(desk, after=after)) == ORDER["open"]
    assert summaries(asked(desk, before=before)) == ORDER["open"]
