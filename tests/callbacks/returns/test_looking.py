"""Returns as people find them: opened in one step, with their files, on the board and on other pages."""

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from callbacks.models import WarrantyReturn
from tests.callbacks.moments import FRIDAY
from tests.cases.pages.reading import read
from tests.factories import AccountFactory, CallbackFactory, CaseFactory
from tests.returns import DoneJobFactory, ReturnFactory

pytestmark = pytest.mark.usefixtures("in_acme")


@pytest.fixture
def lead(boss, client_for):
    return client_for(boss)


class TestOpening:
    @time_machine.travel(FRIDAY)
    def test_from_a_case_the_original_job_is_proposed_and_one_step_opens_it(self, desk, account, job, ada):
        DoneJobFactory(account=account, kind="Water heater", completed_at=FRIDAY)
        case = CaseFactory(account=account, by=ada, site=job.site, summary="The repipe leaks")
        page = read(desk.get(f"/returns/new/?case={case.number}", htmx=True))
        (chosen,) = [one for one in page.all("input", name="job") if "checked" in one.attrs]
        assert (chosen.attrs["value"], len(page.all("input", name="job"))) == ("JOB-77", 2)
        assert "led by Rosa Diaz" in page.text and "Same address" in page.text
        body = {"account": account.number, "case": case.number, "job": "JOB-77", "reported": "It leaks"}
        answer = desk.post("/returns/new/", body | {"client_key": uuid4()}, htmx=True)
        row = WarrantyReturn.objects.get()
        assert (answer.status_code, answer["HX-Redirect"]) == (204, f"/acme/returns/{row.number}/")
        assert (row.case, row.job, row.owner) == (case, job, ada)

    def test_from_a_callback_a_job_or_a_customer_it_begins_there(self, desk, account, job, ada):
        case = CaseFactory(account=account, by=ada)
        callback = CallbackFactory(account=account, by=ada, case=case, reason="Drips at night")
        page = read(desk.get(f"/returns/new/?callback={callback.number}"))
        assert page.one("textarea").text == "Drips at night"
        assert page.one("input", name="case").attrs["value"] == str(case.number)
        for asked in (f"job={job.number}", f"account={account.number}"):
            assert read(desk.get(f"/returns/new/?{asked}")).one("input", name="job").attrs["value"] == "JOB-77"

    def test_another_job_may_be_chosen_and_none_is_said_at_the_field(self, desk, account, job):
        other = DoneJobFactory(account=account, completed_at=FRIDAY - timedelta(days=900))
        body = {"account": account.number, "reported": "It leaks", "client_key": uuid4()}
        answer = desk.post("/returns/new/", body, htmx=True)
        assert (answer.status_code, WarrantyReturn.objects.count()) == (422, 0)
        assert "Choose the job that they mean." in read(answer).text
        assert desk.post("/returns/new/", {**body, "job": other.number}).status_code == 302
        assert WarrantyReturn.objects.get().job == other

    def test_where_no_job_is_done_nothing_can_be_opened(self, desk, account):
        page = read(desk.get(f"/returns/new/?account={account.number}"))
        assert "We have finished no job there" in page.text
        assert not page.all("textarea")

    def test_without_anybody_or_of_somebody_else_it_is_not_there(self, desk, account, job, ada):
        for asked in ("", "?case=987", "?callback=17", "?job=nothing"):
            assert desk.get(f"/returns/new/{asked}").status_code == 404
        stranger = DoneJobFactory(account=AccountFactory(name="Somebody else"))
        body = {"account": account.number, "job": stranger.number, "reported": "It leaks"}
        assert desk.post("/returns/new/", body).status_code == 422

    def test_two_clicks_open_one(self, desk, account, job):
        body = {"account": account.number, "job": job.number, "reported": "It leaks", "client_key": uuid4()}
        answers = [desk.post("/returns/new/", body)["Location"] for _ in range(2)]
        assert answers == ["/acme/returns/1/"] * 2


