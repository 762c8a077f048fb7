"""Customers: found by whatever the caller says, listed page by page, shown with all that is known of them."""

import pytest

from tests.cases.pages.reading import read
from tests.cast import as_company
from tests.factories import (
    AccountFactory,
    CaseFactory,
    ContactFactory,
    ContractFactory,
    InstallerSeatFactory,
    JobFactory,
    OrderFactory,
    OrderLineFactory,
    PropertyFactory,
)


@pytest.fixture
def jane(acme):
    account = AccountFactory(tenant=acme, name="Jane Smith", phone="(716) 555-0142", email="Jane@Smith.example")
    ContactFactory(account=account, name="Zora Quill", phone_e164="+12125550199")
    site = PropertyFactory(account=account, street="77 Willow Bend")
    ContractFactory(account=account, number="C-2041", site=site)
    return account


@pytest.fixture
def others(acme):
    return [AccountFactory(tenant=acme, name=name) for name in ("Bob Stone", "Carl Reed")]


@pytest.fixture
def desk(ada, client_for):
    return client_for(ada)


def names(page):
    return [link.text for link in page.all("a", classed="listing-link")]


def found(browser, q):
    return names(read(browser.get("/customers/", {"q": q})))


@pytest.mark.usefixtures("others")
def test_the_list_is_by_name_and_says_where_they_are(jane, desk):
    page = read(desk.get("/customers/"))
    assert names(page) == ["Bob Stone", "Carl Reed", "Jane Smith"]
    said = page.all("li", classed="listing-row")[2].one(classed="listing-more").text
    assert said == f"{jane.number} Homeowner (716) 555-0142 77 Willow Bend, Buffalo, NY 14201"


@pytest.mark.usefixtures("others")
def test_a_customer_is_found_by_whatever_the_caller_says(jane, desk):
    said = [
        str(jane.number), "jane", "SMITH", "555-0142", "(716) 555", "jane@smith.example", "zora", "0199", "willow",
        "c-2041", "c 2041", "C-20", "  Jane Smith  ",
    ]  # fmt: skip
    assert {text: found(desk, text) for text in said} == dict.fromkeys(said, ["Jane Smith"])
    assert found(desk, "nobody like that") == found(desk, "-2042") == []
    assert found(desk, "   ") == ["Bob Stone", "Carl Reed", "Jane Smith"]


def test_what_is_not_found_is_said_with_a_way_back(jane, desk):
    empty = read(desk.get("/customers/", {"q": "zzz"})).one(classed="empty")
    assert empty.one("h2").text == "No customer found"
    assert empty.one("a").attrs["href"] == "/acme/customers/"


def test_htmx_gets_the_list_alone(jane, desk):
    assert read(desk.get("/customers/", {"q": "jane"}, htmx=True)).roots == [("section", "accounts")]


def test_pages_turn_without_a_gap_where_many_have_one_name(acme, desk):
    for name in ["Adams"] * 30 + ["Smith"] * 60 + ["Young"] * 15:
        AccountFactory(tenant=acme, name=name)
    page, seen = read(desk.get("/customers/", {"q": ""})), []
    while len(seen) < 9:
        seen.append([link.attrs["href"] for link in page.all("a", classed="listing-link")])
        following = page.all("a", classed="button", hx_push_url="true")
        if not following:
            break
        page = read(desk.raw.get(following[0].attrs["href"]))
    assert [len(page) for page in seen] == [50, 50, 5]
    assert len({href for page in seen for href in page}) == 105


def test_a_page_of_a_search_is_a_page_of_that_search(acme, desk):
    for number in range(60):
        AccountFactory(tenant=acme, name=f"{'Smith' if number % 6 else 'Young'} {number:02}")
    for number in range(10):
        AccountFactory(tenant=acme, name=f"Smithson {number}")
    page = read(desk.get("/customers/", {"q": "smith"}))
    (following,) = page.all("a", classed="button", hx_push_url="true")
    assert names(read(desk.raw.get(following.attrs["href"]))) == [f"Smithson {number}" for number in range(10)]


def test_the_lookup_gives_the_first_eight(acme, desk):
    for number in range(9):
        AccountFactory(tenant=acme, name=f"Smith {number}", kind="installer" if number == 0 else "homeowner")
    page = read(desk.get("/customers/lookup/", {"q": "smith"}, htmx=True))
    assert [choice.one("b").text for choice in page.all("a")] == [f"Smith {number}" for number in range(8)]
    assert page.all("a")[0].one("small").text.startswith("Installer · ")
    assert read(desk.get("/customers/lookup/", {"q": "  "}, htmx=True)).text == ""


