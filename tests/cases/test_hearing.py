"""A case that was moved to another contract: its new installer reads what was written since, and the former nothing."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cases.models import Case, Hearing
from inbox.models import Notification
from tenants.access import access_of
from tests.cast import queries_of
from tests.factories import AccountFactory, CaseFactory, ContractFactory, InstallerSeatFactory, MembershipFactory

from .moments import fresh

BEFORE, AFTER = "Code of the gate is 4711", "Somebody comes tomorrow"


def installer(name):
    """A member who speaks for an installer organisation of that name, and the organisation."""
    account = AccountFactory(name=name, kind="installer")
    seat = InstallerSeatFactory(account=account, member=MembershipFactory(role="installer"))
    return seat.member, account


@pytest.fixture
def storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def sunny(in_acme):
    return installer("Sunny")


@pytest.fixture
def moony(in_acme):
    return installer("Moony")


def contract_of(account):
    return ContractFactory(account=AccountFactory(), installer=account)


@pytest.fixture
def moved(ada, sunny, moony):
    """A case that was Sunny's when the one comment was written, and Moony's when the other was."""
    first, second = contract_of(sunny[1]), contract_of(moony[1])
    case = CaseFactory(account=first.account, contract=first, installer=sunny[1], summary="Pump hums", triaged=True)
    case.comment(BEFORE, by=ada, audience="customer")
    fresh(case).move_to(second, by=ada)
    fresh(case).comment(AFTER, by=ada, audience="customer")
    return case


@pytest.fixture
def reads(client_for, moved, acme):
    def reads(member, path):
        page = client_for(member, acme).get(path.format(case=moved.number))
        text = page.content.decode()
        return page.status_code, "4711" in text, "tomorrow" in text

    return reads


PAGES = ["/cases/{case}/", "/cases/{case}/timeline/?show=comments"]


@pytest.mark.parametrize("path", PAGES)
def test_the_new_one_reads_what_was_written_since(reads, moony, ada, path):
    assert reads(moony[0], path) == (200, False, True)
    assert reads(ada, path) == (200, True, True)


def test_the_former_one_does_not_find_it(reads, sunny):
    assert reads(sunny[0], PAGES[0])[0] == 404


def test_the_history_of_an_installer_whose_own_case_it_became(sunny, moony, ada, acme, client_for):
    first, second = (ContractFactory(account=account) for _member, account in (sunny, moony))
    case = CaseFactory(account=sunny[1], contract=first, triaged=True)
    case.comment(BEFORE, by=ada, audience="customer")
    fresh(case).move_to(second, by=ada)
    fresh(case).comment(AFTER, by=ada, audience="customer")
    path = f"/customers/{moony[1].number}/history/"
    pages = [client_for(member, acme).get(path).content.decode() for member in (moony[0], ada)]
    assert [("4711" in page, "tomorrow" in page) for page in pages] == [(False, True), (True, True)]


def test_when_it_comes_back_they_read_what_was_addressed_to_them(reads, moved, sunny, moony, ada):
    fresh(moved).move_to(contract_of(sunny[1]), by=ada)
    assert reads(sunny[0], PAGES[0]) == (200, True, False)
    assert reads(moony[0], PAGES[0])[0] == 404
    fresh(moved).move_to(contract_of(moony[1]), by=ada)
    assert reads(moony[0], PAGES[0]) == (200, False, True)


def test_an_installer_who_stays_reads_everything(moved, moony, ada, reads, acme, client_for):
    fresh(moved).comment("Third", by=ada, audience="customer")
    fresh(moved).move_to(contract_of(moony[1]), by=ada)  # another homeowner, the same installer
    assert reads(moony[0], PAGES[0]) == (200, False, True)
    assert "Third" in client_for(moony[0], acme).get(f"/cases/{moved.number}/").content.decode()


def test_a_case_that_was_never_moved_is_read_whole(sunny, ada, client_for, acme):
    contract = contract_of(sunny[1])
    case = CaseFactory(account=contract.account, contract=contract, installer=sunny[1], triaged=True)
    case.comment(BEFORE, by=ada, audience="customer")
    assert "4711" in client_for(sunny[0], acme).get(f"/cases/{case.number}/").content.decode()
    assert fresh(case).heard == {}


def test_search_finds_it_by_what_they_read(moved, moony, ada, acme, client_for):
    visible = Case.objects.visible_to(access_of(moony[0].user, acme))
    found = {word: list(visible.mentioning(word, inside=False)) for word in ("4711", "tomorrow", "pump")}
    assert found == {"4711": [], "tomorrow": [moved], "pump": [moved]}
    assert list(Case.objects.mentioning("4711")) == [moved]
    page = client_for(moony[0], acme).get("/search/", {"q": "pump tomorrow"}).content.decode()
    assert ("Somebody comes" in page, "4711" in page) == (True, False)
    assert "4711" not in client_for(moony[0], acme).get("/search/", {"q": "code"}).content.decode()
    assert "4711" in client_for(ada, acme).get("/search/", {"q": "code"}).content.decode()


def test_the_excerpt_of_a_search_says_nothing_from_before(moved, moony, ada, acme, client_for):
    fresh(moved).comment("The code is new", by=ada, audience="customer")
    page = client_for(moony[0], acme).get("/search/", {"q": "code"}).content.decode()
    assert ("is new" in page, "gate" in page) == (True, False)


def test_nobody_of_them_is_told_of_what_was_said_before(moved, sunny, moony, acme):
    assert not Notification.objects.filter(member=moony[0]).exists()
    assert not Notification.objects.readable_by(access_of(sunny[0].user, acme)).exists()


def test_the_former_one_who_was_told_reads_it_no_more(ada, sunny, moony, acme):
    contract = contract_of(sunny[1])
    case = CaseFactory(account=contract.account, contract=contract, installer=sunny[1], triaged=True)
    fresh(case).follow(by=sunny[0])
    fresh(case).comment(BEFORE, by=ada, audience="customer")
    access = access_of(sunny[0].user, acme)
    assert Notification.objects.readable_by(access).count() == 1
    fresh(case).move_to(contract_of(moony[1]), by=ada)
    assert Notification.objects.readable_by(access).count() == 0


def test_files_from_before_are_not_theirs(moved, moony, sunny, ada, acme, client_for, storage):
    item = moved.attach(SimpleUploadedFile("gate.txt", b"4711"), by=ada, client_key=uuid4())
    item.make_clean()
    fresh(moved).move_to(contract_of(sunny[1]), by=ada)
    desk, guest = client_for(ada, acme), client_for(sunny[0], acme)
    path = f"/cases/{moved.number}/evidence/"
    assert [str(item.pk) in client.get(path).content.decode() for client in (desk, guest)] == [True, False]
    assert [client.get(f"{path}{item.pk}/file/").status_code for client in (desk, guest)] == [200, 404]


def test_the_companys_own_people_pay_nothing_for_it(moved, ada, acme):
    access = access_of(ada.user, acme)
    assert queries_of(lambda: Hearing(access, Case.objects.handed_on())) == []