class TestEvidence:
    def upload(self, visitor, found, text=b"The joint is dry.", key=None, **how):
        body = {"file": SimpleUploadedFile("note.txt", text), "client_key": key or uuid4()}
        return visitor.post(f"/returns/{found.number}/evidence/", body, **how)

    def test_a_file_is_attached_and_served_once_it_is_harmless(self, desk, opened, media):
        assert self.upload(desk, opened, htmx=True).status_code == 204
        item = opened.evidence.get()
        path = f"/returns/{opened.number}/evidence/{item.pk}/file/"
        assert desk.get(path).status_code == 404
        item.make_clean()
        assert b"".join(desk.get(path).streaming_content) == b"The joint is dry."
        assert "note.txt" in read(desk.get(f"/returns/{opened.number}/")).text

    def test_what_is_no_evidence_is_refused_in_words(self, desk, opened, media):
        answer = self.upload(desk, opened, b"<html><body>")
        assert (answer.status_code, "web page" in answer.content.decode()) == (422, True)

    def test_a_file_of_another_return_is_not_there(self, desk, opened, media, account):
        self.upload(desk, opened)
        item = opened.evidence.get()
        item.make_clean()
        other = ReturnFactory(job=DoneJobFactory(account=account))
        assert desk.get(f"/returns/{other.number}/evidence/{item.pk}/file/").status_code == 404


class TestLooking:
    def test_the_page_says_what_is_known_and_what_is_to_be_done(self, lead, desk, looked_into):
        page = read(lead.get(f"/returns/{looked_into.number}/"))
        for words in (
            "It leaks below the sink",
            "JOB-77",
            "Rosa Diaz",
            "A hose of the dishwasher drips.",
            "asked Rosa",
        ):
            assert words in page.text
        assert page.all("a", href=f"/acme/returns/{looked_into.number}/cause/")
        office = read(desk.get(f"/returns/{looked_into.number}/"))
        assert not office.all("a", href=f"/acme/returns/{looked_into.number}/cause/")
        assert "Who manages the branch decides whether it was us." in office.text

    def test_it_stands_on_the_pages_of_the_job_the_customer_and_the_case(self, desk, account, job, ada):
        case = CaseFactory(account=account, by=ada)
        row = ReturnFactory(job=job, by=ada, case=case, reported="It leaks")
        for path in (f"/cases/{case.number}/", f"/customers/jobs/{job.number}/", f"/customers/{account.number}/"):
            page = read(desk.get(path))
            assert page.all(id=f"return-{row.number}"), path
            assert page.all("a", classed="is-small", href=page.one(classed="panel-return").attrs["href"]), path

    def test_the_way_on_of_a_case_leads_to_a_return(self, desk, account, ada):
        case = CaseFactory(account=account, by=ada, triaged=True)
        page = read(desk.get(f"/cases/{case.number}/next-step/", htmx=True))
        assert page.all("a", href=f"/acme/returns/new/?case={case.number}")

    @pytest.mark.parametrize("times", [1, 3])
    def test_the_board_and_the_page_cost_the_same_for_one_and_for_three(
        self, times, desk, account, rosa, ada, django_assert_num_queries
    ):
        for _ in range(times):
            row = ReturnFactory(job=DoneJobFactory(account=account, technician=rosa), by=ada)
            row.note_finding("Dry", by=ada)
        for path, count in (("/returns/", 11), (f"/returns/{row.number}/", 15)):
            desk.get(path)
            with django_assert_num_queries(count):
                assert desk.get(path).status_code == 200

    def test_pages_of_the_board_follow_each_other_without_a_gap(self, desk, account, ada, monkeypatch):
        monkeypatch.setattr("cases.boards.PAGE", 2)
        numbers = [ReturnFactory(job=DoneJobFactory(account=account), by=ada).number for _ in range(5)]
        seen, last = _walked(desk, "/returns/?tab=mine", "next_url")
        assert sum(seen, []) == numbers
        back, _first = _walked(desk, last, "previous_url")
        assert sum(reversed(back), []) == numbers

    def test_the_board_has_tabs_and_says_kindly_when_there_is_nothing(self, desk, account, ada, looked_into):
        looked_into.decide("no", "A hose", by=None)
        looked_into.settle(by=None)
        assert "No return is open" in read(desk.get("/returns/")).text
        assert read(desk.get("/returns/?tab=finished")).all(id=f"return-{looked_into.number}")
        assert "Nothing is overdue" in read(desk.get("/returns/?tab=overdue", htmx=True)).text


def _walked(desk, path, onward):
    """Follow the pages and return the numbers on each, and the address of the last."""
    seen = []
    while path:
        page, last = desk.get(path), path
        seen.append([row.number for row in page.context["rows"]])
        path = page.context[onward].removeprefix("/acme")
    return seen, last
