"""The search over everything: what it finds, in which words it says so, and that it is kind to any text."""

import pytest

from tests.cast import as_company
from tests.factories import (
    AccountFactory,
    CaseFactory,
    ContactFactory,
    ContractFactory,
    JobFactory,
    OrderFactory,
    OrderLineFactory,
    PropertyFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(ada, client_for):
    return client_for(ada)


@pytest.fixture
def rosa(acme):
    """A customer with one of everything."""
    account = AccountFactory(tenant=acme, name="Rosa Delgado", phone="(602) 555-0142", email="rosa@delgado.example")
    PropertyFactory(account=account, street="9 Heron Court")
    ContactFactory(account=account, name="Pablo Delgado")
    contract = ContractFactory(account=account, number="AQ-26/0101")
    job = JobFactory(account=account, number="J-2041", kind="Pool, 30 ft", contract=contract)
    line = OrderLineFactory(order=OrderFactory(account=account, number="SO 9001", job=job), product__name="Salt cell")
    CaseFactory(account=account, summary="Pump drips", job=job, order_line=line, order=line.order, triaged=True)
    return account


def found(visitor, text, **extra):
    """The titles of what was found, by group."""
    groups = visitor.get("/search/", {"q": text}, **extra).context["groups"]
    return {group.name: ["".join(piece for piece, _hit in hit.label) for hit in group.hits] for group in groups}


def best(visitor, text):
    return [hit.url for hit in visitor.get("/search/", {"q": text}).context["best"]]


@pytest.mark.parametrize(
    "text", ["rosa", "delgado", "(602) 555-0142", "5550142", "rosa@delgado.example", "heron court", "pablo", "AQ260101"]
)
def test_a_customer_by_name_phone_mail_place_contact_or_contract(rosa, desk, text):
    assert found(desk, text)["customers"] == ["Rosa Delgado"]


@pytest.mark.parametrize(
    ("text", "group", "label"),
    [
        ("AQ-26/0101", "contracts", "AQ-26/0101"),
        ("aq26", "contracts", "AQ-26/0101"),
        ("j 2041", "jobs", "J-2041"),
        ("so9001", "orders", "SO 9001"),
    ],
)
def test_contracts_jobs_and_orders_however_their_number_is_written(rosa, desk, text, group, label):
    assert found(desk, text)[group] == [label]


def test_a_whole_number_phone_or_address_comes_first_of_all(rosa, desk):
    with as_company(rosa.tenant_id):
        case, job, order = rosa.cases.get(), rosa.jobs.get(), rosa.orders.get()
    assert best(desk, f"#{case.number}")[-1] == f"/acme/cases/{case.number}/"
    assert best(desk, "602-555-0142") == best(desk, "ROSA@delgado.example") == [f"/acme/customers/{rosa.number}/"]
    assert best(desk, "J-2041") == [f"/acme/customers/jobs/{job.number}/"]
    assert best(desk, "SO9001") == [f"/acme/customers/orders/{order.number.replace(' ', '%20')}/"]
    assert best(desk, "J-20") == []


def test_every_address_that_is_shown_opens(rosa, desk):
    for text in ("rosa", "AQ26", "j2041", "so9001", "drips", "1"):
        for group in desk.get("/search/", {"q": text}).context["groups"]:
            for hit in group.hits:
                assert desk.raw.get(hit.url.partition("#")[0]).status_code == 200, hit


def test_cases_by_their_comments_with_the_words_marked_and_what_is_open_first(rosa, desk, ada, max):
    with as_company(rosa.tenant_id):
        rosa.cases.get().comment("The gasket <b>was</b> délivered to Müller & sons.", by=ada)
        done = CaseFactory(account=rosa, summary="Gasket cracked", triaged=True)
        done.resolve(by=max, path="repaired", notes="New one.")
    answer = desk.get("/search/", {"q": "gasket"})
    first, second = next(group for group in answer.context["groups"] if group.name == "cases").hits
    assert "".join(piece for piece, _hit in second.label).endswith("Gasket cracked")
    assert "The <mark>gasket</mark> &lt;b&gt;was&lt;/b&gt;" in answer.content.decode()
    assert ("délivered", True) in found_snippet(desk, "deliver")


def found_snippet(visitor, text):
    groups = visitor.get("/search/", {"q": text}).context["groups"]
    return next(group for group in groups if group.name == "cases").hits[0].snippet


def test_each_group_says_what_it_took_a_mistyped_word_for(rosa, desk):
    groups = {group.name: group.instead for group in desk.get("/search/", {"q": "delgdo"}).context["groups"]}
    assert groups == {"customers": "delgado", "cases": "delgado"}
    assert "Showing “delgado”" in desk.get("/search/", {"q": "delgdo"}).content.decode()


def test_an_empty_box_and_no_hit_say_what_to_try(rosa, desk):
    assert "Find anything" in desk.get("/search/").content.decode()
    nothing = desk.get("/search/", {"q": "zzzzz"}).content.decode()
    assert "Nothing found" in nothing
    assert "zzzzz" in nothing


def test_while_somebody_types_only_the_results_are_sent(rosa, desk):
    answer = desk.get("/search/", {"q": "ros"}, htmx=True, headers={"HX-Target": "search-results"}).content.decode()
    assert "<html" not in answer
    assert answer.count('id="search-results"') == 1


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "شركة المياه",
        "🙂🙂",
        "a" * 300,
        "nul\0nul",
        "%_' OR 1=1 --",
        "#99999999999999999999",
        "٣",
        " ",
        "-/-",
    ],
)
def test_any_text_is_only_text(rosa, desk, text):
    with as_company(rosa.tenant_id):
        CaseFactory(account=rosa, summary=f"Says {text}"[:160].replace("\0", ""), triaged=True)
    answer = desk.get("/search/", {"q": text})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()
    assert "<img src=x" not in answer.content.decode()
