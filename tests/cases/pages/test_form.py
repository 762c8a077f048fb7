"""The form that opens a case, before it is sent: whom it is about, what is chosen already, what it would become."""

import pytest

from tests.factories import ContactFactory, ContractFactory, JobFactory, PropertyFactory

from .reading import read


@pytest.fixture
def form_for(desk, smith):
    """Return ``form_for(**asked)``: the form about Jane Smith, with what stands in the address."""
    return lambda **asked: read(desk.get("/cases/new/", {"account": smith.number, **asked}))


def test_first_it_asks_whom_it_is_about(desk, smith):
    page = read(desk.get("/cases/new/"))
    assert page.one("input", id="lookup-q").attrs["hx-get"] == "/acme/customers/lookup/"
    assert page.value_of("account") == ""
    assert page.has(name="summary")  # people begin to talk before they are found
    found = read(desk.get("/customers/lookup/", {"q": "jane"}, htmx=True))
    assert found.roots == [("div", "lookup-results")]
    assert found.one("a").attrs["href"] == f"/acme/cases/new/?account={smith.number}"
    nobody = read(desk.get("/customers/lookup/", {"q": "<b>zz</b>"}, htmx=True)).text
    assert nobody == "Nobody found for “<b>zz</b>”. Try fewer letters, or the phone number."


def test_the_only_contact_and_property_are_chosen_already(form_for, smith):
    assert not form_for().has(name="contact")
    contact, site = ContactFactory(account=smith), PropertyFactory(account=smith)
    page = form_for()
    assert (page.value_of("contact"), page.value_of("site")) == (str(contact.pk), str(site.pk))
    ContactFactory(account=smith)
    PropertyFactory(account=smith)
    page = form_for()
    assert (page.value_of("contact"), page.value_of("site")) == ("", "")


def test_a_contract_in_the_address_is_chosen_with_its_property(form_for, smith):
    PropertyFactory(account=smith)
    contract = ContractFactory(account=smith, number="C-9", site=PropertyFactory(account=smith))
    page = form_for(contract="C-9")
    assert (page.value_of("contract"), page.value_of("site")) == (str(contract.pk), str(contract.site_id))
    assert page.alerts == []


@pytest.mark.parametrize("status", ["pending_cancellation", "cancelled"])
def test_a_contract_that_ends_is_warned_about(form_for, smith, status):
    ContractFactory(account=smith, number="C-9", status=status)
    words = status.replace("_", " ")
    assert form_for(contract="C-9").alerts == [
        f"Contract C-9 is {words}. Is it the right one? The case will say that you confirmed it. "
        "Yes, this contract is meant"
    ]


def test_a_job_in_the_address_brings_its_contract_and_property(form_for, smith):
    contract = ContractFactory(account=smith, number="C-9")
    site = PropertyFactory(account=smith)
    PropertyFactory(account=smith)
    job = JobFactory(account=smith, number="J-5", contract=contract, site=site)
    page = form_for(job="J-5")
    chosen = [page.value_of(name) for name in ("job", "contract", "site")]
    assert chosen == [str(job.pk), str(contract.pk), str(site.pk)]


def test_severity_and_urgency_propose_a_priority_a_time_and_a_department(desk, departments):
    def proposed(**asked):
        page = read(desk.get("/cases/proposal/", asked, htmx=True))
        assert page.roots == [("output", "case-proposal")]
        return page.text

    assert proposed() == ""
    assert proposed(severity="major", urgency="now") == "Urgent due within 4 hours"
    assert proposed(severity="minor", urgency="whenever", reason_code="missing_part") == (
        "Low due within 168 hours Purchasing"
    )
    assert proposed(severity="minor", urgency="now", priority="high", reason_code="other") == (
        "High due within 24 hours Support"
    )
