"""Rows are kept as finished HTML, and yet what they show is always true, for whoever looks."""

import pytest
from django.db.models import F

from customers.models import Account
from tests.cast import as_company
from tests.factories import CaseFactory

from .conftest import OPENED_AT
from .reading import read


@pytest.fixture
def early(smith, departments):
    known = {"description": "Since Monday", "next_action": "Call", "next_action_due_at": OPENED_AT}
    return CaseFactory(account=smith, summary="Pump hums", opened_at=OPENED_AT, triaged=True, **known)


def row(browser, **query):
    """The only row, its cells by class."""
    shown = read(browser.get("/cases/", query)).one("tr", classed="queue-row")
    return {cell.attrs["class"].removeprefix("queue-"): cell.text for cell in shown.all("td")[1:]}


SHOWN = {
    "priority": "Normal",
    "case": "1 Pump hums No owner",
    "customer": "Jane Smith",
    "department": "Support",
    "owner": "Unassigned",
    "due": "Mon 23 Nov 2026, 16:40 EST",
    "when": "20 Nov 2026",
}


def escalate(case, by, departments):
    case.escalate(by=by, reason="Water", at=OPENED_AT)


def assign(case, by, departments):
    case.assign(by, by=by)


def give_reason(case, by, departments):
    case.give_reason("missing_part", by=by)


def reroute(case, by, departments):
    case.reroute(departments["warehouse"], by=by)


def correct(case, by, departments):
    case.edit({"summary": "<b>Pump</b>", "source": "email"}, was={}, by=by)


def rename(case, by, departments):
    Account.objects.filter(pk=case.account_id).update(name="Jane Miller", version=F("version") + 1)


CHANGES = [
    (escalate, {"priority": "High", "due": "Sat 21 Nov 2026, 16:40 EST"}),
    (assign, {"owner": "MP Max Planck", "case": "1 Pump hums"}),
    (give_reason, {"department": "Purchasing"}),
    (reroute, {"department": "Warehouse"}),
    (correct, {"case": "1 <b>Pump</b> No owner"}),
    (rename, {"customer": "Jane Miller"}),
]


@pytest.mark.parametrize(("change", "shows"), CHANGES, ids=lambda value: getattr(value, "__name__", ""))
def test_a_row_shows_what_another_has_just_changed(early, desk, max, departments, change, shows):
    pulse = read(desk.get("/cases/")).one("live-pulse").attrs["hx-get"]
    assert row(desk) == SHOWN
    with as_company(early.tenant_id):
        change(early, max, departments)
    assert announced_by(desk, pulse) == "queue-changed"
    assert row(desk) == SHOWN | shows


def announced_by(browser, pulse):
    answer = browser.raw.get(pulse)
    assert (answer.status_code, answer.content) == (204, b"")
    return answer.headers.get("HX-Trigger")


def test_a_resolved_case_leaves_the_open_queue(early, desk, max):
    pulse = read(desk.get("/cases/")).one("live-pulse").attrs["hx-get"]
    with as_company(early.tenant_id):
        early.resolve(by=max, path="repaired", notes="Done", at=OPENED_AT)
    assert announced_by(desk, pulse) == "queue-changed"
    assert not read(desk.get("/cases/")).has("tr", classed="queue-row")
    assert row(desk, queue="resolved") == SHOWN | {"due": "In time", "case": "1 Pump hums"}


def test_the_pulse_is_quiet_while_nothing_on_the_page_has_changed(early, smith, desk, max):
    pulse = read(desk.get("/cases/", {"priority": "normal", "queue": "unassigned"})).one("live-pulse").attrs["hx-get"]
    assert pulse.startswith("/acme/cases/pulse/?queue=unassigned&priority=normal&stamp=")
    CaseFactory(account=smith, priority="low", triaged=True)
    with as_company(early.tenant_id):
        early.comment("Somebody called", by=max)
    assert announced_by(desk, pulse) is None
    CaseFactory(account=smith, priority="normal", triaged=True)
    assert announced_by(desk, pulse) == "queue-changed"


def test_everyone_reads_times_in_a_zone_and_language_of_their_own(early, desk, client_for, member):
    west = client_for(member("support", time_zone="America/Los_Angeles"))
    assert (row(desk)["due"], row(west)["due"]) == ("Mon 23 Nov 2026, 16:40 EST", "Mon 23 Nov 2026, 13:40 PST")
    spanish = read(desk.get("/cases/", headers={"Accept-Language": "es"})).one("due-clock").text
    assert spanish == "lun 23 Nov 2026, 16:40 EST"
    assert row(desk)["due"] == "Mon 23 Nov 2026, 16:40 EST"


def test_a_row_holds_no_markup_that_somebody_wrote(smith, departments, desk):
    CaseFactory(account=smith, summary='<img src=x onerror="alert(1)">')
    page = read(desk.get("/cases/"))
    assert page.one("a", classed="queue-link").text == '<img src=x onerror="alert(1)">'
    assert not page.has("img")


def test_another_company_s_rows_are_not_even_counted(early, eve, desk, client_for):
    page = read(client_for(eve).get("/cases/"))
    assert not page.has("tr", classed="queue-row")
    assert page.one(id="tab-open").one(classed="count").text == "0"
    assert row(desk)["case"] == SHOWN["case"]


KNOWN = {"description": "It hums", "next_action": "Call back", "next_action_due_at": OPENED_AT}


@pytest.mark.parametrize(
    ("without", "flag"),
    [
        ({}, ""),
        ({"description": ""}, "No description"),
        ({"next_action": ""}, "No next action"),
        ({"next_action_due_at": None}, "No next action"),
        ({"description": "", "next_action": "", "by": None}, "No owner, next action, description"),
    ],
)
def test_a_row_says_what_the_case_should_have_and_has_not(smith, departments, ada, desk, without, flag):
    with as_company(smith.tenant_id):
        departments["support"].enrol(ada)
    CaseFactory(account=smith, **{"by": ada, "triaged": True, **KNOWN, **without})
    shown = read(desk.get("/cases/")).one("tr", classed="queue-row")
    assert " ".join(one.text for one in shown.all(classed="queue-lacks")) == flag


def test_a_row_names_its_source_to_those_who_do_not_see_signs(early, desk):
    assert read(desk.get("/cases/")).one(classed="is-phone").attrs["title"] == "Phone"