def test_the_page_shows_everything_known_of_them(jane, acme, desk, max, member, departments):
    contract = jane_s(jane, "contracts")
    tess = member("technician", name="Tess Torque")
    JobFactory(account=jane, number="J-5", kind="Liner", technician=tess, contract=contract)
    OrderLineFactory(order=OrderFactory(account=jane, number="O-7"), product__name="Salt cell", quantity=2)
    ContractFactory(account=jane, number="C-1", status="pending_cancellation")
    parent = AccountFactory(tenant=acme, name="The Smith Trust")
    with as_company(acme):
        type(jane).objects.filter(pk=jane.pk).update(parent=parent, account_manager=max, sales_manager=tess)
    done = CaseFactory(account=jane, summary="Old leak", triaged=True)
    CaseFactory(account=jane, summary="Pump hums", triaged=True)
    with as_company(acme):
        done.resolve(by=max, path="repaired", notes="Done")
    page = read(desk.get(f"/customers/{jane.number}/"))
    words = page.one("main").text
    for said in (
        "part of The Smith Trust", "Max Planck", "Tess Torque", "Zora Quill (212) 555-0199", "77 Willow Bend",
        "C-2041", "C-1 Pending cancellation", "Liner J-5", "2 × Salt cell", "jane@smith.example", "Cases 1 open",
    ):  # fmt: skip
        assert said in words
    panel = page.one(id="panel-cases")
    assert names(panel) == ["Pump hums", "Old leak"]
    assert [row.text for row in panel.all(classed="listing-end")][1] == "Resolved"
    links = [link.attrs["href"] for link in page.all("a") if "/cases/new/?" in link.attrs.get("href", "")]
    assert f"/acme/cases/new/?account={jane.number}&contract=C-1" in links
    assert all(desk.raw.get(link).status_code == 200 for link in links)


def jane_s(account, relation):
    with as_company(account.tenant_id):
        return getattr(account, relation).get()


def test_the_cases_beside_a_customer_are_as_they_stand(jane, acme, desk, max):
    case = CaseFactory(account=jane, summary="Pump hums", triaged=True)

    def line():
        return read(desk.get(f"/customers/{jane.number}/")).one(id="panel-cases").all("li")[-1].text

    assert line() == line() == f"Pump hums #{case.number} Normal Unassigned"
    with as_company(acme):
        case.assign(max, by=max)
        case.prioritise("urgent", by=max)
    assert line() == f"Pump hums #{case.number} Urgent Max Planck"
    with as_company(acme):
        case.resolve(by=max, path="repaired", notes="Done")
    assert "resolved" in line()


def test_a_customer_of_another_company_is_not_there(jane, globex, desk, client_for, eve, acme):
    theirs = [AccountFactory(tenant=globex, name=f"Theirs {number}") for number in range(3)]
    assert names(read(desk.get("/customers/"))) == ["Jane Smith"]
    assert desk.get(f"/customers/{theirs[2].number}/").status_code == 404
    assert found(desk, "theirs") == []
    assert client_for(eve, acme).get(f"/customers/{jane.number}/").status_code == 404


@pytest.mark.usefixtures("others")
def test_an_installer_sees_their_own_organisation_only(jane, acme, member, client_for):
    sunny = AccountFactory(tenant=acme, name="Sunny Installs", kind="installer")
    ines = member("installer")
    InstallerSeatFactory(member=ines, account=sunny)
    browser = client_for(ines)
    assert names(read(browser.get("/customers/"))) == ["Sunny Installs"]
    assert found(browser, "jane") == []
    assert browser.get(f"/customers/{jane.number}/").status_code == 404
    page = read(browser.get(f"/customers/{sunny.number}/"))
    assert [link.attrs["href"] for link in page.all("a") if "/cases/new/" in link.attrs["href"]] == []
    assert browser.get("/customers/lookup/", {"q": "jane"}).status_code == 403


def test_names_are_shown_as_they_are_written(acme, desk):
    account = AccountFactory(tenant=acme, name="<script>x</script> & Söhne 🏊")
    for path in ("/customers/", f"/customers/{account.number}/"):
        page = read(desk.get(path))
        assert "<script>x</script> & Söhne 🏊" in page.one("main").text
        assert all(script.attrs.get("src") for script in page.all("script"))
