"""Why a case is due when it is and lies where it lies, word for word as its page says it."""

from datetime import UTC, datetime, timedelta

import pytest

from routing.models import Department
from tests.cast import as_company
from tests.factories import CaseFactory

from .conftest import OPENED_AT
from .reading import read

HOUR = timedelta(hours=1)
pytestmark = pytest.mark.usefixtures("departments")


@pytest.fixture
def opened(smith):
    """Return ``opened(moment=OPENED_AT, **fields)``: a case clocked and routed when it was typed in."""

    def make(moment=OPENED_AT, **fields):
        return CaseFactory(account=smith, triaged=True, opened_at=moment, **fields)

    return make


@pytest.fixture
def why(desk):
    """Return ``why(case)``: [why due, why here], the bold words left out."""

    def said(case):
        page = read(desk.get(f"/cases/{case.number}/header/"))
        return [line.text.partition(": ")[2] for line in page.one("ul", classed="case-why").all("li")]

    return said


FRIDAY = "Opened Fri 20 Nov 2026, 16:40 EST"
WINDOWS = {
    "urgent": f"{FRIDAY} + 4 hours (urgent) = Fri 20 Nov 2026, 20:40 EST.",
    "high": f"{FRIDAY} + 24 hours (high) = Sat 21 Nov 2026, 16:40 EST.",
    "normal": f"{FRIDAY} + 72 hours (normal) = Mon 23 Nov 2026, 16:40 EST.",
    "low": f"{FRIDAY} + 168 hours (low) = Fri 27 Nov 2026, 16:40 EST.",
}


def test_a_priority_is_a_window_after_the_opening(opened, why):
    assert {priority: why(opened(priority=priority))[0] for priority in WINDOWS} == WINDOWS


def test_hours_are_counted_through_the_night_when_the_clocks_change(opened, why):
    saturday = datetime(2026, 10, 31, 20, 0, tzinfo=UTC)
    said = "Opened Sat 31 Oct 2026, 16:00 EDT + 24 hours (high) = Sun 1 Nov 2026, 15:00 EST."
    assert why(opened(saturday, priority="high"))[0] == said


def test_a_call_that_was_typed_in_late_is_said_to_be(opened, why):
    late = opened(priority="high", at=OPENED_AT + HOUR)
    assert why(late)[0] == f"{WINDOWS['high']} It was entered late; the clock runs from the call."


def test_a_changed_priority_is_said_to_have_moved_it(opened, why, max):
    case = opened(priority="low")
    with as_company(case.tenant_id):
        case.prioritise("high", by=max, at=OPENED_AT + HOUR)
    assert why(case)[0] == f"{WINDOWS['high']} Re-derived when the priority was changed."


def test_an_escalation_is_said_to_have_moved_it(opened, why, max):
    case = opened(priority="normal")
    with as_company(case.tenant_id):
        case.escalate(by=max, reason="Water", at=OPENED_AT + HOUR)
    assert why(case)[0] == f"{WINDOWS['high']} Re-derived by escalation."


@pytest.mark.parametrize(
    ("change", "said"), [("escalation", "Re-derived by escalation."),
                         ("priority", "Re-derived when the priority was changed.")]
)  # fmt: skip
def test_a_miss_that_was_born_with_a_change_is_not_the_owner_s(opened, why, max, change, said):
    case = opened(priority="low")
    with as_company(case.tenant_id):
        if change == "priority":
            case.prioritise("high", by=max, at=OPENED_AT + 30 * HOUR)
        else:
            case.escalate(by=max, reason="Water", at=OPENED_AT + 30 * HOUR)
    miss = "It was overdue from that moment; that miss is not the former owner's."
    assert why(case)[0] == f"{WINDOWS['high']} {said} {miss}"


def test_a_reopened_case_counts_from_there(opened, why, max):
    case = opened(priority="high")
    with as_company(case.tenant_id):
        case.resolve(by=max, path="repaired", notes="Done", at=OPENED_AT + HOUR)
        case.reopen(by=max, reason="Again", at=OPENED_AT + 2 * HOUR)
    assert why(case)[0] == "Reopened Fri 20 Nov 2026, 18:40 EST + 24 hours (high) = Sat 21 Nov 2026, 18:40 EST."


def test_what_is_changed_after_it_was_resolved_explains_nothing_away(opened, why, max):
    case = opened(priority="normal")
    with as_company(case.tenant_id):
        case.resolve(by=max, path="repaired", notes="Done", at=OPENED_AT + HOUR)
        case.prioritise("urgent", by=max, at=OPENED_AT + 2 * HOUR)
    said = "It was due Mon 23 Nov 2026, 16:40 EST. What changed after it was resolved moved no clock."
    assert why(case)[0] == said


def test_before_the_clock_nothing_is_claimed_and_the_page_asks_again(smith, desk):
    case = CaseFactory(account=smith)
    page = read(desk.get(f"/cases/{case.number}/header/"))
    assert page.one("ul", classed="case-why").text == ""
    assert page.one(classed="is-clocking").text == "Working out when it is due"
    assert page.one(id="case-header").attrs["hx-trigger"] == "case-stale from:body, load delay:1s"


ROUTED = {
    "missing_part": "The reason is “missing part”, which goes to Purchasing.",
    "wrong_item": "The reason is “wrong item”, which goes to Warehouse.",
    "site_not_ready": "The reason is “site not ready”, which goes to Branch managers.",
    "access_issue": "The reason is “access issue”, which goes to Branch managers.",
    "defect": "The reason “defect” has no department of its own, so it goes to Support.",
    "other": "The reason “other” has no department of its own, so it goes to Support.",
}


def test_a_reason_leads_to_a_department(opened, why):
    assert {reason: why(opened(reason_code=reason))[1] for reason in ROUTED} == ROUTED


def test_a_branch_s_own_department_comes_before_the_company_s(opened, why, north, acme):
    with as_company(acme):
        Department.objects.create(key="branch_manager", name="Manager of North", branch=north)
    said = "The reason is “site not ready”, which goes to Manager of North."
    assert why(opened(reason_code="site_not_ready", branch=north))[1] == said
    assert why(opened(reason_code="site_not_ready"))[1] == ROUTED["site_not_ready"]


def test_a_missing_department_is_said_to_be_missing(opened, why, acme):
    with as_company(acme):
        Department.objects.filter(key="purchasing").delete()
    said = "The department for “missing part” does not exist here, so it goes to Support."
    assert why(opened(reason_code="missing_part"))[1] == said


def test_a_case_that_was_moved_by_hand_says_by_whom_and_why(opened, why, max, departments):
    case = opened()
    with as_company(case.tenant_id):
        case.reroute(departments["warehouse"], by=max, reason="They have the <part>")
    assert why(case)[1] == (
        "Max Planck moved it to Warehouse. It stays there until the reason changes. They have the <part>"
    )
    with as_company(case.tenant_id):
        case.give_reason("missing_part", by=max)
    assert why(case)[1] == ROUTED["missing_part"]
