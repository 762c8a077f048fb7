"""A task without a company, a row that cannot be triaged and a company with too much do not harm the others."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.models import Case
from tenants.outbox import send
from tests.cast import as_company
from tests.factories import AccountFactory, CaseFactory
from tests.faults.desk import all_finished, unfinished
from tests.plugins.processes import until

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]


def test_a_task_without_a_company_is_an_error_and_nothing_more(worker, acme, account):
    assert send("cases.triage", "0198c0de-0000-7000-8000-000000000000")
    case = CaseFactory(account=account)
    until(all_finished(acme), "the next case is clocked and routed")
    assert "TenantRequired: cases.triage was sent without a company" in worker.words()
    assert worker.is_running()
    assert case.number


def test_the_company_travels_in_the_message(worker, broker, acme, globex, account):
    case = CaseFactory(account=account)
    until(all_finished(acme), "the case is clocked and routed")
    assert send("cases.triage", case.pk, tenant=globex.pk)
    until(lambda: "DoesNotExist" in worker.words(), "the other company's task finds no such case")


def test_a_row_that_cannot_be_triaged_stops_nobody_and_is_tried_less_and_less(house, acme, account):
    broken = CaseFactory(account=account)
    with as_company(acme):
        Case.objects.filter(pk=broken.pk).update(priority="whatever")  # no clock can be derived from that
    for _ in range(3):
        CaseFactory(account=account)
    worker, _beat = house.worker(), house.beat()
    until(lambda: unfinished(acme) == [broken.number], "all but the broken case are clocked and routed")

    def row():
        with as_company(acme):
            return Case.objects.get(pk=broken.pk)

    until(lambda: row().triage_attempts, "the sweep has tried again")
    assert row().triage_leased_until
    assert worker.words().count("raised unexpected: UnknownPriority") <= 3
    assert worker.is_running()
    with as_company(acme):
        Case.objects.filter(pk=broken.pk).update(priority="high")
    until(all_finished(acme), "the mended case is clocked and routed", within=90)
    assert (row().triage_attempts, row().triage_leased_until) == (0, None)


def crowd(company, count):
    """Open ``count`` cases at once, all forgotten by their messages."""
    account = AccountFactory(tenant=company)
    with as_company(company):
        first = CaseFactory(account=account)
        longest_ago = timezone.now() - timedelta(minutes=10)
        Case.objects.bulk_create(
            Case(
                account=account,
                branch=first.branch,
                number=first.number + place,
                summary="One of many",
                case_type="repair",
                reason_code="missing_part",
                source="phone",
                opened_at=longest_ago,
                queue_at=longest_ago,
                triage_wanted_at=longest_ago,
            )
            for place in range(1, count + 1)
        )
    return first


def test_five_thousand_rows_of_one_company_do_not_hold_up_another(house, acme, globex):
    crowd(globex, 5000)
    for _ in range(1500):  # and its messages fill the queue
        send("cases.triage", "0198c0de-0000-7000-8000-000000000000", tenant=globex.pk)
    account = AccountFactory(tenant=acme)
    with as_company(acme):
        case = CaseFactory(account=account)
    house.worker()
    house.beat()
    until(all_finished(acme), "the only case of the small company is clocked and routed", within=90)
    assert len(unfinished(globex)) > 3000
    assert case.number == 1


def test_what_was_forgotten_of_many_is_made_good_without_a_pause(house, globex):
    crowd(globex, 250)
    for _ in range(2):
        house.worker()
    house.beat()
    until(all_finished(globex), "all are clocked and routed", within=90)
