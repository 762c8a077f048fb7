"""The page of one case: what it is, whose, its history, and that its parts say the same as the whole."""

from datetime import datetime

import pytest

from tests.cast import as_company
from tests.factories import (
    AssetFactory,
    CaseFactory,
    ContactFactory,
    ContractFactory,
    JobFactory,
    OrderLineFactory,
    PropertyFactory,
)

from .reading import read


@pytest.fixture
def page_of(desk):
    return lambda case, **more: read(desk.get(f"/cases/{case.number}/", **more))


def test_the_page_says_what_it_is_and_whose(case, page_of):
    page = page_of(case)
    header = page.one(id="case-header")
    assert header.one("h1").text == "#1 Pump hums"
    assert header.one(classed="case-signs").one(classed="badge").text == "Open"
    assert (header.value_of("priority"), header.value_of("reason_code")) == ("normal", "defect")
    clock = header.one("due-clock").attrs
    assert (datetime.fromisoformat(clock["at"]), datetime.fromisoformat(clock["risk"])) == (
        case.due_at,
        case.at_risk_at,
    )
    assert page.one("title").text == "#1 Pump hums · Acme Pools"


PARTS = ["header", "facts", "description", "timeline", "evidence", "helpers", "tags"]
IDS = {"helpers": "case-people"}


def test_each_part_by_itself_says_what_the_page_says(case, desk, page_of):
    page = page_of(case)
    for name in PARTS:
        part_id = IDS.get(name, f"case-{name}")
        part = read(desk.get(f"/cases/{case.number}/{name}/", htmx=True))
        assert [part_id] == [found for _tag, found in part.roots]
        assert part.text == page.one(id=part_id).text


def test_the_facts_name_everything_it_concerns(smith, departments, ada, page_of):
    site = PropertyFactory(account=smith, street="1 Elm Street")
    line = OrderLineFactory(order__account=smith, order__number="O-77", product__name="Salt cell", quantity=2)
    with as_company(smith.tenant_id):
        order = line.order
    case = CaseFactory(
        account=smith,
        by=ada,
        contact=ContactFactory(account=smith, name="Joe Smith"),
        site=site,
        contract=ContractFactory(account=smith, number="C-9", site=site, status="pending_cancellation"),
        job=JobFactory(account=smith, number="J-5", kind="Liner"),
        asset=AssetFactory(site=site, name="Heater"),
        order=order,
        order_line=line,
        ending_confirmed="pending_cancellation",
        request_type="Noise",
        triaged=True,
    )
    facts = page_of(case).one(id="case-facts").text
    for words in (
        "Jane Smith", "Joe Smith", "1 Elm Street, Buffalo, NY 14201", "C-9", "Pending cancellation", "J-5 Liner",
        "Heater", "O-77 2 × Salt cell", "Repair Noise", "by Ada Lovelace", "Acme Pools (all branches)",
    ):  # fmt: skip
        assert words in facts


def test_the_link_back_keeps_the_queue_and_its_filters(case, page_of):
    def back(referer):
        return page_of(case, headers={"Referer": referer}).one("nav", classed="trail").all("a")[0].attrs["href"]

    queue = "/acme/cases/?queue=mine&priority=high&q=a%26b"
    assert back(f"http://testserver{queue}") == queue
    for elsewhere in ("", "http://testserver/acme/customers/?q=x", "http://evil.example/acme/cases/?queue=mine"):
        assert back(elsewhere) == "/acme/cases/"


def lines(page):
    return [item.text.rpartition(". ")[0] or item.text for item in page.one(id="case-timeline").all("li")]


