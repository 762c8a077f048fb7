"""The cases that may be meant already: whose, where, in what words; and noting it there instead."""

from uuid import uuid4

import pytest

from cases.models import AvoidedDuplicate, CannotRepeat, Case, SentBefore
from inbox.models import Notification
from tenants.access import access_of
from tests.cast import as_company
from tests.factories import (
    AccountFactory,
    CaseFactory,
    ContactFactory,
    ContractFactory,
    MembershipFactory,
    PropertyFactory,
)

from .moments import fresh, kinds


@pytest.fixture
def account(in_acme):
    return AccountFactory(name="Jane Pump", phone="(716) 555-0142")


def likely(account, text="", **concerned):
    return [(case, like.links, like.words) for case, like in Case.objects.likely(account, text=text, **concerned)]


def test_the_customers_open_cases_in_the_same_words(account):
    leaks = CaseFactory(account=account, summary="Heater leaks", description="Water everywhere")
    CaseFactory(account=account, summary="Gate is stuck")
    done = CaseFactory(account=account, summary="Heater leaking before")
    done.resolve(by=None, path="repaired", notes="x")
    CaseFactory(account=AccountFactory(), summary="Heater leaks elsewhere")
    assert likely(account, "My heater is leaking") == [(leaks, ("account",), ("heater", "leaking"))]
    assert likely(account) == []


def test_the_name_of_the_customer_is_no_reason(account):
    CaseFactory(account=account, summary="Question about an invoice")
    assert likely(account, "Jane Pump: pump") == []


def test_what_a_comment_says_counts(account, ada):
    case = CaseFactory(account=account, summary="Noise")
    case.comment("It is the skimmer basket.", by=ada)
    assert likely(account, "Skimmer basket broken") == [(case, ("account",), ("basket", "skimmer"))]


def test_the_same_contract_property_and_person_without_a_word(account):
    contract, site = ContractFactory(account=account), PropertyFactory(account=account)
    contact = ContactFactory(account=account, phone="")
    case = CaseFactory(account=account, contract=contract, site=site, contact=contact)
    links = likely(account, contract=contract.pk, site=str(site.pk), contact=contact.pk)[0][1]
    assert links == ("contract", "site", "contact", "account")
    assert case in [row[0] for row in likely(account, contract=contract.pk)]


def test_others_at_the_same_address_or_phone(account):
    PropertyFactory(account=account, street="1 Oak Road", postcode="14201")
    spouse, neighbour = AccountFactory(name="Joe"), AccountFactory(name="Ann")
    PropertyFactory(account=neighbour, street="2 Oak Road", postcode="14201")
    site = PropertyFactory(account=spouse, street="1 Oak Road", postcode="14201")
    same = CaseFactory(account=spouse, site=site, summary="Heater")
    CaseFactory(account=neighbour, summary="Heater")
    assert likely(account, "heater") == [(same, ("address",), ("heater",))]
    caller = AccountFactory(name="Kim")
    ContactFactory(account=caller, phone="(716) 555-7777")
    theirs = CaseFactory(account=caller, contact=caller.contacts.get(), summary="Heater")
    found = Case.objects.likely(account, text="heater", phone="716-555-7777")
    assert theirs in [case for case, _like in found]


def test_only_what_the_member_may_see(acme, account, north, south, globex):
    CaseFactory(account=account, branch=south, summary="Heater leaks")
    foreign = AccountFactory(tenant=globex, phone="(716) 555-0142")
    CaseFactory(account=foreign, summary="Heater leaks")
    assert len(likely(account, "heater leaks")) == 1
    nell = MembershipFactory(role="support", branch=north)

    visible = Case.objects.visible_to(access_of(nell.user, acme))
    assert visible.likely(account, text="heater leaks") == []


