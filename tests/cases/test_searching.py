"""Searching cases: by what everybody says in them, by whom, and what was meant by a mistyped word."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.models import Case, Place, Search
from customers.models import Account
from tenants.access import access_of
from tenants.words import words_of
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

from .moments import NOON, fresh, hours, opened

pytestmark = pytest.mark.usefixtures("in_acme")

SPOKEN = ["pump", "pumps", "pumping", "leak", "leaks", "heater", "hums"]
ASKED = ["p", "pump", "pumps", "leak", "l", "he", "hums", "zebra"]
texts = st.lists(st.sampled_from(SPOKEN), max_size=3).map(" ".join)
told = st.fixed_dictionaries(
    {"summary": texts, "internal": texts, "public": texts, "resolved": st.none() | st.integers(0, 5)}
)


def found(text, *, inside=True):
    return {case.summary for case in Case.objects.mentioning(text, inside=inside)}


def begins(text, words):
    return all(any(said.startswith(word) for said in words) for word in words_of(text))


def written(told, by, account):
    case = CaseFactory(account=account, summary=told["summary"] or "nothing", opened_at=NOON, triaged=True)
    for audience in ("internal", "public"):
        if told[audience]:
            case.comment(told[audience], by=by, audience={"public": "customer"}.get(audience, audience))
    if told["resolved"] is not None:
        case.resolve(by=by, path="repaired", notes="Done", at=hours(told["resolved"]))
    return case


def plainly(cases, text, *, inside):
    """What the search is to find, said in Python alone: the ids, open ones due first, resolved ones newest first."""
    kept = [
        case
        for case, told in cases
        if begins(text, " ".join([told["summary"], told["public"], inside * told["internal"]]).split())
    ]
    queued = sorted((c for c in kept if not c.resolved_at), key=lambda case: (case.queue_at, case.pk))
    done = sorted((c for c in kept if c.resolved_at), key=lambda case: (case.resolved_at, case.pk), reverse=True)
    return [[case.pk for case in queued], [case.pk for case in done]]


def assert_pages(search, ids, *, is_open):
    """From every row on, forth and back, the next two are found."""
    moments = dict(Case.objects.values_list("pk", "queue_at" if is_open else "resolved_at"))
    for nth, pk in enumerate(ids):
        after, before = (Place(is_open, **{end: (moments[pk], pk)}) for end in ("after", "before"))
        assert search.first(2, after).ids == [str(one) for one in ids[nth + 1 : nth + 3]]
        assert search.first(2, before).ids == [str(one) for one in ids[:nth][::-1][:2]]


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    st.lists(told, min_size=1, max_size=5),
    st.lists(st.lists(st.sampled_from(ASKED), min_size=1, max_size=3).map(" ".join), min_size=1, max_size=4),
)
def test_a_search_finds_what_a_plain_filter_keeps_in_the_same_order(tellings, questions):
    with transaction.atomic():
        by, account = MembershipFactory(role="owner"), AccountFactory(name="Nobody")
        cases = [(fresh(written(told, by, account)), told) for told in tellings]
        for text in questions:
            for inside in (True, False):
                search = Search(words_of(text), inside=inside)
                rows = [
                    search.among(Case.objects.open(), is_open=True).due_first(),
                    search.among(Case.objects.resolved(), is_open=False).newest_resolved_first(),
                ]
                expected = plainly(cases, text, inside=inside)
                assert [list(queue.values_list("pk", flat=True)) for queue in rows] == expected
                assert [search.first(100, Place(is_open)).ids for is_open in (True, False)] == [
                    [str(pk) for pk in ids] for ids in expected
                ]
                for is_open, ids in zip((True, False), expected, strict=True):
                    assert_pages(search, ids, is_open=is_open)
                walked = search.having(Case.objects.all()).values_list("pk", flat=True)
                assert sorted(walked) == sorted(sum(expected, []))
        transaction.set_rollback(True)


class TestWordsOfComments:
    def test_are_words_of_their_case_open_resolved_and_open_again(self, ada):
        case = opened(summary="Cold water")
        case.comment("The ignition coil is burnt", by=ada)
        assert found("ignition") == found("cold igni") == {"Cold water"}
        case.resolve(by=ada, path="repaired", notes="Done")
        assert found("ignition") == {"Cold water"}
        assert len(Search(["ignition"], inside=True).first(5, Place(False)).ids) == 1
        case.reopen(by=ada, reason="Again")
        assert found("ignition") == {"Cold water"}
        assert Search(["ignition"], inside=True).first(5, Place(False)).ids == []

    def test_of_internal_ones_are_for_insiders(self, ada):
        case = opened(summary="Cold water")
        case.comment("They always complain about coldness", by=ada)
        assert (found("complain"), found("complain", inside=False)) == ({"Cold water"}, set())
        case.comment("You complain rightly", by=ada, audience="customer")
        assert found("complain", inside=False) == {"Cold water"}
        case.comment("They complain again", by=ada)
        assert found("complain", inside=False) == {"Cold water"}

    def test_stay_when_the_case_is_corrected(self, ada):
        case = opened(summary="Burnt coil", description="Seen by Rosa")
        case.comment("burnt indeed", by=ada)
        case.comment("on our way", by=ada, audience="customer")
        fresh(case).edit({"summary": "Cold water", "description": ""}, was={}, by=ada)
        assert (found("burnt"), found("burnt", inside=False)) == ({"Cold water"}, set())
        assert found("rosa") == set()
        assert found("way cold", inside=False) == {"Cold water"}
        fresh(case).edit({"summary": "Burnt again"}, was={}, by=ada)
        assert found("burnt", inside=False) == {"Burnt again"}


def test_a_case_is_found_by_the_numbers_of_what_it_concerns():
    account = AccountFactory()
    concerns = {
        "contract": ContractFactory(account=account, number="C-7711"),
        "order": OrderFactory(account=account, number="ORD-8822"),
        "job": JobFactory(account=account, number="J9933"),
    }
    opened(summary="Cold water", account=account, **concerns)
    for text in ("7711", "c-7711", "ORD-8822", "j99", "7711 8822 j9933"):
        assert found(text) == {"Cold water"}, text


def corrected(member, text):
    search = Search(words_of(text), inside=member.role != "installer")
    return search.corrected(Case.objects.visible_to(access_of(member.user)))


class TestMistypedWords:
    def test_lead_to_the_nearest_that_some_case_says(self, ada):
        case = opened(summary="Quasar lamp flickers")
        assert corrected(ada, "quazar") == ["quasar"]
        assert corrected(ada, "quazar lamp") == ["quasar", "lamp"]
        assert corrected(ada, "qasar flikers") == ["quasar", "flickers"]
        case.resolve(by=ada, path="repaired", notes="Done")
        assert corrected(ada, "quazar") == ["quasar"]

    def test_lead_nowhere_when_they_are_right_or_like_nothing(self, ada):
        opened(summary="Quasar lamp")
        opened(summary="Heater drips")
        for text in ("quas", "quasar heater", "zeppelin", str(10**9), "lamp"):
            assert corrected(ada, text) == [], text

    def test_lead_to_no_word_that_no_case_says_any_more(self, ada):
        case = opened(summary="Quasar lamp")
        fresh(case).edit({"summary": "Old lamp"}, was={}, by=ada)
        assert corrected(ada, "quazar") == []

    def test_never_lead_to_words_of_another_company(self, ada, globex):
        CaseFactory(account=AccountFactory(tenant=globex), summary="Secretword")
        opened(summary="Lamp")
        assert corrected(ada, "secretward") == []
        with as_company(globex):
            assert corrected(MembershipFactory(role="owner"), "secretward") == ["secretword"]

    def test_lead_an_installer_only_to_what_they_could_read(self, ada, member):
        person = member("installer")
        InstallerSeatFactory(member=person, account=AccountFactory(kind="installer"))
        own = opened(summary="Lamp", installer=Account.objects.get(seats__member=person))
        own.comment("The customer is furious", by=ada)
        opened(summary="Quasar", installer=None)
        assert corrected(ada, "furius quazar") == ["furious", "quasar"]
        assert corrected(person, "furius quazar") == []
        own.comment("No reason to be furious", by=ada, audience="customer")
        assert corrected(person, "furius") == ["furious"]