def test_the_timeline_tells_every_verb_newest_first(case, max, ada, departments, page_of):
    with as_company(case.tenant_id):
        case.prioritise("high", by=max, reason="Pool party")
        case.assign(ada, by=max)
        case.tag("salt", by=max)
        case.comment("On my way", by=ada)
        case.resolve(by=max, path="repaired", notes="Done")
        case.close(by=max, csat=5)
        case.reopen(by=ada, reason="Again")
    said = [item.text for item in page_of(case).one(id="case-timeline").all("li")]
    begins = [
        "The clock started again (high): due",
        "Ada Lovelace reopened the case. Again",
        "Max Planck closed the case. The customer rated it 5 of 5.",
        "Max Planck resolved the case: repaired. In time.",
        "AL Ada Lovelace Today",
        "Max Planck added the tag “salt”.",
        "Max Planck made Ada Lovelace the owner.",
        "Max Planck changed the priority from normal to high. Pool party Due moved from",
        "Routed to Support, because the reason is “defect”.",
        "The clock was set (normal): due",
        "The case was opened. Source: phone.",
    ]
    assert [line[: len(begin)] for line, begin in zip(said, begins, strict=True)] == begins
    assert said[4].endswith("On my way")


def test_the_timeline_shows_comments_or_events_alone(case, ada, desk):
    with as_company(case.tenant_id):
        case.comment("On my way", by=ada)
    many = {
        show: len(read(desk.get(f"/cases/{case.number}/timeline/", {"show": show})).all("li"))
        for show in ("all", "comments", "events", "nonsense")
    }
    assert many == {"all": 4, "comments": 1, "events": 3, "nonsense": 4}


def test_a_long_history_is_read_to_its_end(case, ada, desk):
    with as_company(case.tenant_id):
        for number in range(230):
            case.comment(f"word {number}", by=ada)
    page = read(desk.get(f"/cases/{case.number}/"))
    (older,) = page.one(id="case-timeline").all("a", classed="button")
    rest = read(desk.raw.get(older.attrs["hx-get"]))
    assert rest.roots == [("div", "case-timeline")]
    assert rest.text == read(desk.get(f"/cases/{case.number}/{older.attrs['href']}")).one(id="case-timeline").text
    said = [line.text for part in (page.one(id="case-timeline"), rest) for line in part.all("li")]
    assert [line.split()[-2:] for line in said[:230]] == [["word", str(number)] for number in range(229, -1, -1)]
    assert len(said) == 233
    assert not rest.has("a", classed="button")
    nonsense = desk.get(f"/cases/{case.number}/timeline/", {"before": "17"})
    assert len(read(nonsense).all("li")) == 200


SCRIPT = '<script>alert("x")</script>'


def test_no_markup_that_somebody_wrote_becomes_markup(case, ada, max, page_of):
    with as_company(case.tenant_id):
        case.edit({"summary": SCRIPT, "description": SCRIPT, "told": SCRIPT, "request_type": SCRIPT}, was={}, by=ada)
        case.comment(SCRIPT, by=ada)
        case.tag(SCRIPT, by=ada)
        case.escalate(by=max, reason=SCRIPT)
    page = page_of(case)
    assert all(script.attrs.get("src") for script in page.all("script"))
    assert page.one(id="case-description").all(classed="prose")[0].text == SCRIPT
    assert page.one(id="case-timeline").all(classed="prose")[0].text == SCRIPT


def test_buttons_are_for_those_who_may_and_for_what_can_be_done(case, resolved, client_for, member, ada, max):
    def offered(who, row):
        header = read(client_for(who).get(f"/cases/{row.number}/header/"))
        links = [link.attrs.get("href") or link.attrs["action"] for link in header.all("a") + header.all("form")]
        return {link.split("/")[-2] for link in links} | {"take"} & {
            button.attrs.get("name") for button in header.all("button")
        }

    worked = {
        "priority",
        "reason",
        "department",
        "assignment",
        "take",
        "next-step",
        "waiting",
        "correction",
        "merge",
        "escalation",
    }
    assert offered(ada, case) == worked
    assert offered(max, case) == worked | {"resolution"}
    assert offered(member("service"), case) == worked - {"escalation"}
    assert offered(ada, resolved) == {"correction", "merge", "reopening"}
    assert offered(max, resolved) == {"correction", "merge", "reopening", "closure"}
    assert offered(member("executive"), case) == set()
