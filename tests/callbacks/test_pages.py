"""Callbacks as people see them: their pages, the ladder of every posting page, and what is wrong."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from callbacks.models import Callback
from tests.cases.pages.reading import announced, read
from tests.cast import as_company
from tests.factories import CallbackFactory, CaseFactory, ContactFactory, JobFactory

from .moments import fresh

pytestmark = pytest.mark.usefixtures("in_acme")

EVENTS = {"callbacks-changed": {}, "case-changed": {}, "queue-changed": {}}


def soon():
    return f"{timezone.now() + timedelta(days=2):%Y-%m-%d}T12:00"  # noon is an hour of every day in every zone


@pytest.fixture
def callback(account, ada):
    """Promised just now, so that its due time lies ahead."""
    said = {"reason": "The pump hums", "summary": "It is a loose screw."}
    return CallbackFactory(account=account, by=ada, kind="status_update", **said)


@pytest.fixture
def act(callback, max):
    """Return (path, good body, what is said, what it changes) of an act."""

    def of(name):
        body, said = {
            "attempt": ({"outcome": "reached", "note": "All is well.", "client_key": uuid4()}, "Written down."),
            "time": ({"due_at": soon(), "reason": "They are away."}, "Moved."),
            "assignment": ({"member": max.pk}, "Passed on."),
            "withdrawal": ({"reason": "They came by."}, "Withdrawn."),
            "escalation": (
                {"reason": "They wait since Monday."},
                "The complaint is a case now. The promise to call stays.",
            ),
            "number": ({"phone": "(716) 555-0177"}, "Saved."),
        }[name]
        return f"/callbacks/{callback.number}/{name}/", {"was": callback.version, **body}, said

    return of


FINISHING = ("attempt", "time", "assignment", "withdrawal", "number")
ACTS = (*FINISHING, "escalation")
every = pytest.mark.parametrize("name", ACTS)


class TestActing:
    @every
    def test_works_and_leads_back_to_the_callback(self, desk, act, name, callback):
        path, body, _said = act(name)
        answer = desk.post(path, body)
        assert (answer.status_code, answer["Location"]) == (302, f"/acme/callbacks/{callback.number}/")
        assert fresh(callback).version == callback.version + 1

    @every
    def test_by_htmx_everything_that_shows_it_reads_itself_anew(self, desk, act, name):
        path, body, said = act(name)
        answer = desk.post(path, body, htmx=True)
        assert (answer.status_code, announced(answer)) == (204, {**EVENTS, "toast": {"text": said, "kind": "done"}})

    @every
    def test_is_a_sheet_or_a_page(self, desk, act, name):
        path, _body, _said = act(name)
        for htmx in (False, True):
            assert read(desk.get(path, htmx=htmx)).all("form", action=f"/acme{path}")

    @every
    def test_is_refused_to_who_only_reads(self, act, name, member, client_for, callback):
        path, body, _said = act(name)
        answer = client_for(member("executive")).post(path, body)
        assert (answer.status_code, fresh(callback).version) == (403, callback.version)

    @every
    def test_of_another_company_is_not_there(self, act, name, eve, client_for, callback):
        path, body, _said = act(name)
        assert client_for(eve).post(path, body).status_code == 404
        with as_company(callback.tenant_id):
            assert fresh(callback).version == callback.version

    @pytest.mark.parametrize("name", FINISHING)
    def test_when_it_is_done_it_is_refused_in_words(self, desk, act, name, callback, max):
        callback.log_attempt("reached", note="Done.", by=max)
        path, body, _said = act(name)
        answer = desk.post(path, body, htmx=True)
        assert answer.status_code == 422
        assert read(answer).alerts == ["Max Planck has reached them already."]

    @pytest.mark.parametrize("name", ["time", "assignment", "withdrawal", "number"])
    def test_on_a_version_that_is_gone_it_is_a_clash_and_sent_again_it_goes_through(
        self, desk, act, name, callback, max
    ):
        path, body, _said = act(name)
        callback.log_attempt("no_answer", by=max)
        answer = desk.post(path, body, htmx=True)
        page = read(answer)
        assert answer.status_code == 409
        assert page.alerts == ["Somebody has changed this callback meanwhile. Look at it once more, then send again."]
        assert page.value_of("was") == str(callback.version)
        assert desk.post(path, {**body, "was": callback.version}, htmx=True).status_code == 204

    @pytest.mark.parametrize(
        ("name", "field", "value", "message"),
        [
            ("attempt", "outcome", "", "This field is required."),
            ("attempt", "outcome", "sky", "Select a valid choice. sky is not one of the available choices."),
            ("attempt", "note", "  ", "Write what came of it."),
            ("attempt", "note", "x" * 4001, "Ensure this value has at most 4000 characters (it has 4001)."),
            ("time", "due_at", "", "This field is required."),
            ("time", "due_at", "tomorrow", "Enter a valid date/time."),
            ("time", "reason", "", "This field is required."),
            ("assignment", "member", "17", "“17” is not a valid UUID."),
            ("withdrawal", "reason", " ", "This field is required."),
            ("escalation", "reason", " ", "This field is required."),
            ("number", "phone", "", "This field is required."),
        ],
    )
    def test_what_is_wrong_is_said_at_its_field(self, desk, act, callback, name, field, value, message):
        path, body, _said = act(name)
        answer = desk.post(path, {**body, field: value}, htmx=True)
        assert (answer.status_code, read(answer).errors_of(field)) == (422, [message])
        assert fresh(callback).version == callback.version

    def test_two_clicks_are_one_try(self, desk, act, callback):
        path, body, _said = act("attempt")
        body["outcome"] = "voicemail"
        for _ in range(2):
            assert desk.post(path, body, htmx=True).status_code == 204
        assert fresh(callback).tries == 1

    def test_a_wrong_number_takes_the_right_one_at_once(self, desk, act, callback):
        path, body, _said = act("attempt")
        answer = desk.post(path, {**body, "outcome": "wrong_number", "phone": "(716) 555-0188"}, htmx=True)
        assert (answer.status_code, fresh(callback).phone, fresh(callback).needs_number) == (204, "+17165550188", False)

    def test_take_makes_it_mine(self, client_for, max, callback):
        answer = client_for(max).post(f"/callbacks/{callback.number}/assignment/", {"take": "yes"}, htmx=True)
        assert (answer.status_code, fresh(callback).owner) == (204, max)


class TestPromising:
    def body(self, **more):
        return {"kind": "warranty", "reason": "It hums", "contact_method": "call", "client_key": uuid4(), **more}

    def test_from_a_case_carries_it_over_and_leads_back(self, desk, account, ada):
        case = CaseFactory(account=account, contact=ContactFactory(account=account, name="Lee Fields"), by=ada)
        page = read(desk.get(f"/callbacks/new/?case={case.number}", htmx=True))
        assert page.value_of("case") == str(case.number)
        answer = desk.post("/callbacks/new/", self.body(case=case.number, account=account.number))
        assert (answer.status_code, answer["Location"]) == (302, f"/acme/cases/{case.number}/")
        promised = Callback.objects.get()
        assert (promised.case, promised.owner, promised.account) == (case, ada, account)

    def test_by_htmx_the_panels_read_themselves_anew(self, desk, account):
        answer = desk.post("/callbacks/new/", self.body(account=account.number), htmx=True)
        assert (answer.status_code, announced(answer)["toast"]["text"]) == (204, "Promised.")

    def test_from_a_job_and_sent_twice_is_one_promise(self, desk, account):
        job = JobFactory(account=account)
        body = self.body(job=job.number, account=account.number)
        for _ in range(2):
            assert desk.post("/callbacks/new/", body, htmx=True).status_code == 204
        assert [one.job for one in Callback.objects.all()] == [job]

    @pytest.mark.parametrize(
        ("field", "value", "message"),
        [
            ("reason", "", "This field is required."),
            ("reason", "x" * 201, "Ensure this value has at most 200 characters (it has 201)."),
            ("kind", "sky", "Select a valid choice. sky is not one of the available choices."),
            ("email", "nobody", "Enter a valid email address."),
            ("due_at", "soon", "Enter a valid date/time."),
            ("contact", "17", "“17” is not a valid UUID."),
        ],
    )
    def test_what_is_wrong_is_said_at_its_field(self, desk, account, field, value, message):
        answer = desk.post("/callbacks/new/", self.body(account=account.number, **{field: value}), htmx=True)
        assert (answer.status_code, read(answer).errors_of(field)) == (422, [message])
        assert not Callback.objects.exists()

    def test_a_time_that_is_past_is_refused_with_the_words_kept(self, desk, account):
        answer = desk.post("/callbacks/new/", self.body(account=account.number, due_at="2020-01-01T10:00"), htmx=True)
        page = read(answer)
        assert (answer.status_code, page.alerts) == (422, ["A callback is promised for a time to come."])
        assert page.value_of("reason") == "It hums"

    def test_without_anybody_the_page_asks_whom_and_finds_them(self, desk, account):
        page = read(desk.get("/callbacks/new/?q=dana"))
        assert page.all("a", href=f"/acme/callbacks/new/?account={account.number}")

    def test_a_customer_of_nobody_is_not_there(self, desk):
        assert desk.get("/callbacks/new/?account=987654").status_code == 404
