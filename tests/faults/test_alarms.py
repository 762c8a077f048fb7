"""At-risk and breach events are written once each, at their time, whoever runs twice or dies meanwhile."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from cases.models import Case
from tests.cast import as_company
from tests.factories import AccountFactory, CaseFactory
from tests.plugins.processes import until
from timeline.models import Entry

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

EACH = 100
LEAD, SPREAD = timedelta(seconds=12), timedelta(seconds=10)
RECORDED_WITHIN = timedelta(seconds=40)  # a sweep every five seconds, and room for a noisy machine


def clocked_cases(company, opened_ago):
    """Make cases, clocked at their opening, whose next alarm rings one after another from LEAD on."""
    account, first = AccountFactory(tenant=company), timezone.now() - opened_ago + LEAD
    with as_company(company):
        return [
            CaseFactory(account=account, priority="urgent", opened_at=first + SPREAD * n / EACH, triaged=True)
            for n in range(EACH)
        ]


def alarms(company, kind):
    with as_company(company):
        return list(Entry.objects.filter(kind=kind).values_list("subject_id", "at", "recorded_at", "facts"))


def test_each_event_once_and_in_time_with_two_workers_two_beats_and_a_kill(house, acme):
    workers = [house.worker(), house.worker()]
    house.beat(), house.beat()
    at_risk = clocked_cases(acme, timedelta(hours=3))  # an urgent case is at risk after three hours, due after four
    breaching = clocked_cases(acme, timedelta(hours=4))
    all_there_at = timezone.now()
    until(lambda: len(alarms(acme, "cases-breached")) > EACH / 3, "a third has breached")
    workers[0].kill()
    until(lambda: len(alarms(acme, "cases-breached")) >= EACH, "all have breached")
    until(lambda: len(alarms(acme, "cases-at-risk")) >= 2 * EACH, "all have been at risk")
    noted = {pk: (at, recorded_at) for pk, at, recorded_at, _facts in alarms(acme, "cases-at-risk")}
    missed = {pk: (at, recorded_at) for pk, at, recorded_at, _facts in alarms(acme, "cases-breached")}
    assert len(alarms(acme, "cases-at-risk")) == len(noted) == 2 * EACH
    assert len(alarms(acme, "cases-breached")) == len(missed) == EACH
    with as_company(acme):
        rows = {case.pk: case for case in Case.objects.all()}
    for told, moment, cases in ((noted, "at_risk_at", at_risk), (missed, "due_at", breaching)):
        for case in cases:
            at, recorded_at = told[case.pk]
            assert at == getattr(rows[case.pk], moment) == getattr(case, moment)
            assert at <= recorded_at < max(at, all_there_at) + RECORDED_WITHIN
    assert {rows[case.pk].breach_cause for case in breaching} == {"time"}
    assert workers[1].is_running()


def waiting_for_a_lock():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0]


def test_a_worker_that_dies_between_the_lines_and_the_rows_says_nothing_twice(house, acme):
    account, opened_at = AccountFactory(tenant=acme), timezone.now() - timedelta(hours=5)
    with as_company(acme):
        for _ in range(20):
            case = CaseFactory(account=account, priority="urgent", opened_at=opened_at, triaged=True)
            assert case.alarm_at < timezone.now()
    worker = house.worker()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE timeline_entry IN SHARE MODE")  # nobody writes a line meanwhile
        house.beat()
        until(waiting_for_a_lock, "the worker has taken the rows and waits to write its lines")
        worker.kill()
    assert alarms(acme, "cases-breached") == []
    house.worker()
    until(lambda: len(alarms(acme, "cases-breached")) >= 20, "all breaches are written")
    for kind in ("cases-at-risk", "cases-breached"):
        told = [pk for pk, *_rest in alarms(acme, kind)]
        assert len(told) == len(set(told)) == 20
