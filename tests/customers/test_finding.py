"""Finding customers: by whatever the caller says, and only those that a member may see."""

import pytest

from customers.models import Account
from customers.phones import e164, shown
from tenants.access import access_of
from tests.cast import as_company
from tests.factories import (
    AccountFactory,
    ContactFactory,
    ContractFactory,
    InstallerSeatFactory,
    JobFactory,
    OrderFactory,
    PropertyFactory,
)


class TestPhones:
    @pytest.mark.parametrize(
        ("written", "compared"),
        [
            ("(716) 555-0142", "+17165550142"),
            ("716.555.0142", "+17165550142"),
            ("1-716-555-0142", "+17165550142"),
            ("+1 716 555 0142", "+17165550142"),
            ("+49 30 901820", "+4930901820"),
            ("716 555 0142 ext. 7", "+17165550142"),
            ("", ""),
            ("12", ""),
            ("call me", ""),
            ("9" * 40, ""),
            ("🙂", ""),
        ],
    )
    def test_are_compared_in_one_form(self, written, compared):
        assert e164(written) == compared

    @pytest.mark.parametrize(
        ("kept", "said"), [("+17165550142", "(716) 555-0142"), ("+4930901820", "030 901820"), ("", ""), ("x", "x")]
    )
    def test_are_shown_as_in_their_own_country(self, kept, said):
        assert shown(kept) == said


@pytest.mark.usefixtures("in_acme")
class TestRegistering:
    def test_customers_are_numbered_in_each_company(self, globex):
        assert [AccountFactory().number for _ in range(2)] == [1, 2]
        assert AccountFactory(tenant=globex).number == 1

    def test_phone_and_address_are_kept_as_they_are_compared(self):
        account = Account.objects.register("Jane", phone="(716) 555-0142", email=" Jane@Smith.Example ")
        assert (account.phone_e164, account.email_normalised) == ("+17165550142", "jane@smith.example")
        assert account.phone == "(716) 555-0142"

    def test_what_is_no_phone_number_is_dropped(self):
        assert Account.objects.register("Jane", phone="ask her").phone_e164 == ""


@pytest.mark.usefixtures("in_acme")
class TestMatching:
    @pytest.fixture
    def jane(self):
        AccountFactory(name="Somebody Else", phone="(212) 555-0000")
        account = AccountFactory(name="Jane Smith", phone="(716) 555-0142", email="jane@smith.example")
        ContactFactory(account=account, name="Zora Quill", phone_e164="+12125550199")
        site = PropertyFactory(account=account, street="77 Willow Bend")
        PropertyFactory(account=account, street="78 Willow Bend")
        ContractFactory(account=account, site=site, number="C-2041")
        ContactFactory(account=account, name="Séan Müller-O'Neill")
        JobFactory(account=account, number="J-771")
        OrderFactory(account=account, number="SO-9")
        return account

    @pytest.mark.parametrize(
        "said",
        [
            "jane",
            "SMITH",
            "e sm",
            "Jane@Smith.Example",
            "716 555",
            "5550142",
            "zora",
            "555-0199",
            "willow",
            "c-2041",
            "C 20 41",
            "c2041",
            "c-204",
            "jane%smith",
            "will be",
            "buff wil jan",
            "142 01",
            "oneill",
            "O’Neill",
            "muller",
            "smith.example",
            "J-77",
            "so9",
        ],
    )
    def test_finds_each_once_by_whatever_is_said(self, jane, said):
        assert list(Account.objects.matching(said)) == [jane]

    @pytest.mark.parametrize("said", ["nobody", "999", "%", "_", "?! 🙂", "iow", "jane nobody", "041"])
    def test_finds_nobody_by_anything_else(self, jane, said):
        assert not Account.objects.matching(said).exists()

    def test_customers_of_the_other_company_are_nobody(self, jane, acme, globex):
        AccountFactory(tenant=globex, name="Jane Smith")
        assert Account.objects.matching("jane").count() == 1
        with as_company(globex):
            assert Account.objects.matching("jane").count() == 1
            assert not Account.objects.matching("willow").exists()


@pytest.mark.usefixtures("in_acme")
class TestVisibility:
    @pytest.mark.parametrize(
        ("role", "seen"),
        [
            ("support", {"A", "B"}),
            ("technician", {"A", "B"}),
            ("executive", {"A", "B"}),
            ("buyer", set()),
            ("installer", set()),
        ],
    )
    def test_follows_the_role(self, role, seen, member):
        for name in ("A", "B"):
            AccountFactory(name=name)
        access = access_of(member(role).user)
        assert {account.name for account in Account.objects.visible_to(access)} == seen

    def test_an_installer_sees_their_own_organisations(self, member):
        own, _other = AccountFactory(kind="installer", name="Own"), AccountFactory(kind="installer")
        installer = member("installer")
        InstallerSeatFactory(member=installer, account=own)
        access = access_of(installer.user)
        assert list(Account.objects.visible_to(access)) == [own]
        assert list(Account.objects.visible_to(access).matching("")) == [own]


@pytest.mark.usefixtures("in_acme")
def test_a_list_goes_on_where_it_ended_even_among_namesakes():
    accounts = [AccountFactory(name=name) for name in ("Ann", "Bob", "Bob", "Bob", "Cid")]
    in_order = list(Account.objects.by_name())
    assert {account.pk for account in in_order} == {account.pk for account in accounts}
    for place, account in enumerate(in_order):
        assert list(Account.objects.following(str(account.number)).by_name()) == in_order[place + 1 :]
    assert list(Account.objects.following("nonsense").by_name()) == in_order


@pytest.mark.usefixtures("in_acme")
@pytest.mark.parametrize(
    "place", [("Elm 1", "Buffalo", "NY", "14201"), ("Elm 1", "", "", ""), ("Elm 1", "", "", "14201")]
)
def test_lists_say_where_they_are_as_their_first_property_does(place):
    account, _elsewhere = AccountFactory(), AccountFactory(name="Elsewhere")
    site = account.add_property(**dict(zip(("street", "city", "region", "postcode"), place, strict=True)))
    account.add_property("Second 2")
    assert [row.place for row in Account.objects.for_list()] == [str(site), None]
