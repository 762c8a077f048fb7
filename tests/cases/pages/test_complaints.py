"""Complaints on the pages of a case: the ladder of both sheets, the banner, and who sees nothing of it."""

from uuid import uuid4

import pytest

from customers.models import Complaint
from tests.cast import as_company
from tests.factories import AccountFactory, CaseFactory, ContractFactory, InstallerSeatFactory

from .desk import fresh, history
from .reading import announced, read

SAID = {"words": "Nobody called <b>back</b>."}
DONE = {"outcome": "Called and said sorry."}


@pytest.fixture
def lead(max, client_for):
    return client_for(max)


@pytest.fixture
def complaint(case, ada):
    with as_company(case.tenant_id):
        return case.note_complaint(SAID["words"], by=ada)


@pytest.fixture
def new(case):
    return f"/cases/{case.number}/complaints/new/"


@pytest.fixture
def settlement(case, complaint):
    return f"/cases/{case.number}/complaints/{complaint.pk}/settlement/"


def noted(company):
    with as_company(company):
        return list(Complaint.objects.order_by("pk"))


class TestNoting:
    def test_works_and_leads_back_to_the_case(self, desk, case, smith, acme, new, ada):
        answer = desk.post(new, {**SAID, "client_key": uuid4(), "was": smith.pk})
        assert (answer.status_code, answer["Location"]) == (302, f"/acme/cases/{case.number}/")
        (complaint,) = noted(acme)
        assert (complaint.account_id, complaint.words, complaint.noted_by_id) == (smith.pk, SAID["words"], ada.pk)

    def test_by_htmx_the_header_comes_back_with_the_banner(self, desk, new):
        answer = desk.post(new, SAID, htmx=True)
        page = read(answer)
        assert (answer.status_code, page.roots) == (200, [("section", "case-header")])
        assert announced(answer) == {"case-changed": {}, "toast": {"text": "Noted.", "kind": "done"}}
        assert SAID["words"] in page.one(classed="complaints").text

    def test_the_form_is_a_sheet_or_a_page_and_remembers_whom_it_is_about(self, desk, new, smith):
        for htmx in (False, True):
            page = read(desk.get(new, htmx=htmx))
            assert "On the account of Jane Smith." in page.text
            form = page.one("form", action=f"/acme{new}")
            assert (form.value_of("was"), len(form.value_of("client_key"))) == (str(smith.pk), 36)

    def test_sent_twice_it_is_noted_once(self, desk, new, acme):
        body = {**SAID, "client_key": uuid4()}
        assert [desk.post(new, body, htmx=True).status_code for _ in range(2)] == [200, 200]
        assert len(noted(acme)) == 1

    @pytest.mark.parametrize(
        ("words", "message"),
        [
            ("  ", "This field is required."),
            ("x" * 4_001, "Ensure this value has at most 4000 characters (it has 4001)."),
        ],
    )
    def test_what_is_wrong_is_said_at_its_field(self, desk, new, acme, words, message):
        for htmx in (False, True):
            answer = desk.post(new, {"words": words}, htmx=htmx)
            assert (answer.status_code, read(answer).errors_of("words")) == (422, [message])
        assert noted(acme) == []

    def test_a_case_that_was_moved_meanwhile_asks_again_and_keeps_the_words(self, desk, case, smith, acme, max, new):
        with as_company(acme):
            other = ContractFactory(account=AccountFactory(name="Omar Ito"))
            fresh(case).move_to(other, by=max)
        clash = desk.post(new, {**SAID, "client_key": uuid4(), "was": smith.pk}, htmx=True)
        page = read(clash)
        assert (clash.status_code, noted(acme)) == (409, [])
        assert "The case was moved from Jane Smith to Omar Ito while you were writing." in page.alerts[0]
        form = page.one("form", action=f"/acme{new}")
        assert form.value_of("words") == SAID["words"]
        assert desk.post(new, form.sent_by(form), htmx=True).status_code == 200
        assert [one.account_id for one in noted(acme)] == [other.account_id]

    @pytest.mark.parametrize("role", ["executive", "installer", "buyer"])
    def test_a_role_that_does_not_work_cases_notes_none(self, role, new, acme, member, client_for):
        for htmx in (False, True):
            assert client_for(member(role)).post(new, SAID, htmx=htmx).status_code == 403
        assert noted(acme) == []

    def test_another_company_finds_nothing(self, new, acme, eve, client_for):
        for company in (acme, eve.tenant):
            assert client_for(eve, company).post(new, SAID).status_code == 404
        assert noted(acme) == []

    def test_somebody_of_another_branch_notes_none_here(
        self, departments, smith, north, south, member, client_for, acme
    ):
        case = CaseFactory(account=smith, branch=north)
        answer = client_for(member("support", branch=south)).post(f"/cases/{case.number}/complaints/new/", SAID)
        assert (answer.status_code, noted(acme)) == (404, [])


