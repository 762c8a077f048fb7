"""Following up on a quote as people do it: promised from a page, asked again, decided, one history."""

from datetime import timedelta

import pytest
from django.utils import timezone

from callbacks.models import Callback, Chain
from tests.cases.pages.reading import announced, read
from tests.cast import queries_of
from tests.factories import JobFactory, OrderFactory

from .moments import fresh

pytestmark = pytest.mark.usefixtures("in_acme", "departments")
NEW = {"kind": "quote_follow_up", "topic": "quote", "reference": "Q-17", "reason": "The extension"}
NEW |= {"contact_method": "call"}


@pytest.fixture
def call(account, ada):
    return Callback.objects.follow_up(account, reference="Q-17", by=ada)


def log(browser, call, **said):
    return browser.post(f"/callbacks/{call.number}/attempt/", {"outcome": "reached", **said}, htmx=True)


def of_page(desk, path):
    return read(desk.get(path)).one(id="panel-callbacks").text


class TestStarting:
    def test_from_the_customer_a_job_and_an_order(self, desk, account):
        job, order = JobFactory(account=account, number="J-1"), OrderFactory(account=account, number="O-1")
        places = {
            "account": (account.number, f"/customers/{account.number}/"),
            "job": (job.number, "/customers/jobs/J-1/"),
            "order": (order.number, "/customers/orders/O-1/"),
        }
        for name, (number, path) in places.items():
            form = read(desk.get(f"/callbacks/new/?{name}={number}", htmx=True))
            assert form.has("input", name="reference")
            assert desk.post("/callbacks/new/", NEW | {name: number, "reference": f"Q-{name}"}).status_code == 302
            assert f"Quote Q-{name}, call 1" in of_page(desk, path)
        assert Chain.objects.count() == 3

    def test_it_needs_the_number_of_the_quote_and_other_kinds_do_not(self, desk, account):
        body = NEW | {"account": account.number, "reference": " "}
        answer = desk.post("/callbacks/new/", body, htmx=True)
        said = read(answer).errors_of("reference")
        assert (answer.status_code, said) == (422, ["Say which one, for example its number."])
        assert desk.post("/callbacks/new/", body | {"kind": "warranty"}).status_code == 302
        assert not Chain.objects.exists()

    def test_twice_is_the_call_that_is_open(self, desk, account):
        for _ in range(2):
            desk.post("/callbacks/new/", NEW | {"account": account.number})
        assert Callback.objects.count() == 1


class TestAnswering:
    def test_undecided_promises_the_next_call_and_shows_one_history(self, desk, call, account):
        page = read(desk.get(f"/callbacks/{call.number}/", htmx=True))
        assert "Next call:" in page.one("div", classed="call-answer").text
        answer = log(desk, call, answer="undecided", note="They ask the bank.")
        assert (answer.status_code, announced(answer)["toast"]["text"]) == (204, "Written down. They are asked again.")
        following = Callback.objects.open().get()
        for one in (call, following):
            page = read(desk.get(f"/callbacks/{one.number}/")).one("section", classed="call-links")
            assert "Quote Q-17" in page.one("h2").text
            first, second = page.all("li")
            assert first.text.startswith("Call 1 #1 Done, Ada Lovelace")
            assert "They ask the bank." in first.text
            assert second.text.startswith("Call 2 #2 Ada Lovelace calls by")

    def test_another_time_is_taken(self, desk, call):
        when = f"{timezone.now() + timedelta(days=9):%Y-%m-%d}T12:00"
        log(desk, call, answer="undecided", note="On holiday.", again_at=when)
        assert Callback.objects.open().get().due_facts["rule"] == "agreed"

    @pytest.mark.parametrize(("answer", "words"), [("accepted", "Accepted"), ("declined", "Declined")])
    def test_a_decision_needs_no_words_and_is_shown_on_the_customer(self, desk, call, account, answer, words):
        assert log(desk, call, answer=answer).status_code == 204
        assert f"Quote Q-17, {words}" in of_page(desk, f"/customers/{account.number}/")
        history = desk.get(f"/customers/{account.number}/history/").content.decode()
        assert f"Quote Q-17 is {answer}, noted by Ada Lovelace." in history
        assert not Callback.objects.open().exists()

    @pytest.mark.parametrize(
        ("said", "field", "message"),
        [
            ({}, "answer", "Say whether they have decided."),
            ({"answer": "maybe"}, "answer", "Select a valid choice. maybe is not one of the available choices."),
            ({"answer": "dropped"}, "answer", "Select a valid choice. dropped is not one of the available choices."),
            ({"answer": "undecided"}, "note", "Write what came of it."),
            ({"answer": "undecided", "note": "Hm", "again_at": "soon"}, "again_at", "Enter a valid date/time."),
        ],
    )
    def test_what_is_missing_is_said_at_its_field(self, desk, call, said, field, message):
        answer = log(desk, call, **said)
        assert (answer.status_code, read(answer).errors_of(field)) == (422, [message])
        assert fresh(call).status == "open"

    def test_a_time_that_is_past_is_refused_in_words(self, desk, call):
        answer = log(desk, call, answer="undecided", note="Hm", again_at="2020-01-01T10:00")
        assert (answer.status_code, read(answer).alerts) == (422, ["The next call is in the future."])

    def test_a_failed_try_asks_for_no_answer(self, desk, call):
        assert log(desk, call, outcome="no_answer", answer="accepted").status_code == 204
        assert Chain.objects.get().answer == ""


def test_a_longer_history_costs_no_more_statements(desk, call, ada):
    def statements(one):
        return len(queries_of(lambda: desk.get(f"/callbacks/{one.number}/", htmx=True)))

    first, found = call, []
    for _ in range(3):
        first.log_attempt("reached", by=ada, note="Not yet.", answer="undecided")
        first = Callback.objects.open().get()
        found.append(statements(first))
    assert len(set(found)) == 1


def test_it_is_found_by_the_number_of_the_quote(desk, account, ada):
    call = Callback.objects.follow_up(account, reference="Q-4711", by=ada, reason="The extension")
    groups = desk.get("/search/", {"q": "Q-4711"}).context["groups"]
    assert [hit.url for group in groups if group.name == "callbacks" for hit in group.hits] == [
        f"/acme/callbacks/{call.number}/"
    ]


def test_another_company_sees_nothing_of_it(call, eve, client_for):
    assert client_for(eve).get(f"/callbacks/{call.number}/").status_code == 404
    assert log(client_for(eve), call, answer="accepted").status_code == 404
    assert fresh(call).status == "open"


def test_who_only_reads_decides_nothing(call, member, client_for):
    assert log(client_for(member("executive")), call, answer="accepted").status_code == 403
    assert Chain.objects.undecided().exists()
