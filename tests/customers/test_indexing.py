"""The words of an account are written with whatever is written of it."""

import pytest

from customers.models import Account, AccountToken, index_accounts
from tenants.models import Spelling
from tests.cast import as_company, at_once
from tests.factories import (
    AccountFactory,
    ContactFactory,
    ContractFactory,
    JobFactory,
    OrderFactory,
    PropertyFactory,
)


def tokens():
    return set(AccountToken.objects.values_list("account", "token", "kind"))


@pytest.mark.usefixtures("in_acme")
class TestIndexing:
    @pytest.fixture
    def jane(self):
        account = AccountFactory(name="Jane Smith", phone="(716) 555-0142", email="jane@smith.example")
        ContactFactory(account=account, name="Zora Quill", phone_e164="+12125550199")
        PropertyFactory(account=account, street="77 Willow Bend")
        ContractFactory(account=account, number="C-2041")
        JobFactory(account=account, number="J-5")
        OrderFactory(account=account, number="SO-9")
        return account

    def test_writing_them_anew_changes_nothing(self, jane):
        AccountFactory(name="Somebody Else")
        before = tokens()
        jane.index_words()
        index_accounts(list(Account.objects.values_list("pk", flat=True)))
        assert tokens() == before

    def test_what_is_no_longer_said_is_not_found_any_more(self, jane):
        jane.name = "Jane Stone"
        jane.save(update_fields=["name"])
        jane.contacts.all().delete()
        jane.index_words()
        assert not Account.objects.matching("zora").exists()
        assert list(Account.objects.matching("jane stone")) == [jane]

    def test_a_name_is_worth_more_than_the_street_it_was_first(self):
        account = AccountFactory(name="Jane")
        account.add_property("1 Stone Road")
        account.add_contact("Bob Stone")
        account.add_property("2 Stone Road")
        assert AccountToken.objects.filter(token="stone").order_by("kind").first().kind == 1
        assert list(Account.objects.matching("stone")) == [account]
        account.index_words()
        assert AccountToken.objects.get(token="stone").kind == 1

    def test_words_are_learnt_and_numbers_are_not(self, jane):
        assert Spelling.objects.nearest("wilow") == ["willow"]
        assert not Spelling.objects.filter(word__in=["c2041", "2041", "janesmithexample", "77"]).exists()

    def test_a_contract_of_the_same_number_leaves_no_word(self, jane):
        from django.db import IntegrityError, transaction

        other = AccountFactory(name="Other")
        with pytest.raises(IntegrityError), transaction.atomic():
            other.add_contract("C-2041")
        assert list(Account.objects.matching("c-2041")) == [jane]


def test_two_who_furnish_one_account_at_once_lose_no_word(transactional_db, acme):
    account = AccountFactory(tenant=acme, name="Jane Smith")

    def add(names):
        def run():
            with as_company(acme):
                for name in names:
                    Account.objects.get(pk=account.pk).add_contact(name)

        return run

    at_once(add(["Ann Bell", "Cid Dorn"]), add(["Dorn Cid", "Bell Ann"]))
    with as_company(acme):
        assert account.contacts.count() == 4
        assert {"ann", "bell", "cid", "dorn"} <= set(account.tokens.values_list("token", flat=True))