class TestSettling:
    def test_works_and_leads_back_to_the_case(self, lead, case, settlement, acme, max):
        answer = lead.post(settlement, DONE)
        assert (answer.status_code, answer["Location"]) == (302, f"/acme/cases/{case.number}/")
        (complaint,) = noted(acme)
        assert (complaint.settled_by_id, complaint.outcome) == (max.pk, DONE["outcome"])
        assert history(case)[-1] == "customers-complaint-settled"

    def test_by_htmx_the_banner_is_gone(self, lead, settlement):
        answer = lead.post(settlement, DONE, htmx=True)
        page = read(answer)
        assert (answer.status_code, page.roots, page.has(classed="complaints")) == (
            200,
            [("section", "case-header")],
            False,
        )
        assert announced(answer)["toast"] == {"text": "Settled.", "kind": "done"}

    def test_the_form_says_what_they_complain_about(self, lead, settlement):
        for htmx in (False, True):
            page = read(lead.get(settlement, htmx=htmx))
            assert SAID["words"] in page.text
            assert page.has("form", action=f"/acme{settlement}")

    def test_no_words_are_refused_at_their_field(self, lead, settlement, acme):
        answer = lead.post(settlement, {"outcome": " "}, htmx=True)
        assert (answer.status_code, read(answer).errors_of("outcome")) == (422, ["This field is required."])
        assert noted(acme)[0].is_open

    def test_what_somebody_else_settled_is_refused_with_the_words_kept(self, lead, settlement, complaint, acme, ada):
        with as_company(acme):
            complaint.settle("A credit.", by=ada)
        answer = lead.post(settlement, DONE, htmx=True)
        page = read(answer)
        assert answer.status_code == 422
        assert page.alerts == ["Ada Lovelace has settled this already: A credit."]
        assert page.value_of("outcome") == DONE["outcome"]

    def test_an_agent_is_told_who_may_and_sees_no_button(self, desk, case, settlement):
        answer = desk.post(settlement, DONE)
        assert answer.status_code == 403
        assert "Your role does not include this." in read(answer).text
        banner = read(desk.get(f"/cases/{case.number}/")).one(classed="complaints")
        assert not banner.all("a", classed="button")

    def test_the_complaint_of_another_customer_is_not_found_here(self, lead, complaint, acme):
        other = CaseFactory(account=AccountFactory(tenant=acme))
        answer = lead.post(f"/cases/{other.number}/complaints/{complaint.pk}/settlement/", DONE)
        assert (answer.status_code, noted(acme)[0].is_open) == (404, True)

    def test_another_company_finds_nothing(self, settlement, acme, eve, member, client_for):
        boss = member("owner", eve.tenant)
        for company in (acme, eve.tenant):
            assert client_for(boss, company).post(settlement, DONE).status_code == 404


class TestTheBanner:
    def test_says_when_what_and_who_until_it_is_settled(self, lead, case, complaint, acme, max):
        page = read(lead.get(f"/cases/{case.number}/"))
        banner = page.one(classed="complaints")
        assert banner.text.startswith("Complained Today ")
        assert "not settled: Nobody called <b>back</b>. noted by Ada Lovelace" in banner.text
        assert banner.one("a", classed="button").text == "Settle"
        with as_company(acme):
            complaint.settle("Done.", by=max)
        assert not read(lead.get(f"/cases/{case.number}/")).has(classed="complaints")

    def test_stands_on_every_other_case_of_the_customer_with_the_way_to_the_first(
        self, desk, case, complaint, resolved
    ):
        banner = read(desk.get(f"/cases/{resolved.number}/")).one(classed="complaints")
        assert [link.attrs["href"] for link in banner.all("a")] == [f"/acme/cases/{case.number}/"]
        assert not read(desk.get(f"/cases/{case.number}/")).one(classed="complaints").all("a")

    def test_of_many_it_leads_to_all(self, desk, case, smith, ada):
        with as_company(case.tenant_id):
            for nth in range(4):
                smith.note_complaint(f"Number {nth}", by=ada)
        banner = read(desk.get(f"/cases/{case.number}/")).one(classed="complaints")
        assert len(banner.all("q")) == 3
        assert banner.all("a")[-1].attrs["href"] == f"/acme/customers/{smith.number}/complaints/"

    def test_both_histories_name_the_other(self, desk, case, complaint, smith):
        timeline = read(desk.get(f"/cases/{case.number}/")).one(id="case-timeline")
        assert "Ada Lovelace noted a complaint on the account of Jane Smith." in timeline.text
        account = read(desk.get(f"/customers/{smith.number}/history/"))
        assert account.text.count("noted a complaint") == 1
        assert f"Ada Lovelace noted a complaint. Related case #{case.number}" in account.text

    def test_an_installer_of_the_case_reads_nothing_of_it(self, smith, acme, member, client_for, ada, departments):
        organisation = AccountFactory(tenant=acme, kind="installer")
        ines = member("installer")
        InstallerSeatFactory(member=ines, account=organisation)
        theirs = CaseFactory(account=organisation, triaged=True)
        with as_company(acme):
            complaint = theirs.note_complaint("A SECRET complaint", by=ada)
        browser, number = client_for(ines), organisation.number
        for path in (f"/cases/{theirs.number}/", f"/customers/{number}/", f"/customers/{number}/history/"):
            page = browser.get(path)
            assert (page.status_code, "omplaint" in page.content.decode()) == (200, False), path
        assert browser.get(f"/customers/{number}/complaints/").status_code == 404
        assert browser.get(f"/customers/{number}/complaints/{complaint.pk}/settlement/").status_code == 403
