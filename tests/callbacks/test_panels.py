"""Callbacks on the pages of what they are about."""

import pytest

from tests.cases.pages.reading import read
from tests.factories import CallbackFactory, CaseFactory, JobFactory

pytestmark = pytest.mark.usefixtures("in_acme")


def test_a_case_a_job_and_a_customer_show_theirs(desk, account, ada):
    case, job = CaseFactory(account=account, by=ada), JobFactory(account=account)
    CallbackFactory(account=account, by=ada, case=case, job=job, reason="Tell them when")
    for path in (f"/cases/{case.number}/", f"/customers/jobs/{job.number}/", f"/customers/{account.number}/"):
        assert "Tell them when" in read(desk.get(path)).text, path


def test_a_panel_reads_itself_anew(desk, account, ada):
    case = CaseFactory(account=account, by=ada)
    CallbackFactory(account=account, by=ada, case=case, reason="Tell them when")
    answer = desk.get(f"/callbacks/of/case/{case.number}/", htmx=True)
    assert "Tell them when" in read(answer).text
    assert desk.get("/callbacks/of/case/987654/", htmx=True).status_code == 404
    assert desk.get("/callbacks/of/nonsense/1/", htmx=True).status_code == 404


def test_who_is_on_the_phone_is_seen_to_wait_for_a_call(desk, account, ada):
    CallbackFactory(account=account, by=ada, reason="Tell them when")
    text = read(desk.get(f"/cases/new/context/?account={account.number}", htmx=True)).text
    assert "Calls we promised" in text and "Tell them when" in text


def test_the_way_on_of_a_case_leads_to_a_promise(desk, account, ada):
    case = CaseFactory(account=account, by=ada, triaged=True)
    page = read(desk.get(f"/cases/{case.number}/next-step/", htmx=True))
    assert page.all("a", href=f"/acme/callbacks/new/?case={case.number}")
