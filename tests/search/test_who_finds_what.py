"""What the search over everything shows somebody is what opens for them, and nothing of it is told otherwise."""

import pytest

from tests.cast import as_company
from tests.factories import (
    AccountFactory,
    CaseFactory,
    ContractFactory,
    InstallerSeatFactory,
    JobFactory,
    MembershipFactory,
    OrderFactory,
)

pytestmark = pytest.mark.django_db
TEXTS = ("heater", "zeta", "ZZ-1", "ZZ-2", "ZZ-3", "heatr", "whisper")


@pytest.fixture
def things(acme, north, south):
    """Two households, one of an installer, each with a contract, a job, an order, and a case."""
    with as_company(acme):
        installer = AccountFactory(kind="installer", name="Zeta Installers")
        InstallerSeatFactory(member=MembershipFactory(role="installer"), account=installer)
        technician = MembershipFactory(role="technician", branch=north)
        made = {"installer": installer, "technician": technician}
        for nth, (branch, own) in enumerate([(north, installer), (south, None)], start=1):
            home = AccountFactory(name=f"Zeta Household {nth}")
            contract = ContractFactory(account=home, number=f"ZZ-{nth}0", installer=own)
            job = JobFactory(
                account=home,
                number=f"ZZ-{nth}1",
                contract=contract,
                branch=branch,
                technician=technician if own else None,
            )
            OrderFactory(account=home, number=f"ZZ-{nth}2", job=job)
            case = CaseFactory(
                account=home,
                summary=f"Heater {nth}",
                job=job,
                contract=contract,
                installer=own,
                branch=branch,
                triaged=True,
            )
            case.comment(f"A whisper about {nth}", by=MembershipFactory())
        return made


def hits(visitor):
    """Every address that any of the searches shows."""
    groups = [group for text in TEXTS for group in visitor.get("/search/", {"q": text}).context["groups"]]
    return {(group.name, hit.url.partition("#")[0]) for group in groups for hit in group.hits}


def somebody(role, things, acme, north):
    if role == "technician":
        return things["technician"]
    if role == "installer":
        with as_company(acme):
            return things["installer"].seats.get().member
    if role.endswith(" in the north"):
        return MembershipFactory(tenant=acme, role=role.split()[0], branch=north)
    return MembershipFactory(tenant=acme, role=role)


# customers, cases, contracts, jobs, orders
SEEN = {
    "support": (3, 2, 2, 2, 2),
    "owner": (3, 2, 2, 2, 2),
    "executive": (3, 2, 2, 2, 2),
    "support in the north": (3, 1, 2, 2, 2),
    "technician": (3, 1, 2, 2, 2),
    "installer": (1, 1, 1, 1, 1),
}


@pytest.mark.parametrize("role", SEEN)
def test_what_is_shown_is_what_opens(role, things, acme, north, client_for):
    visitor = client_for(somebody(role, things, acme, north))
    shown = hits(visitor)
    with as_company(acme):
        everything = hits(client_for(MembershipFactory(role="admin")))
    kinds = ("customers", "cases", "contracts", "jobs", "orders")
    # Both contracts of a household stand on its page, and those of an installer on one.
    counted = {kind: len([url for name, url in shown if name == kind]) for kind in kinds}
    assert counted == dict(zip(kinds, SEEN[role], strict=True))
    assert {url for _name, url in shown if visitor.raw.get(url).status_code != 200} == set()
    hidden = {url for name, url in everything - shown if name in ("customers", "cases", "jobs", "orders")}
    assert {url for url in hidden if visitor.raw.get(url).status_code == 200} == set()


def test_an_installer_finds_nothing_by_what_was_said_among_colleagues(things, acme, client_for):
    with as_company(acme):
        visitor = client_for(things["installer"].seats.get().member)
    words = visitor.get("/search/", {"q": "whisper"}).content.decode()
    assert "Nothing found" in words
    assert "whisper about" not in words


def test_nothing_of_another_company_is_found_counted_or_suggested(things, eve, client_for):
    visitor = client_for(eve)
    assert hits(visitor) == set()
    assert "Showing" not in visitor.get("/search/", {"q": "heatr"}).content.decode()


def test_a_buyer_who_reads_no_cases_may_not_search(member, client_for):
    assert client_for(member("buyer")).get("/search/").status_code == 403
