"""Whether it was us is for our own eyes: no customer, installer or buyer ever reads it."""

import pytest

from inbox.models import Notification
from tests.callbacks.moments import FRIDAY, HOUR, MONDAY_MORNING
from tests.cases.pages.reading import read
from tests.factories import CallbackFactory, CaseFactory, InstallerSeatFactory, JobFactory
from tests.returns import ReturnFactory
from timeline.models import Entry

pytestmark = pytest.mark.usefixtures("in_acme", "departments")
TEN = MONDAY_MORNING + 2 * HOUR
TELLING = ("SECRETREASON", "SECRETFINDING", "aused by us", "no charge", "unrelated", "it was us", "SECRETREPORT")


@pytest.fixture
def case(account, ada):
    return CaseFactory(account=account, by=ada, triaged=True)


@pytest.fixture(params=["yes", "no"])
def settled(request, account, case, job, ada, boss):
    callback = CallbackFactory(account=account, by=ada, case=case, at=FRIDAY)
    row = ReturnFactory(job=job, by=ada, case=case, callback=callback, at=FRIDAY, reported="SECRETREPORT")
    row.note_finding("SECRETFINDING", by=ada, at=TEN)
    row.decide(request.param, "SECRETREASON", by=boss, at=TEN)
    row.settle(by=boss, at=TEN)
    return row


def test_no_line_outside_of_the_return_says_what_was_found_or_decided(settled):
    elsewhere = Entry.objects.exclude(subject_kind="warranty_return").filter(kind__startswith="callbacks-return")
    assert elsewhere.count() == 8
    for line in elsewhere:
        assert (line.body, line.facts) == ("", {"number": settled.number, "aside": True}), line.kind


def test_nothing_of_it_is_written_for_customers(settled):
    lines = Entry.objects.filter(kind__startswith="callbacks-return")
    assert lines.count() == 12
    assert {line.audience for line in lines} == {"internal"}
    assert set(Notification.objects.filter(what__startswith="callbacks-return").values_list("is_internal")) == {(True,)}


def test_who_reads_the_case_reads_only_that_something_happened(settled, case, desk):
    text = read(desk.get(f"/cases/{case.number}/timeline/", htmx=True)).text
    assert f"looked at return #{settled.number}" in text
    assert [word for word in TELLING if word in text] == []


@pytest.mark.parametrize("role", ["installer", "buyer"])
def test_installers_and_buyers_find_nothing_of_it_anywhere(settled, role, account, case, job, member, client_for):
    somebody = member(role)
    InstallerSeatFactory(member=somebody, account=account)
    visitor = client_for(somebody)
    paths = [f"/cases/{case.number}/", f"/cases/{case.number}/timeline/", f"/customers/{account.number}/"]
    paths += [f"/customers/jobs/{job.number}/", "/inbox/", "/returns/", f"/returns/{settled.number}/"]
    for path in paths:
        answer = visitor.get(path)
        text = answer.content.decode()
        assert [word for word in (*TELLING, "return #") if word in text] == [], path
    assert visitor.get(f"/returns/{settled.number}/").status_code == {"installer": 404, "buyer": 403}[role]
    acts = ("finding", "evidence", "cause", "settlement", "plan", "assignment", "withdrawal")
    assert {visitor.post(f"/returns/{settled.number}/{act}/").status_code for act in acts} == {403}


def test_technicians_see_what_concerns_them(settled, rosa, member, account, ada, client_for):
    ReturnFactory(job=JobFactory(account=account, status="completed", completed_at=FRIDAY), by=ada)
    page = read(client_for(rosa).get("/returns/?tab=finished"))
    assert page.all(id=f"return-{settled.number}")
    other = member("technician")
    assert client_for(other).get(f"/returns/{settled.number}/").status_code == 404
    assert "No return is open" in read(client_for(other).get("/returns/")).text