def test_hearing_again_notes_tells_counts_and_follows(account, ada, max):
    case = CaseFactory(account=account, by=max)
    key = uuid4()
    for _ in range(2):
        fresh(case).hear_again("It is worse", by=ada, source="phone", caller="Joe", client_key=key)
    line = case.history().comments().get()
    assert (line.body, line.audience) == ("It is worse", "internal")
    assert line.facts | {"typed": ""} == {"source": "phone", "caller": "Joe", "again": True, "typed": ""}
    told = Notification.objects.get(what="cases-again")
    assert (told.member, told.about, told.facts["caller"]) == (max, "mine", "Joe")
    assert AvoidedDuplicate.objects.heard_by(ada).capped_count() == 1
    assert fresh(case).followers == [ada]
    assert kinds(case) == ["opened", "commented"]


def test_the_same_key_with_other_words_is_asked_about(account, ada):
    case, key = CaseFactory(account=account), uuid4()
    case.hear_again("It is worse", by=ada, source="phone", client_key=key)
    fresh(case).hear_again("It is  worse ", by=ada, source="phone", client_key=key)  # the same, but for a space
    with pytest.raises(SentBefore) as before:
        fresh(case).hear_again("It is much worse", by=ada, source="phone", client_key=key)
    assert (before.value.args, case.history().comments().count()) == ((case,), 1)


def test_two_hands_with_one_key_say_it_once(transactional_db, acme, ada):
    from .test_two_hands import each

    case, key = CaseFactory(account=AccountFactory(tenant=acme)), uuid4()

    def say(_hand):
        Case.objects.get(pk=case.pk).hear_again("Again", by=ada, source="phone", client_key=key)

    assert each(acme, say, 1, 2, 3) == [None] * 3
    with as_company(acme):
        assert (AvoidedDuplicate.objects.count(), case.history().comments().count()) == (1, 1)


def test_what_was_resolved_meanwhile_hears_nothing_more_that_nobody_would_read(account, ada):
    case, key = CaseFactory(account=account, triaged=True), uuid4()
    case.hear_again("It leaks", by=ada, source="phone", client_key=key)
    case.resolve(by=None, path="repaired", notes="x")
    fresh(case).hear_again("It leaks", by=ada, source="phone", client_key=key)  # sent again: said before
    with pytest.raises(CannotRepeat, match="resolved meanwhile"):
        fresh(case).hear_again("It leaks again", by=ada, source="phone", client_key=uuid4())
    assert AvoidedDuplicate.objects.count() == 1


def test_noted_on_a_case_that_was_merged_it_lands_on_the_survivor(account, ada):
    one, two = (CaseFactory(account=account, triaged=True) for _ in range(2))
    one.merge_into(two, by=ada)
    fresh(one).hear_again("It leaks", by=ada, source="phone", client_key=uuid4())
    assert kinds(two)[-1] == "commented"


def test_of_a_merged_case_the_one_that_goes_on_is_proposed_once(account, ada):
    contract, other = ContractFactory(account=account), AccountFactory(name="Joe")
    merged = CaseFactory(account=account, contract=contract, summary="Heater leaks", triaged=True)
    survivor = CaseFactory(account=other, summary="Boiler room floods", triaged=True)
    merged.merge_into(survivor, by=ada, confirmed=True)
    expected = (fresh(survivor), ("contract", "account"), ("heater",))
    assert likely(account, "heater", contract=contract.pk) == [expected]
    twin = CaseFactory(account=account, summary="Heater is cold", triaged=True)
    survivor.merge_into(twin, by=ada, confirmed=True)
    assert likely(account, "heater", contract=contract.pk) == [(fresh(twin), ("contract", "account"), ("heater",))]
    fresh(twin).resolve(by=None, path="repaired", notes="x")
    assert likely(account, "heater", contract=contract.pk) == []


def test_nobody_is_proposed_the_survivor_that_they_may_not_open(acme, account, north, south, ada):

    merged = CaseFactory(account=account, branch=north, summary="Heater leaks", triaged=True)
    less = [CaseFactory(account=account, branch=north, summary="Heater") for _ in range(3)]
    survivor = CaseFactory(account=account, branch=south, summary="Heater leaks", triaged=True)
    merged.merge_into(survivor, by=ada)
    assert likely(account, "heater leaks")[0][0] == fresh(survivor)
    visible = Case.objects.visible_to(access_of(MembershipFactory(role="support", branch=north).user, acme))
    found = [case for case, _like in visible.likely(account, text="heater leaks")]
    assert found == less[::-1]
