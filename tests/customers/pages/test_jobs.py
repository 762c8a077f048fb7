"""The page of a job: its facts, its milestones, the cases about it, and the notes that people leave."""

from uuid import uuid4

import pytest

from tests.cases.pages.reading import read
from tests.cast import as_company
from tests.factories import (
    AccountFactory,
    CaseFactory,
    ContractFactory,
    InstallerSeatFactory,
    JobFactory,
    MembershipFactory,
    OrderLineFactory,
)
from timeline.models import Entry


@pytest.fixture
def desk(ada, client_for):
    return client_for(ada)


@pytest.fixture
def sunny(acme):
    return AccountFactory(tenant=acme, name="Sunny Installs", kind="installer")


@pytest.fixture
def job(acme, sunny):
    account = AccountFactory(tenant=acme, name="Jane Smith")
    contract = ContractFactory(account=account, installer=sunny, number="C-7")
    lead = MembershipFactory(tenant=acme, role="technician")
    return JobFactory(account=account, contract=contract, number="J-5/b", kind="Full remodel", technician=lead)


@pytest.fixture
def ines(sunny, member):
    """Ines, who sits at Sunny Installs."""
    person = member("installer", name="Ines Seat")
    InstallerSeatFactory(member=person, account=sunny)
    return person


def page_of(browser, job, query=""):
    return read(browser.get(f"/customers/jobs/{job.number}/{query}"))


def feed(browser, job):
    return [line.text for line in page_of(browser, job).one("ol", classed="timeline-list").all("li")]


def note(**more):
    return {"body": "The gate is locked.", "audience": "internal", "client_key": uuid4(), **more}


class TestThePage:
    def test_says_what_it_is_whose_and_what_was_ordered(self, desk, job):
        OrderLineFactory(order__account=job.account, order__job=job, order__number="O-9", product__name="Salt cell")
        page = page_of(desk, job)
        for words in ("Full remodel", "J-5/b", "Jane Smith", "C-7", "Sunny Installs", "O-9", "1 × Salt cell"):
            assert words in page.one("main").text

    def test_the_customer_s_page_and_the_case_lead_there(self, desk, job, ada):
        case = CaseFactory(account=job.account, job=job, by=ada, triaged=True)
        address = "/acme/customers/jobs/J-5/b/"
        for path in (f"/customers/{job.account.number}/", f"/cases/{case.number}/"):
            assert [link for link in read(desk.get(path)).all("a") if link.attrs.get("href") == address], path
        assert read(desk.get(f"/customers/jobs/{job.number}/")).one(id="panel-cases").all("a")[0].text == case.summary

    def test_milestones_stand_in_their_order(self, desk, job, acme, ada):
        with as_company(acme):
            for milestone in ("signed", "installed"):
                job.reach(milestone, by=ada)
                job.reach(milestone, by=None)
        assert [line.rsplit(" Today", 1)[0] for line in feed(desk, job)] == [
            "Installed noted by Ada Lovelace",
            "Contract signed noted by Ada Lovelace",
        ]

    def test_nobody_elsewhere_finds_it(self, job, acme, eve, member, client_for, desk):
        for company in (acme, eve.tenant):
            assert client_for(eve, company).get(f"/customers/jobs/{job.number}/").status_code == 404
        assert client_for(member("installer")).get(f"/customers/jobs/{job.number}/").status_code == 404
        assert client_for(member("buyer")).get(f"/customers/jobs/{job.number}/").status_code == 403
        assert desk.get("/customers/jobs/J-0/").status_code == 404


class TestCasesOfInstallers:
    """Seed 001: a private comment with the number of the case, in the milestone feed of its job."""

    def test_leave_a_private_note_that_links_the_case(self, desk, job, sunny, ada, ines, client_for, acme):
        case = CaseFactory(
            account=job.account, job=job, installer=sunny, by=ada, summary="Panel is loose", triaged=True
        )
        (line,) = feed(desk, job)
        assert "Ada Lovelace" in line
        assert "Private Related case #1 Panel is loose" in line
        link = page_of(desk, job).one("ol", classed="timeline-list").one("a")
        assert desk.raw.get(link.attrs["href"]).context["case"].pk == case.pk
        with as_company(acme):
            job.reach("installed", by=ada)
        (seen,) = feed(client_for(ines), job)
        assert seen.startswith("Installed")
        assert "Related case" not in client_for(ines).get(f"/customers/jobs/{job.number}/").content.decode()

    def test_also_when_opened_from_the_installer_s_own_account(self, acme, job, sunny, ada):
        with as_company(acme):
            CaseFactory(account=sunny, job=job, by=ada)
            assert job.feed().get().facts == {"case": 1}

    def test_a_case_of_a_homeowner_or_without_a_job_leaves_none(self, acme, job, sunny, ada):
        with as_company(acme):
            CaseFactory(account=job.account, job=job, by=ada)
            CaseFactory(account=sunny, by=ada)
            assert not Entry.objects.filter(subject_kind="job").exists()

    def test_sent_twice_is_noted_once(self, acme, job, sunny, ada):
        with as_company(acme):
            sent = {"summary": "Pump hums", "opening_key": uuid4()}
            for _ in range(2):
                case = CaseFactory(account=job.account, job=job, installer=sunny, by=ada, **sent)
            case.link_job(by=ada, at=case.opened_at)
            assert job.feed().count() == 1


