"""Alarms of many cases at once say exactly what each would have said alone."""

import time
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from cases.models import Case
from tenants.tasks import due_work
from tests.cast import outside, queries_of
from tests.factories import AccountFactory, CaseFactory
from timeline.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_acme")]

OPENED = timezone.now().replace(microsecond=0) - timedelta(days=30)
AT_RISK, DUE = OPENED + timedelta(hours=3), OPENED + timedelta(hours=4)
SECOND = timedelta(seconds=1)


@pytest.fixture
def account(acme):
    return AccountFactory(tenant=acme)


@pytest.fixture
def urgent(account):
    """Return ``urgent(count)``: cases opened at OPENED, clocked and routed then."""

    def make(count=1):
        return [CaseFactory(account=account, priority="urgent", opened_at=OPENED, triaged=True) for _ in range(count)]

    return make


def ring(cases, now):
    return Case.objects.ring_alarms([case.pk for case in cases], now)


def lines(case):
    kinds = ("cases-at-risk", "cases-breached")
    found = case.history().filter(kind__in=kinds).order_by("at").values_list("kind", "at", "facts", "client_key")
    return list(found)


def state(case):
    case.refresh_from_db()
    return case.alarm_at, case.at_risk_noted_at, case.breached_at, case.breach_cause, case.version


@pytest.mark.parametrize(
    ("now", "said", "following"),
    [
        (AT_RISK - SECOND, [], AT_RISK),
        (AT_RISK, ["cases-at-risk"], DUE),
        (DUE, ["cases-at-risk"], DUE),  # in the very second is in time
        (DUE + SECOND, ["cases-at-risk", "cases-breached"], None),
    ],
)
def test_each_alarm_rings_at_its_time(urgent, now, said, following):
    (case,) = urgent()
    ring([case], now)
    case.refresh_from_db()
    assert [(kind, at) for kind, at, *_rest in lines(case)] == list(zip(said, (AT_RISK, DUE), strict=False))
    assert case.alarm_at == following
    assert case.breached_at == (DUE if "cases-breached" in said else None)


@pytest.mark.parametrize("moments", [[AT_RISK], [DUE + SECOND], [AT_RISK, DUE, DUE + SECOND]])
def test_many_at_once_are_told_as_one_is_alone(urgent, moments):
    alone, together = urgent(2)
    for now in moments:
        with transaction.atomic():
            alone.lock().ring(now)
        ring([together], now)
    assert [line[:3] for line in lines(alone)] == [line[:3] for line in lines(together)]
    assert state(alone) == state(together)


def test_ringing_twice_says_it_once(urgent):
    cases = urgent(3)
    assert [ring(cases, DUE + SECOND) for _ in range(2)] == [3, 0]
    assert [len(lines(case)) for case in cases] == [2, 2, 2]


def test_a_line_that_is_there_already_is_no_obstacle(urgent):
    first, second = urgent(2)
    ring([first], DUE + SECOND)
    said = lines(first)
    Case.objects.filter(pk=first.pk).update(alarm_at=AT_RISK, at_risk_noted_at=None, breached_at=None)
    assert ring([first, second], DUE + SECOND) == 2
    assert lines(first) == said
    assert len(lines(second)) == 2


def test_raising_a_missed_priority_again_says_no_second_breach(urgent, ada):
    (case,) = urgent()
    ring([case], DUE + SECOND)
    case.prioritise("low", by=ada, at=DUE + 2 * SECOND)
    case.prioritise("urgent", by=ada, at=DUE + 3 * SECOND)
    assert [kind for kind, *_rest in lines(case)] == ["cases-at-risk", "cases-breached"]
    assert case.breached_at == DUE


def test_a_resolved_case_and_one_without_a_clock_stay_silent(urgent, account, max):
    (resolved,), unclocked = urgent(), CaseFactory(account=account)
    resolved.resolve(by=max, path="repaired", notes="Done.", at=OPENED + SECOND)
    Case.objects.filter(pk__in=[resolved.pk, unclocked.pk]).update(alarm_at=OPENED)
    assert ring([resolved, unclocked], DUE) == 0
    assert lines(resolved) == lines(unclocked) == []
    assert state(unclocked)[0] is None


def test_a_company_whose_past_is_replayed_is_rung_at_its_own_moment(acme, urgent):
    (case,) = urgent()

    def due():
        with outside():
            return [pk for _tenant, pk in due_work("kept_cases_alarmed", 10)]

    assert due() == [case.pk]
    type(acme).objects.filter(pk=acme.pk).update(clock_at=AT_RISK - SECOND)
    assert due() == []
    type(acme).objects.filter(pk=acme.pk).update(clock_at=AT_RISK)
    assert due() == [case.pk]


def test_more_cases_take_no_more_statements(urgent):
    few, many = urgent(1), urgent(3)
    assert len(queries_of(lambda: ring(few, DUE + SECOND))) == 4  # the rows, the lines, who leads, the rows
    assert len(queries_of(lambda: ring(many, DUE + SECOND))) == 4


def test_five_hundred_alarms_are_quick(urgent, account, capsys):
    (first,) = urgent()
    fields = {"account", "branch", "summary", "case_type", "reason_code", "source", "opened_at", "queue_at"}
    fields |= {"due_at", "at_risk_at", "alarm_at", "priority"}
    same = {name: getattr(first, name) for name in fields}
    cases = Case.objects.bulk_create(Case(number=number, **same) for number in range(2, 502))
    started = time.perf_counter()
    assert ring(cases, DUE + SECOND) == 500
    rate = 500 / (time.perf_counter() - started)
    with capsys.disabled():
        print(f"\nalarms: {rate:,.0f} cases a second, each with two lines")
    assert Entry.objects.filter(kind="cases-breached").count() == 500
    assert rate > 100
