"""Within one company: what a member's lists, counts, search and pages show is one and the same set of cases."""

import re

import pytest

from cases.models import Case
from tenants.access import access_of
from tests.cast import as_company
from tests.factories import (
    AccountFactory,
    CaseFactory,
    ContractFactory,
    InstallerSeatFactory,
    JobFactory,
    MembershipFactory,
)


@pytest.fixture
def cases(acme, north, south):
    """Cases of every belonging, all with the word "heater": at the root, in two branches, of an installer, of a job."""
    with as_company(acme):
        installer = AccountFactory(kind="installer")
        customer = AccountFactory(name="Heater Owner")
        technician = MembershipFactory(role="technician", branch=north)
        contract = ContractFactory(account=customer, installer=installer)

        def make(place, **about):
            return CaseFactory(account=customer, summary=f"Heater {place}", triaged=True, **about)

        found = {
            "root": make("root"),
            "north": make("north", branch=north),
            "south": make("south", branch=south),
            "installer": make("installer", branch=south, installer=installer, contract=contract),
            "job": make("job", job=JobFactory(account=customer, branch=north, technician=technician)),
        }
        found["helped"] = make("helped", branch=south)
        InstallerSeatFactory(member=MembershipFactory(role="installer"), account=installer)
        return {"cases": found, "technician": technician, "installer": installer}


def numbers(cases, *places):
    return {cases["cases"][place].number for place in places}


def listed(visitor, query=""):
    page = visitor.get(f"/cases/{query}").content.decode()
    return {int(number) for number in re.findall(r"/cases/(\d+)/", page)}


def counted(visitor):
    """The number that stands on the tab of the open queue."""
    return visitor.get("/cases/").context["tabs"][0]["count"]


def opening(visitor, cases):
    all_numbers = [case.number for case in cases["cases"].values()]
    return {number for number in all_numbers if visitor.get(f"/cases/{number}/").status_code == 200}


EVERYWHERE = ("root", "north", "south", "installer", "job", "helped")


def somebody(role, cases, acme, north):
    """Return the member of this kind and the places whose cases they are to see."""
    if role == "technician":
        return cases["technician"], ("job",)
    if role == "idle technician":
        return MembershipFactory(tenant=acme, role="technician"), ()
    if role == "installer":
        with as_company(acme):
            return cases["installer"].seats.get().member, ("installer",)
    if role == "installer without a seat":
        return MembershipFactory(tenant=acme, role="installer"), ()
    if role.endswith(" in the north"):
        return MembershipFactory(tenant=acme, role=role.split()[0], branch=north), ("north", "job")
    return MembershipFactory(tenant=acme, role=role), EVERYWHERE


@pytest.mark.parametrize(
    "role",
    [
        "support",
        "support_lead",
        "service",
        "manager",
        "owner",
        "admin",
        "executive",
        "support in the north",
        "executive in the north",
        "technician",
        "idle technician",
        "installer",
        "installer without a seat",
    ],
)
def test_list_count_search_and_page_agree(role, acme, north, cases, client_for):
    member, places = somebody(role, cases, acme, north)
    visitor, seen = client_for(member), numbers(cases, *places)
    assert listed(visitor) == seen
    assert listed(visitor, "?q=heater") == seen
    assert counted(visitor) == str(len(seen))
    assert opening(visitor, cases) == seen
    with as_company(acme):
        assert set(Case.objects.visible_to(access_of(member.user)).values_list("number", flat=True)) == seen


def test_a_buyer_sees_no_case(acme, cases, member, client_for):
    buyer = member("buyer")
    assert client_for(buyer).get("/cases/").status_code == 403
    with as_company(acme):
        assert not Case.objects.visible_to(access_of(buyer.user)).exists()


def test_whoever_helps_or_owns_or_opened_sees_it_as_a_technician(acme, south, cases, member, client_for):
    by = member("technician")
    with as_company(acme):
        cases["cases"]["helped"].add_helper(by, by=None)
        cases["cases"]["root"].assign(by, by=None)
        opened = CaseFactory(account=AccountFactory(), by=by)
    assert listed(client_for(by)) == numbers(cases, "helped", "root") | {opened.number}


def test_a_seat_that_is_taken_away_takes_the_cases_with_it(acme, cases, client_for):
    with as_company(acme):
        seat = cases["installer"].seats.get()
        visitor = client_for(seat.member)
        assert listed(visitor) == numbers(cases, "installer")
        seat.delete()
    assert listed(visitor) == set()
    assert opening(visitor, cases) == set()


def test_a_colleague_of_the_north_cannot_touch_the_south(acme, north, cases, client_for):
    visitor = client_for(MembershipFactory(tenant=acme, role="owner", branch=north))
    number = cases["cases"]["south"].number
    for verb in ("priority", "reason", "assignment", "escalation", "resolution", "comments", "tags", "evidence"):
        assert visitor.post(f"/cases/{number}/{verb}/", {"priority": "urgent"}).status_code == 404
    with as_company(acme):
        assert Case.objects.get(number=number).version == cases["cases"]["south"].version


