"""What happens next: the ways to go on that exist, as one sheet."""

import pytest

from routing.models import WaitingLabel
from tenants.wiring import Step
from tests.cast import as_company
from tests.factories import CaseFactory, JobFactory

from .reading import read


def steps(browser, case, **how):
    page = read(browser.get(f"/cases/{case.number}/next-step/", **how))
    return {step.one("b").text: step.attrs for step in page.all("a", classed="step")}


def test_every_way_leads_somewhere(desk, smith, departments):
    case = CaseFactory(account=smith, job=JobFactory(account=smith), triaged=True)
    ways = steps(desk, case, htmx=True)
    assert list(ways) == [
        "Call the customer back",
        "New issue after service",
        "Take it up on the job",
        "Refer it to a department",
        "Move it to another department",
        "Give it to somebody",
        "Let it wait",
        "Plan another step",
    ]
    for attrs in ways.values():
        assert desk.raw.get(attrs["href"]).status_code == 200
        assert attrs.get("hx-get", attrs["href"]) == attrs["href"]
    assert [name for name, attrs in ways.items() if "hx-get" not in attrs] == ["Take it up on the job"]


def test_waiting_is_offered_in_the_words_of_the_company(desk, case, member):
    with as_company(case.tenant_id):
        WaitingLabel.objects.call("parts", "Parts on order", by=member("manager"))
    page = read(desk.get(f"/cases/{case.number}/next-step/"))
    assert "Waiting for the customer, Parts on order, Waiting for an approval" in page.text
    assert steps(desk, case)["Let it wait"]["href"] == f"/acme/cases/{case.number}/waiting/"


def test_a_job_of_a_branch_where_somebody_does_not_work_is_not_offered(smith, north, south, member, client_for):
    case = CaseFactory(account=smith, branch=north, job=JobFactory(account=smith, branch=south), triaged=True)
    assert "Take it up on the job" not in steps(client_for(member("support", branch=north)), case)


def test_what_does_not_exist_is_not_offered(desk, case):
    assert "Take it up on the job" not in steps(desk, case)


def test_it_is_a_sheet_for_htmx_and_a_page_for_a_browser(desk, case):
    sheet, page = (read(desk.get(f"/cases/{case.number}/next-step/", htmx=htmx)) for htmx in (True, False))
    assert [tag for tag, _id in sheet.roots] == ["div"]
    assert page.one("main").one("h2").text == sheet.one("h2").text == "What happens next?"


def test_a_call_is_proposed_and_can_be_changed(desk, case):
    form = read(desk.get(f"/cases/{case.number}/next-action/?step=call"))
    assert (form.value_of("next_action"), form.value_of("was-next_action")) == ("Call the customer back", "")


def test_a_resolved_case_has_no_next_step(desk, resolved):
    assert steps(desk, resolved) == {}
    assert "This case is resolved." in read(desk.get(f"/cases/{resolved.number}/next-step/")).text


@pytest.mark.parametrize(("role", "status"), [("service", 200), ("technician", 404), ("executive", 403)])
def test_only_those_who_work_the_case_choose(case, member, client_for, role, status):
    assert client_for(member(role)).get(f"/cases/{case.number}/next-step/").status_code == status


def way_of_a_later_app(request, case):
    return Step("package", "Send a truck", "It goes at once.", "/somewhere/")


def test_an_app_adds_a_way_by_one_line_of_the_wiring(desk, case, monkeypatch):
    monkeypatch.setattr("config.wiring.NEXT_STEPS", [f"{__name__}.way_of_a_later_app"])
    assert steps(desk, case) == {"Send a truck": {"class": "step", "href": "/somewhere/", "hx-get": "/somewhere/"}}


def test_an_open_case_without_a_plan_leads_to_the_choice_and_one_with_it_to_the_plan(desk, case):
    page = read(desk.get(f"/cases/{case.number}/"))
    assert page.one(classed="case-next").one("a").attrs["href"].endswith("/next-step/")
    sent = {"next_action": "Call", "next_action_due_at": "2026-12-01T09:00"}
    desk.post(f"/cases/{case.number}/next-action/", sent)
    page = read(desk.get(f"/cases/{case.number}/"))
    assert page.one(classed="case-next").one("a").attrs["href"].endswith("/next-action/")
