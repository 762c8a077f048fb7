"""What people do with a return: the ladder of every posting page, and what is wrong."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from tests.cases.pages.reading import announced, read
from tests.cast import as_company

from .moments import fresh

pytestmark = pytest.mark.usefixtures("in_acme")
EVENTS = {"callbacks-changed": {}, "case-changed": {}, "queue-changed": {}}


def soon():
    return f"{timezone.now() + timedelta(days=2):%Y-%m-%d}T12:00"  # noon is an hour of every day in every zone


@pytest.fixture
def lead(boss, client_for):
    return client_for(boss)


@pytest.fixture
def act(looked_into, max):
    """Return (path, good body, what is said) of an act."""

    def of(name):
        body, said = {
            "finding": ({"words": "It is the hose.", "asked": "Rosa", "client_key": uuid4()}, "Written down."),
            "cause": ({"cause": "no", "reason": "The hose is theirs."}, "Decided."),
            "settlement": ({"fee": "95"}, "Settled."),
            "plan": ({"next_at": soon(), "reason": "Rosa is away."}, "Planned."),
            "assignment": ({"member": max.pk}, "Passed on."),
            "withdrawal": ({"reason": "The neighbour's pipe."}, "Taken back."),
        }[name]
        if name == "settlement" and not looked_into.cause:
            looked_into.decide("no", "The hose is theirs.", by=None)
        return f"/returns/{looked_into.number}/{name}/", {"was": looked_into.version, **body}, said

    return of


ACTS = ("finding", "cause", "settlement", "plan", "assignment", "withdrawal")
DECIDING = ("cause", "settlement", "withdrawal")
every = pytest.mark.parametrize("name", ACTS)


class TestActing:
    @every
    def test_works_and_leads_back_to_the_return(self, lead, act, name, looked_into):
        path, body, _said = act(name)
        answer = lead.post(path, body)
        assert (answer.status_code, answer["Location"]) == (302, f"/acme/returns/{looked_into.number}/")
        assert fresh(looked_into).version == looked_into.version + 1

    @every
    def test_by_htmx_everything_that_shows_it_reads_itself_anew(self, lead, act, name):
        path, body, said = act(name)
        answer = lead.post(path, body, htmx=True)
        assert (answer.status_code, announced(answer)) == (204, {**EVENTS, "toast": {"text": said, "kind": "done"}})

    @every
    def test_is_a_sheet_or_a_page(self, lead, act, name):
        path, _body, _said = act(name)
        for htmx in (False, True):
            assert read(lead.get(path, htmx=htmx)).all("form", action=f"/acme{path}")

    @every
    def test_is_refused_to_who_only_reads(self, act, name, member, client_for, looked_into):
        path, body, _said = act(name)
        answer = client_for(member("executive")).post(path, body)
        assert (answer.status_code, fresh(looked_into).version) == (403, looked_into.version)

    @pytest.mark.parametrize("name", DECIDING)
    def test_only_who_manages_the_branch_decides(self, act, name, member, client_for, looked_into, south):
        path, body, _said = act(name)
        for role in ("support", "support_lead", "service"):
            answer = client_for(member(role)).post(path, body)
            assert (answer.status_code, "Manager, Owner, Administrator" in answer.content.decode()) == (403, True)
        assert client_for(member("manager", branch=south)).post(path, body).status_code == 404
        assert fresh(looked_into).version == looked_into.version

    @every
    def test_of_another_company_is_not_there(self, act, name, eve, globex, member, client_for, looked_into):
        path, body, _said = act(name)
        assert client_for(member("owner", globex)).post(path, body).status_code == 404
        with as_company(looked_into.tenant_id):
            assert fresh(looked_into).version == looked_into.version

    @pytest.mark.parametrize("name", ["finding", "cause", "plan", "assignment", "withdrawal"])
    def test_when_it_is_settled_it_is_refused_in_words(self, lead, act, name, looked_into):
        path, body, _said = act(name)
        looked_into.decide("yes", "It was dry", by=None)
        looked_into.settle(by=None)
        answer = lead.post(path, body, htmx=True)
        assert (answer.status_code, read(answer).alerts) == (422, ["This return is settled."])

    @pytest.mark.parametrize("name", ["cause", "settlement", "plan", "assignment", "withdrawal"])
    def test_on_a_version_that_is_gone_it_is_a_clash_and_sent_again_it_goes_through(self, lead, act, name, looked_into):
        path, body, _said = act(name)
        looked_into.note_finding("Something new", by=None)
        answer = lead.post(path, body, htmx=True)
        page = read(answer)
        said = "Somebody has changed this return meanwhile. Look at it once more, then send again."
        assert (answer.status_code, page.alerts) == (409, [said])
        assert lead.post(path, {**body, "was": page.value_of("was")}, htmx=True).status_code == 204

    @pytest.mark.parametrize(
        ("name", "field", "value", "message"),
        [
            ("finding", "words", " ", "This field is required."),
            ("finding", "words", "x" * 4001, "Ensure this value has at most 4000 characters (it has 4001)."),
            ("cause", "cause", "", "This field is required."),
            ("cause", "cause", "perhaps", "Select a valid choice. perhaps is not one of the available choices."),
            ("cause", "cause", "unknown", None),
            ("cause", "reason", "", "This field is required."),
            ("settlement", "fee", "-1", "Ensure this value is greater than or equal to 0."),
            ("settlement", "fee", "a lot", "Enter a number."),
            ("plan", "next_at", "", "This field is required."),
            ("plan", "reason", " ", "This field is required."),
            ("assignment", "member", "17", "“17” is not a valid UUID."),
            ("withdrawal", "reason", " ", "This field is required."),
        ],
    )
    def test_what_is_wrong_is_said_at_its_field(self, lead, act, looked_into, name, field, value, message):
        path, body, _said = act(name)
        answer = lead.post(path, {**body, field: value}, htmx=True)
        where, what = (field, message) if message else ("next_at", "Say when it is looked at again.")
        assert (answer.status_code, read(answer).errors_of(where)) == (422, [what])
        assert fresh(looked_into).version == looked_into.version

    def test_two_clicks_are_one_finding(self, desk, act, looked_into):
        path, body, _said = act("finding")
        for _ in range(2):
            assert desk.post(path, body, htmx=True).status_code == 204
        assert looked_into.findings.count() == 2

    def test_take_makes_it_mine(self, client_for, max, looked_into):
        path = f"/returns/{looked_into.number}/assignment/"
        answer = client_for(max).post(path, {"take": "yes"}, htmx=True)
        assert (answer.status_code, fresh(looked_into).owner) == (204, max)

    def test_what_is_settled_nobody_takes_and_it_says_so(self, client_for, max, looked_into):
        looked_into.withdraw("The neighbour's pipe.", by=None)
        path = f"/returns/{looked_into.number}/assignment/"
        said = "This was taken back: it is no return."
        answer = client_for(max).post(path, {"take": "yes"}, htmx=True)
        assert (answer.status_code, announced(answer)["toast"]["text"]) == (204, said)
        plain = client_for(max).post(path, {"take": "yes"})
        assert (plain.status_code, said in read(plain).text) == (422, True)