def test_an_installer_reads_what_customers_may_and_nothing_internal(acme, cases, client_for):
    case = cases["cases"]["installer"]
    with as_company(acme):
        lead = MembershipFactory(role="support_lead")
        case.comment("For the customer", by=lead, audience="customer")
        case.comment("INTERNALONLY remark", by=lead)
        case.tag("internaltag", by=lead)
        case.escalate(by=lead, reason="INTERNALONLY reason")
        visitor = client_for(cases["installer"].seats.get().member)
    pages = ["", "header/", "facts/", "description/", "timeline/", "timeline/?show=comments", "timeline/?show=events"]
    texts = [visitor.get(f"/cases/{case.number}/{page}").content.decode() for page in pages]
    assert "For the customer" in texts[0]
    assert not [page for page, text in zip(pages, texts, strict=True) if "INTERNALONLY" in text]
    assert not [page for page, text in zip(pages, texts, strict=True) if "internaltag" in text]


def test_the_customers_page_shows_only_cases_that_open(acme, north, cases, client_for):
    visitor = client_for(MembershipFactory(tenant=acme, role="support", branch=north))
    with as_company(acme):
        number = cases["cases"]["root"].account.number
    page = visitor.get(f"/customers/{number}/").content.decode()
    assert {int(found) for found in re.findall(r"/cases/(\d+)/", page)} == numbers(cases, "north", "job")


def test_pulse_tells_only_of_what_is_seen(acme, cases, member, client_for):
    idle = member("technician")
    page = client_for(idle).get("/cases/")
    stamp = page.context["pulse_url"].partition("stamp=")[2]
    assert "HX-Trigger" not in client_for(idle).get(f"/cases/pulse/?stamp={stamp}")
    with as_company(acme):
        cases["cases"]["north"].tag("seen by others", by=None)
    assert "HX-Trigger" not in client_for(idle).get(f"/cases/pulse/?stamp={stamp}")


def offered(visitor, cases, accounts, *, writes):
    """What each of the other places offers to this member, by its name."""
    everything = {case.number for case in cases["cases"].values()}

    def named(path, pattern=r"/cases/(\d+)/", **asked):
        page = visitor.get(path, asked, htmx=True).content.decode()
        return {int(number) for number in re.findall(pattern, page)}

    places = {
        "palette": {one for one in everything if one in named("/cases/palette/", q=str(one))},
        "customer": {one for account in accounts for one in named(f"/customers/{account}/")},
        "beside": set(walked(visitor)),
    }
    if writes:
        places["picks"] = named("/cases/numbers/", r"(\d+)~", queue="open")
        here, path = min(places["picks"]), f"/cases/{min(places['picks'])}/merge/"
        asked = {one: named(path, r"other=(\d+)", q=str(one)) for one in everything - {here}}
        places["merge"] = {here} | {one for one, found in asked.items() if one in found}
    return places


def walked(visitor):
    """The cases through which somebody comes by going to the next one again and again."""
    page = visitor.get("/cases/").content.decode()
    number = next(iter(re.findall(r"/cases/(\d+)/", page)), None)
    while number:
        yield int(number)
        answer = visitor.get(f"/cases/{number}/beside/next/", {"queue": "open"})
        number = next(iter(re.findall(r"/cases/(\d+)/", answer.url)), None)


@pytest.mark.parametrize("role", ["support", "executive", "support in the north", "technician", "installer", "service"])
def test_edge_45_every_other_place_offers_the_same(role, acme, north, cases, client_for):
    member, places = somebody(role, cases, acme, north)
    seen = numbers(cases, *places)
    with as_company(acme):
        accounts = [account.number for account in (cases["cases"]["root"].account, cases["installer"])]
        writes = access_of(member.user).can_write
    found = offered(client_for(member), cases, accounts, writes=writes)
    assert found.pop("customer") == (set() if role == "installer" else seen)  # whose homeowners' pages are not theirs
    assert found == dict.fromkeys(found, seen)


def test_edge_45_the_palette_leads_to_no_merged_case_whose_survivor_is_not_seen(acme, north, south, client_for):
    with as_company(acme):
        account, near = AccountFactory(), MembershipFactory(role="support", branch=north)
        here, there = (CaseFactory(account=account, branch=branch, triaged=True) for branch in (north, south))
        here.merge_into(there, by=None)
    visitor, address = client_for(near), f"/cases/{here.number}/"
    for text in (str(here.number), here.summary):
        assert address not in visitor.get("/cases/palette/", {"q": text}).content.decode()
    for part in ("header", "facts", "description", "timeline", "evidence", "referrals", "mentions"):
        assert visitor.get(f"{address}{part}/").status_code == 404, part
    with as_company(acme):
        whole = client_for(MembershipFactory(role="support"))
    assert f"/cases/{here.number}/" in whole.get("/cases/palette/", {"q": str(here.number)}).content.decode()
