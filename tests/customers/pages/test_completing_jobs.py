"""The buttons on the page of a job that say it is done, or not done after all."""

import pytest

from customers.models import Job
from tests.cases.pages.reading import read
from tests.cast import as_company
from tests.factories import AccountFactory, JobFactory

DONE, AGAIN = "/customers/jobs/J-5/completion/", "/customers/jobs/J-5/reopening/"
WHY = {"reason": "The seal drips"}


@pytest.fixture
def tess(member, north):
    """A technician of another branch, who leads the job."""
    return member("technician", branch=north, name="Tess Driver")


@pytest.fixture
def job(acme, tess):
    return JobFactory(account=AccountFactory(tenant=acme), number="J-5", technician=tess)


@pytest.fixture
def desk(ada, client_for, job):
    return client_for(ada)


def status(job):
    with as_company(job.tenant_id):
        return Job.objects.get(pk=job.pk).status


def main(browser):
    return read(browser.get("/customers/jobs/J-5/")).one("main")


def test_it_is_completed_and_reopened_from_its_page(desk, job):
    assert "Work is done" in main(desk).text
    answer = desk.post(DONE)
    assert (answer.status_code, answer["Location"]) == (302, "/acme/customers/jobs/J-5/")
    page = main(desk)
    assert "Completed by Ada Lovelace" in page.one("ol", classed="timeline-list").text
    assert "Work is done" not in page.text.replace("The work is done", "")
    assert desk.post(AGAIN, WHY).status_code == 302
    assert "The seal drips" in main(desk).text
    assert status(job) == "active"


def test_by_htmx_the_page_is_read_anew(desk, job):
    for path, body in ((DONE, {}), (AGAIN, WHY)):
        answer = desk.post(path, body, htmx=True)
        assert (answer.status_code, answer["HX-Redirect"]) == (204, "/acme/customers/jobs/J-5/")


def test_reopening_asks_in_a_sheet_or_on_a_page_and_needs_words(desk, job):
    for htmx in (False, True):
        assert read(desk.get(AGAIN, htmx=htmx)).all("form", action=f"/acme{AGAIN}")
    desk.post(DONE)
    answer = desk.post(AGAIN, {"reason": " "}, htmx=True)
    assert (answer.status_code, read(answer).errors_of("reason")) == (422, ["This field is required."])
    assert status(job) == "completed"


def test_whoever_leads_it_completes_it_also_from_another_branch(job, tess, client_for):
    browser = client_for(tess)
    assert "Work is done" in main(browser).text
    assert browser.post(DONE).status_code == 302
    assert browser.post(AGAIN, WHY).status_code == 403
    assert "Reopen" not in main(browser).text


@pytest.mark.parametrize("path", [DONE, AGAIN])
class TestLadder:
    def test_who_does_not_work_there_is_refused(self, path, job, member, north, client_for):
        for person in (member("executive"), member("support", branch=north), member("technician", branch=north)):
            browser = client_for(person)
            assert browser.post(path, WHY).status_code == 403
            assert not main(browser).all("form", action=f"/acme{DONE}")
        assert status(job) == "active"

    def test_of_another_company_it_is_not_there(self, path, job, eve, client_for):
        assert client_for(eve).post(path, WHY).status_code == 404
        assert status(job) == "active"


def test_a_link_completes_nothing(desk):
    assert desk.get(DONE).status_code == 405