class TestNotes:
    def test_sent_again_by_a_browser_that_went_back_it_is_noted_once(self, desk, job, max, client_for):
        path = f"/customers/jobs/{job.number}/notes/"
        for _ in range(2):  # each with a key of its own
            assert desk.post(path, note()).status_code == 302
        assert len(feed(desk, job)) == 1
        desk.post(path, note(body="The gate is open."))
        desk.post(path, note(audience="customer"))
        client_for(max).post(path, note())
        assert len(feed(desk, job)) == 4

    def test_a_note_is_private_unless_said_otherwise(self, desk, job, ines, client_for):
        answer = desk.post(f"/customers/jobs/{job.number}/notes/", note())
        assert (answer.status_code, answer["Location"]) == (302, "/acme/customers/jobs/J-5/b/")
        desk.post(f"/customers/jobs/{job.number}/notes/", note(body="We come on Monday.", audience="customer"))
        assert [line.split()[-1] for line in feed(desk, job)] == ["Monday.", "locked."]
        assert [line.split()[-1] for line in feed(client_for(ines), job)] == ["Monday."]

    def test_one_key_is_one_note(self, desk, job, acme):
        body = note()
        for _ in range(2):
            desk.post(f"/customers/jobs/{job.number}/notes/", body)
        with as_company(acme):
            assert job.feed().count() == 1

    def test_a_case_taken_up_on_the_job_is_linked(self, desk, job, ada, acme):
        case = CaseFactory(account=job.account, job=job, by=ada, triaged=True)
        steps = read(desk.get(f"/cases/{case.number}/next-step/", htmx=True))
        (link,) = [one for one in steps.all("a", classed="step") if one.text.startswith("Take it up on the job")]
        form = read(desk.raw.get(link.attrs["href"])).one(id="job-note")
        assert "About case #1" in form.text
        hidden = {name: form.value_of(name) for name in ("case", "client_key")}
        desk.post(
            f"/customers/jobs/{job.number}/notes/", {**hidden, "audience": "internal", "body": "Look at the coping."}
        )
        with as_company(acme):
            assert (job.feed().get().facts, job.feed().get().body) == ({"case": 1}, "Look at the coping.")

    @pytest.mark.parametrize(
        ("wrong", "message"),
        [
            ({"body": "  "}, "This field is required."),
            ({"case": "999"}, "There is no such case."),
            ({"case": "99999999999999"}, "Ensure this value is less than or equal to 2147483647."),
            ({"case": "x"}, "Enter a whole number."),
            ({"client_key": "x"}, "Enter a valid UUID."),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_is_lost(self, desk, job, wrong, message, acme):
        answer = desk.post(f"/customers/jobs/{job.number}/notes/", note(**wrong))
        page = read(answer)
        assert answer.status_code == 422
        assert message in page.one(id="job-note").text
        assert page.value_of("body").strip() == note(**wrong)["body"].strip()
        with as_company(acme):
            assert not job.feed().exists()

    def test_only_those_who_work_there_write(self, job, client_for, member, ines, north, acme):
        path = f"/customers/jobs/{job.number}/notes/"
        for person in (member("executive"), ines, member("support", branch=north)):
            assert client_for(person).post(path, note()).status_code == 403
            assert not page_of(client_for(person), job).has(id="job-note")
        assert client_for(member("manager")).get(path).status_code == 405
        with as_company(acme):
            assert not job.feed().exists()

    def test_no_markup_that_somebody_wrote_becomes_markup(self, desk, job):
        desk.post(f"/customers/jobs/{job.number}/notes/", note(body="<script>alert(1)</script>"))
        assert "<script>alert(1)" in feed(desk, job)[0]
