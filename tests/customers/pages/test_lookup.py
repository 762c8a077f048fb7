"""The lookup while somebody types: what is found, in which order, and what is said of a mistyped word."""

import pytest

from tests.cases.pages.reading import read
from tests.factories import AccountFactory, CaseFactory, ContractFactory, InstallerSeatFactory, PropertyFactory

HOSTILE = [
    "<script>alert(1)</script>", "';DROP TABLE customers_account;--", "%s %(tenant)s {0}", "\0", "x" * 500, "🙂 " * 60,
    "a b c d e f g h i j k l m n o p", "שלום עולם", "\\ \" ' `", "null 1/0 castilo castilo castilo castilo",
]  # fmt: skip


@pytest.fixture
def desk(ada, client_for):
    return client_for(ada)


def look(browser, q):
    return read(browser.get("/customers/lookup/", {"q": q}, htmx=True))


def names(browser, q):
    return [choice.one("b").text for choice in look(browser, q).all("a")]


@pytest.fixture
def castillo(acme):
    account = AccountFactory(tenant=acme, name="Núria Castillo", phone="(716) 555-0142", email="nuria@castillo.example")
    PropertyFactory(account=account, street="8 O'Hara Street")
    ContractFactory(account=account, number="NY-26-0101")
    return account


@pytest.mark.parametrize(
    "said",
    [
        "nuria", "NÚRIA CAST", "castillo núria", "o'hara", "ohara", "O’Hara 8", "0142", "5550142", "7165550142",
        "716555", "+1 (716) 555-0142", "1-716-555-01", "7 1 6 5 5 5", "ny-26-0101", "NY 26 0101", "ny260101", " ny-26 ",
        "nuria@castillo.example", "nuria@cas", "14201 castillo", "castillo " * 12,
    ],
)  # fmt: skip
def test_finds_by_whatever_the_caller_says(castillo, desk, acme, said):
    AccountFactory(tenant=acme, name="Bob Stone", phone="(212) 333-9999")
    assert names(desk, said) == ["Núria Castillo"]


def test_what_is_exactly_that_comes_first_then_names_then_the_rest(acme, desk):
    for name in ("Zed Oakley", "Anna Oakley"):
        AccountFactory(tenant=acme, name=name)
    PropertyFactory(account=AccountFactory(tenant=acme, name="Aaron Abel"), street="4 Oakley Road")
    ContractFactory(account=AccountFactory(tenant=acme, name="Yan Young"), number="OAK")
    assert names(desk, "oak") == ["Yan Young", "Anna Oakley", "Zed Oakley", "Aaron Abel"]
    assert names(desk, "4") == ["Yan Young", "Aaron Abel"]  # the fourth customer, then the fourth house


def test_a_mistyped_word_leads_to_the_known_one_and_the_answer_says_so(castillo, desk):
    for typed, known in (
        ("casillo", "castillo"),
        ("Catsillo nuria", "castillo nuria"),
        ("núrja castilo", "nuria castillo"),
    ):
        page = look(desk, typed)
        assert page.one(classed="notice").text == f"Nothing for “{typed}”. Showing “{known}”."
        assert [choice.one("b").text for choice in page.all("a")] == ["Núria Castillo"]
        listed = read(desk.get("/customers/", {"q": typed}))
        assert listed.one(classed="notice").text == f"Nothing for “{typed}”. Showing “{known}”."
        assert [link.text for link in listed.all("a", classed="listing-link")] == ["Núria Castillo"]


def test_what_is_found_as_typed_is_not_corrected(castillo, acme, desk):
    AccountFactory(tenant=acme, name="Ann Castilo")
    page = look(desk, "castilo")
    assert [choice.one("b").text for choice in page.all("a")] == ["Ann Castilo"]
    assert page.all(classed="notice") == []


def test_words_that_only_a_case_says_lead_to_no_customer(castillo, desk, acme, ada):
    CaseFactory(account=castillo, by=ada, summary="Gasket leaks")
    assert "Nobody found for “gaskat”" in look(desk, "gaskat").text
    assert "Nobody found for “castilo gasket”" in look(desk, "castilo gasket").text


def test_words_of_the_other_company_are_never_shown_nor_suggested(castillo, globex, client_for, eve):
    AccountFactory(tenant=globex, name="Greta Fischer")
    browser = client_for(eve)
    assert names(browser, "fisher") == ["Greta Fischer"]
    for said in ("castillo", "casillo", "7165550142", "ny260101", "nuria fischer", "nurja fisher"):
        page = look(browser, said)
        assert page.all("a") == page.all(classed="notice") == []
        assert f"Nobody found for “{said}”" in page.text


def test_an_installer_searches_among_their_own_only(castillo, acme, member, client_for):
    sunny = AccountFactory(tenant=acme, name="Sunny Castle", kind="installer")
    ines = member("installer")
    InstallerSeatFactory(member=ines, account=sunny)
    browser = client_for(ines)
    for said, found in (("sunny", ["Sunny Castle"]), ("suny", ["Sunny Castle"]), ("cas", ["Sunny Castle"])):
        page = read(browser.get("/customers/", {"q": said}))
        assert [link.text for link in page.all("a", classed="listing-link")] == found
    for said in ("castillo", "casillo", "nuria", "0142"):
        page = read(browser.get("/customers/", {"q": said}))
        assert page.all("a", classed="listing-link") == page.all(classed="notice") == []


@pytest.mark.parametrize("said", HOSTILE)
def test_whatever_is_typed_gets_an_answer(castillo, desk, said):
    for path in ("/customers/lookup/", "/customers/", "/cases/new/"):
        answer = desk.get(path, {"q": said})
        assert answer.status_code == 200
        assert "<script>alert" not in answer.content.decode()


def test_more_than_a_search_shows_is_said(acme, desk, monkeypatch):
    from customers.models import searching

    monkeypatch.setattr(searching.SearchQuerySet.search, "__defaults__", (3,))
    for number in range(4):
        AccountFactory(tenant=acme, name=f"Smith {number}")
    page = read(desk.get("/customers/", {"q": "smith"}))
    assert len(page.all("a", classed="listing-link")) == 3
    assert "More customers match than are shown." in page.text
