"""Referrals as people see them: the ladder of every posting page, who may, what is wrong, and what is shown."""

from uuid import uuid4

import pytest

from tests.cases.pages.reading import announced, read
from tests.cast import as_company
from tests.factories import CaseFactory, MembershipFactory

from .conftest import again

pytestmark = pytest.mark.usefixtures("in_acme")

ACTS = {
    "acceptance": ({}, "accepted", "It is yours."),
    "answer": ({"answer": "It was in the offer."}, "answered", "Answered."),
    "return": ({"reason": "Ask the installer."}, "returned", "Given back."),
    "withdrawal": ({}, "withdrawn", "Withdrawn."),
}
every = pytest.mark.parametrize("act", ACTS)
SHEETS = ("answer", "return")


@pytest.fixture
def desk(ada, client_for):
    return client_for(ada)


@pytest.fixture
def path(case, referral):
    return lambda act: f"/cases/{case.number}/referrals/{referral.pk}/{act}/"


def asked(sales, **more):
    return {"department": sales.pk, "reason": "price", "comments": "How much?", "client_key": uuid4(), **more}


class TestAsking:
    def test_works_and_leads_back_to_the_case(self, desk, case, sales, ada):
        answer = desk.post(f"/cases/{case.number}/referrals/new/", asked(sales, account_manager=ada.pk))
        assert (answer.status_code, answer["Location"]) == (302, f"/acme/cases/{case.number}/")
        referral = case.referrals.get()
        assert (referral.department, referral.opened_by, referral.account_manager) == (sales, ada, ada)

    def test_by_htmx_the_header_and_the_panel_read_themselves_anew(self, desk, case, sales):
        answer = desk.post(f"/cases/{case.number}/referrals/new/", asked(sales), htmx=True)
        assert (answer.status_code, read(answer).roots) == (200, [("section", "case-header")])
        assert announced(answer) == {
            "case-changed": {},
            "referrals-changed": {},
            "toast": {"text": "Referred.", "kind": "done"},
        }

    def test_sent_twice_is_asked_once(self, desk, case, sales):
        body = asked(sales)
        for _ in range(2):
            assert desk.post(f"/cases/{case.number}/referrals/new/", body).status_code == 302
        assert case.referrals.count() == 1

    def test_a_second_open_one_is_refused_with_the_words_kept(self, desk, case, sales, referral):
        answer = desk.post(f"/cases/{case.number}/referrals/new/", asked(sales), htmx=True)
        page = read(answer)
        assert answer.status_code == 422
        assert page.alerts == ["Sales has not answered the last referral of this case yet."]
        assert page.value_of("comments") == "How much?"

    @pytest.mark.parametrize(
        ("field", "value", "message"),
        [
            ("department", "", "This field is required."),
            ("department", "17", "“17” is not a valid UUID."),
            ("reason", "", "This field is required."),
            ("reason", "sky", "Select a valid choice. sky is not one of the available choices."),
            ("reason_words", "", "Say in a few words which."),
            ("comments", "  ", "This field is required."),
            ("account_manager", "nobody", "“nobody” is not a valid UUID."),
        ],
    )
    def test_what_is_wrong_is_said_at_its_field(self, desk, case, sales, field, value, message):
        body = asked(sales, **({"reason": "other"} if field == "reason_words" else {})) | {field: value}
        answer = desk.post(f"/cases/{case.number}/referrals/new/", body, htmx=True)
        assert (answer.status_code, read(answer).errors_of(field)) == (422, [message])
        assert not case.referrals.exists()

    def test_the_form_proposes_the_managers_of_the_customer(self, desk, sales, acme):
        boss = MembershipFactory(tenant=acme, role="manager")
        case = CaseFactory(account__account_manager=boss, account__tenant=acme, triaged=True)
        page = read(desk.get(f"/cases/{case.number}/referrals/new/"))
        assert (page.value_of("account_manager"), page.value_of("sales_manager")) == (str(boss.pk), "")
        (option,) = [one for one in page.one(id="id_department").all("option") if "data-sales" in one.attrs]
        assert option.text == "Sales"

    def test_a_department_of_another_branch_is_not_offered(self, desk, case, north):
        from routing.models import Department

        Department.objects.create(key="branch_manager", name="North manager", branch=north)
        assert "North manager" not in read(desk.get(f"/cases/{case.number}/referrals/new/")).text


