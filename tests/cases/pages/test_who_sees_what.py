"""What a case shows to installers, technicians and members of one branch, and what it keeps from them."""

import pytest

from tests.cast import as_company
from tests.factories import AccountFactory, CaseFactory, InstallerSeatFactory, JobFactory

from .reading import read

SECRETS = ["We promised a call", "between us", "vip", "A new seal", "Why here", "has no department", "Ida Helper"]


@pytest.fixture
def installer(acme, member):
    """Ines, who sits at an installer organisation."""
    organisation = AccountFactory(tenant=acme, name="Sunny Installs", kind="installer")
    person = member("installer", name="Ines Seat")
    InstallerSeatFactory(member=person, account=organisation)
    return person, organisation


@pytest.fixture
def discussed(smith, departments, installer, ada, max, member):
    """A resolved case of the installer's, with things said inside and outside."""
    case = CaseFactory(account=smith, installer=installer[1], told="We promised a call", summary="Pump hums")
    with as_company(smith.tenant_id):
        case.triage()
        case.comment("This stays between us", by=ada)
        case.comment("We are on our way", by=ada, audience="customer")
        case.tag("vip", by=ada)
        case.add_helper(member("service", name="Ida Helper"), by=ada)
        case.resolve(by=max, path="repaired", notes="A new seal")
    return case


def found(browser, **query):
    return [link.text for link in read(browser.get("/cases/", query)).all("a", classed="queue-link")]


def test_an_installer_reads_only_what_was_written_for_customers(discussed, installer, client_for, ada):
    texts = {}
    for who in (ada, installer[0]):
        browser = client_for(who)
        parts = ["", "header/", "facts/", "description/", "timeline/", "evidence/"]
        texts[who] = " ".join(read(browser.get(f"/cases/{discussed.number}/{part}")).text for part in parts)
    assert [secret for secret in SECRETS if secret not in texts[ada]] == []
    assert [secret for secret in SECRETS if secret in texts[installer[0]]] == []
    for told in ("Pump hums", "We are on our way", "Ada Lovelace", "The case was opened", "Max Planck resolved"):
        assert told in texts[installer[0]]


def test_no_link_leads_an_installer_nowhere(discussed, installer, client_for):
    browser = client_for(installer[0])
    page = read(browser.get(f"/cases/{discussed.number}/"))
    links = {link.attrs["href"].partition("#")[0] for link in page.all("a")} - {""}
    inside = {link for link in links if link.startswith("/acme/")}
    assert f"/acme/customers/{installer[1].number}/" in inside
    assert {link: browser.raw.get(link, follow=True).status_code for link in inside} == dict.fromkeys(inside, 200)


def test_people_and_tags_are_not_there_for_an_installer(discussed, installer, client_for):
    for part in ("helpers", "tags"):
        assert client_for(installer[0]).get(f"/cases/{discussed.number}/{part}/").status_code == 404


def test_an_installer_finds_their_organisation_s_cases_only(discussed, smith, installer, client_for):
    CaseFactory(account=installer[1], summary="Our own")
    foreign = CaseFactory(account=smith, summary="Not theirs")
    browser = client_for(installer[0])
    assert found(browser) == ["Our own"]
    assert found(browser, queue="resolved") == ["Pump hums"]
    assert browser.get(f"/cases/{foreign.number}/").status_code == 404
    assert not read(browser.get("/cases/")).one(id="id_owner").has("option", value=str(discussed.opened_by_id))


def test_an_installer_without_a_seat_sees_nothing(case, member, client_for):
    browser = client_for(member("installer"))
    assert found(browser) == []
    assert browser.get(f"/cases/{case.number}/").status_code == 404


def test_a_member_of_one_branch_sees_that_branch(smith, departments, north, south, member, client_for):
    here = CaseFactory(account=smith, summary="In the north", branch=north)
    there = CaseFactory(account=smith, summary="In the south", branch=south)
    browser = client_for(member("support_lead", branch=north))
    assert found(browser) == ["In the north"]
    assert read(browser.get("/cases/")).one(id="tab-open").one(classed="count").text == "1"
    assert browser.get(f"/cases/{here.number}/").status_code == 200
    for path in ("", "timeline/", "resolution/", "correction/", "evidence/"):
        assert browser.get(f"/cases/{there.number}/{path}").status_code == 404
    assert browser.post(f"/cases/{there.number}/comments/", {"body": "x", "audience": "internal"}).status_code == 404


def test_a_technician_sees_what_they_are_part_of(smith, departments, member, client_for, max):
    tess = member("technician", name="Tess")
    owned, helped, foreign = (CaseFactory(account=smith, summary=name) for name in ("owned", "helped", "foreign"))
    CaseFactory(account=smith, summary="opened", by=tess)
    CaseFactory(account=smith, summary="of her job", job=JobFactory(account=smith, technician=tess))
    with as_company(smith.tenant_id):
        owned.assign(tess, by=max)
        helped.add_helper(tess, by=max)
    browser = client_for(tess)
    assert sorted(found(browser)) == ["helped", "of her job", "opened", "owned"]
    assert browser.get(f"/cases/{helped.number}/").status_code == 200
    assert browser.get(f"/cases/{foreign.number}/").status_code == 404


def test_what_stands_in_the_queue_of_one_branch_can_be_opened(smith, departments, north, south, member, client_for):
    tess = member("technician", branch=north)
    sunny = AccountFactory(tenant=smith.tenant, kind="installer")
    ines = member("installer", branch=north)
    InstallerSeatFactory(member=ines, account=sunny)
    for branch in (north, south):
        job = JobFactory(account=smith, branch=branch, technician=tess)
        CaseFactory(account=smith, summary=f"In {branch}", branch=branch, job=job, installer=sunny)
    for person in (tess, ines):
        page = read(client_for(person).get("/cases/"))
        (link,) = page.all("a", classed="queue-link")
        assert (link.text, client_for(person).raw.get(link.attrs["href"]).status_code) == ("In North", 200)


def test_a_case_cannot_be_given_to_somebody_who_could_not_see_it(smith, departments, north, south, member, client_for):
    case = CaseFactory(account=smith, branch=north, triaged=True)
    stranger = member("support", branch=south, name="Sue South")
    boss = client_for(member("manager", name="Bo Boss"))
    for place in ("assignment", "helpers"):
        answer = boss.post(f"/cases/{case.number}/{place}/", {"member": stranger.pk}, htmx=True)
        assert answer.status_code == 422
        assert read(answer).alerts == ["Sue South does not see cases of North."]


def test_nobody_of_another_company_or_of_no_use_can_be_chosen(case, desk, eve, member):
    gone = member("support", name="Gone")
    with as_company(case.tenant_id):
        gone.deactivate(by=None)
    for person in (eve, gone, member("executive")):
        for place in ("assignment", "helpers"):
            answer = desk.post(f"/cases/{case.number}/{place}/", {"member": person.pk}, htmx=True)
            page = read(answer)
            assert answer.status_code == 422
            assert (page.errors_of("member") or page.alerts) == [
                "Select a valid choice. That choice is not one of the available choices."
            ]
