"""A change of the setup is carried to the open cases by real workers, and finished by others when one is killed."""

import pytest

from cases.models import Case
from routing.models import Rollout, RuleBook, SlaPolicy, Targets
from routing.rules import Rule
from tenants.outbox import send
from tests.cast import as_company
from tests.factories import AccountFactory, CaseFactory
from tests.plugins.processes import until
from timeline.models import Entry

pytestmark = pytest.mark.django_db(transaction=True)

CASES = 120
RULES = (Rule("warehouse", frozenset({"damage"})), Rule("support"))


@pytest.fixture
def crowd(acme):
    """Many open cases that other rules would move."""
    account = AccountFactory(tenant=acme)
    first = CaseFactory(account=account, reason_code="damage", triaged=True)
    unlike = {"id", "number", "opening_key"}
    fields = [field.attname for field in Case._meta.concrete_fields if field.attname not in unlike]
    same = {name: getattr(first, name) for name in fields}
    with as_company(acme):
        Case.objects.bulk_create(Case(number=number, **same) for number in range(2, CASES + 1))


def moved(acme):
    with as_company(acme):
        return Case.objects.filter(department__key="warehouse").count()


def carried(acme, kind):
    def is_carried():
        with as_company(acme):
            return Rollout.objects.get(kind=kind).carried_at

    return is_carried


def test_rules_killed_in_the_middle_are_finished_by_the_next_worker(house, acme, crowd):
    first = house.worker()
    with as_company(acme):
        RuleBook.objects.write(RULES, by=None, was=0)
    until(lambda: moved(acme) > 5, "some cases have moved")
    first.kill()
    half = moved(acme)
    house.broker.empty()
    house.beat()
    house.worker()
    until(lambda: moved(acme) == CASES, f"all cases have moved, after {half}")
    until(carried(acme, "rules"), "the rollout has come to rest")
    with as_company(acme):
        assert Entry.objects.filter(kind="cases-routed", facts__because__moved_by="rules").count() == CASES


def test_targets_reach_every_open_case_once_with_two_workers(house, acme, crowd):
    house.worker()
    house.worker()
    with as_company(acme):
        SlaPolicy.objects.write(Targets(windows=dict.fromkeys(Targets().windows, 600)), by=None, was=0)
    until(carried(acme, "clock"), "the rollout has come to rest")
    with as_company(acme):
        assert len(set(Case.objects.values_list("due_at", flat=True))) == 1
        assert Entry.objects.filter(kind="cases-clocked", facts__cause="policy").count() == CASES


def test_a_case_goes_on_by_itself(house, acme, ada):
    case = CaseFactory(account=AccountFactory(tenant=acme), triaged=True)
    with as_company(acme):
        case.wait("parts", by=ada)
        Case.objects.filter(pk=case.pk).update(resumes_at=case.waiting_since)
    house.worker()
    house.beat()

    def goes_on():
        with as_company(acme):
            return Case.objects.get(pk=case.pk).waiting_since is None

    until(goes_on, "the case goes on")


def test_what_somebody_leaves_behind_goes_back_to_the_pool(house, acme, ada, max):
    account = AccountFactory(tenant=acme)
    with as_company(acme):
        cases = [CaseFactory(account=account, triaged=True) for _ in range(5)]
        for case in cases:
            case.assign(ada, by=max)
        ada.deactivate(by=max)
    house.worker()
    for _ in range(2):
        assert send("cases.sweep_orphans")

    def all_free():
        with as_company(acme):
            return not Case.objects.exclude(owner=None).exists()

    until(all_free, "every case is free")
    with as_company(acme):
        assert Entry.objects.filter(kind="cases-assigned", facts__has_left=True).count() == len(cases)