class TestAnswering:
    @every
    def test_works_and_leads_back_to_the_case(self, desk, act, path, case, referral):
        body, state, _said = ACTS[act]
        answer = desk.post(path(act), body)
        assert (answer.status_code, answer["Location"]) == (302, f"/acme/cases/{case.number}/")
        assert again(referral).state == state

    @every
    def test_by_htmx_everything_concerned_reads_itself_anew(self, desk, act, path):
        body, _state, said = ACTS[act]
        answer = desk.post(path(act), body, htmx=True)
        assert (answer.status_code, read(answer).roots) == (200, [("section", "case-header")])
        toast = {"text": said, "kind": "done"}
        assert announced(answer) == {"case-changed": {}, "referrals-changed": {}, "toast": toast}

    @every
    def test_a_button_of_the_list_leaves_the_list_to_read_itself(self, desk, act, path):
        if act in SHEETS:
            return
        answer = desk.post(path(act), htmx=True, headers={"HX-Target": "queue"})
        assert (answer.status_code, announced(answer)["queue-changed"]) == (204, {})

    @every
    def test_what_is_finished_is_refused_in_words(self, desk, act, path, referral, max):
        with_words = {"acceptance": "reply", "answer": "give_back", "return": "reply", "withdrawal": "reply"}
        getattr(referral, with_words[act])("Done.", by=max)
        answer = desk.post(path(act), ACTS[act][0], htmx=True)
        assert answer.status_code == 422
        assert read(answer).alerts[0].startswith("Max Planck has ")

    @pytest.mark.parametrize("act", SHEETS)
    def test_empty_words_are_refused_at_their_field(self, desk, act, path, referral):
        for htmx in (False, True):
            answer = desk.post(path(act), {"answer": " ", "reason": " "}, htmx=htmx)
            page = read(answer)
            assert answer.status_code == 422
            assert page.errors_of({"answer": "answer", "return": "reason"}[act]) == ["This field is required."]
            assert "What did we promise?" in page.text
        assert again(referral).is_open

    @pytest.mark.parametrize("act", SHEETS)
    def test_the_form_is_a_sheet_or_a_page_and_says_what_was_asked(self, desk, act, path):
        for htmx in (False, True):
            page = read(desk.get(path(act), htmx=htmx))
            assert "What did we promise?" in page.text
            assert page.all("form", action=f"/acme{path(act)}")

    @every
    def test_what_is_only_posted_is_not_shown(self, desk, act, path):
        assert desk.get(path(act)).status_code == (200 if act in SHEETS else 405)

    @every
    def test_a_role_that_may_not_is_told_which_may(self, act, path, referral, member, client_for):
        answer = client_for(member("executive")).post(path(act), ACTS[act][0])
        assert answer.status_code == 403
        assert "Your role does not include this." in read(answer).text
        assert again(referral).state == "waiting"

    @every
    def test_another_company_finds_nothing(self, act, path, acme, eve, client_for):
        for company in (acme, eve.tenant):
            assert client_for(eve, company).post(path(act), ACTS[act][0]).status_code == 404

    @every
    def test_the_referral_of_another_case_is_not_found_here(self, desk, act, referral, acme):
        other = CaseFactory(account__tenant=acme)
        answer = desk.post(f"/cases/{other.number}/referrals/{referral.pk}/{act}/", ACTS[act][0])
        assert (answer.status_code, again(referral).state) == (404, "waiting")


class TestWhoAnswers:
    """The people of the department, and who resolves cases; anybody who works it where the department has nobody."""

    @pytest.fixture
    def seller(self, sales, member):
        person = member("service", name="Sal Sales")
        sales.enrol(person)
        return person

    @pytest.mark.parametrize("act", ["acceptance", "answer", "return"])
    def test_is_not_the_one_who_asked(self, desk, act, path, referral, seller, max, client_for):
        answer = desk.post(path(act), ACTS[act][0])
        assert answer.status_code == 403
        assert "This is for the people of Sales, and for who resolves cases." in read(answer).text
        assert client_for(seller).post(path(act), ACTS[act][0]).status_code == 302
        assert again(referral).state == ACTS[act][1]

    def test_a_lead_answers_too(self, path, referral, seller, max, client_for):
        assert client_for(max).post(path("acceptance")).status_code == 302

    def test_where_everybody_has_left_anybody_answers_again(self, desk, path, referral, seller, acme):
        with as_company(acme):
            seller.deactivate(by=None)
        assert desk.post(path("acceptance")).status_code == 302
        assert again(referral).state == "accepted"

    def test_buttons_are_for_those_who_may(self, case, referral, seller, ada, max, member, client_for):
        def offered(who):
            page = read(client_for(who).get(f"/cases/{case.number}/referrals/", htmx=True))
            return [one.text for one in page.all(classed="button")]

        assert offered(ada) == ["Refer", "Withdraw"]
        assert offered(seller) == offered(max) == ["Refer", "Accept", "Answer", "Give back", "Withdraw"]
        assert offered(member("executive")) == []
        with as_company(case.tenant):
            referral.accept(by=seller)
        assert offered(seller) == ["Refer", "Answer", "Give back", "Withdraw"]


class TestOnTheCase:
    def test_a_case_without_referrals_asks_for_none_before_one_is_made(self, desk, case, sales):
        later = read(desk.get(f"/cases/{case.number}/")).one(id="case-referrals")
        assert later.attrs["hx-trigger"] == "referrals-changed from:body"
        with as_company(case.tenant):
            case.refer(sales, by=None, reason="price")
        later = read(desk.get(f"/cases/{case.number}/")).one(id="case-referrals")
        assert later.attrs["hx-trigger"] == "load, case-changed from:body"

    def test_the_panel_says_who_was_asked_what_and_what_came_back(self, desk, case, referral, max, ada):
        referral.reply("It was <b>in</b> the offer.", by=max)
        page = read(desk.get(f"/cases/{case.number}/referrals/", htmx=True))
        for words in ("Sales", "What was promised at the sale", "What did we promise?", "asked by Ada Lovelace"):
            assert words in page.text
        assert "Max Planck" in page.text
        assert "It was <b>in</b> the offer." in page.text
        assert page.roots == [("section", "case-referrals")]
        assert not page.has("due-clock")

    def test_the_panel_explains_its_clock(self, desk, case, referral):
        text = read(desk.get(f"/cases/{case.number}/referrals/")).text
        said = "Asked Fri 20 Nov 2026, 16:50 EST. An answer is due by the end of the next business day: "
        assert f"{said}Mon 23 Nov 2026, 17:00 EST. Days on which the doors stay closed do not count." in text

    def test_an_installer_sees_no_referral(self, case, referral, sales, acme, member, client_for):
        from tests.factories import AccountFactory, InstallerSeatFactory

        organisation = AccountFactory(tenant=acme, kind="installer")
        ines = member("installer")
        InstallerSeatFactory(member=ines, account=organisation)
        theirs = CaseFactory(account=organisation, triaged=True)
        with as_company(acme):
            theirs.refer(sales, by=None, reason="price", comments="A SECRET question")
        browser = client_for(ines)
        page = browser.get(f"/cases/{theirs.number}/")
        assert (page.status_code, "SECRET" in page.content.decode()) == (200, False)
        assert not read(page).has(id="case-referrals")
        assert not [link for link in read(page).all("a") if "referrals" in link.attrs.get("href", "")]
        for address in (f"/cases/{theirs.number}/referrals/", "/referrals/", "/referrals/pulse/"):
            assert browser.get(address).status_code == 404
