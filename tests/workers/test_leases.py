"""Triage that was forgotten comes again: leased to one worker, each company in turn, a broken row ever more rarely."""

from datetime import timedelta

import pytest
from django.db.models.functions import Now
from django.utils import timezone

from cases.models import Case
from cases.models.triaging import LEASE, LONGEST_LEASE, lease_after
from cases.tasks import TRIAGES_AT_ONCE, sweep_triage
from tenants import outbox
from tenants.tasks import due_work
from tests.cast import as_company, at_once, outside
from tests.factories import AccountFactory, CaseFactory

LONG_AGO = timedelta(hours=1)


@pytest.fixture
def forgotten(db):
    """Return ``forgotten(company, count)``: cases whose message never arrived."""

    def make(company, count=1):
        account = AccountFactory(tenant=company)
        with as_company(company):
            cases = [CaseFactory(account=account) for _ in range(count)]
            Case.objects.filter(pk__in=[case.pk for case in cases]).update(triage_wanted_at=timezone.now() - LONG_AGO)
        return cases

    return make


@pytest.fixture
def sent(monkeypatch):
    """Collect what the sweep sends, instead of a broker."""
    messages = []

    def send_task(name, args, headers, **options):
        messages.append((name, headers.get("tenant"), *args))

    monkeypatch.setattr(outbox.current_app, "send_task", send_task)
    monkeypatch.setattr(outbox, "_away_until", 0.0)
    monkeypatch.setattr("cases.tasks.waiting", lambda queue: 0)
    return messages


def lease(company, *cases):
    with as_company(company):
        return Case.objects.lease_triage([case.pk for case in cases])


def again(case):
    with as_company(case.tenant_id):
        return Case.objects.get(pk=case.pk)


def run_out(company):
    with as_company(company):
        Case.objects.untriaged().update(triage_leased_until=Now())


def test_a_sweep_hands_out_each_forgotten_case_once(acme, globex, forgotten, sent):
    cases = [*forgotten(acme, 2), *forgotten(globex)]
    sweep_triage()
    assert sorted(sent) == sorted(("cases.triage", str(case.tenant_id), str(case.pk)) for case in cases)
    sweep_triage()
    assert len(sent) == 3


def test_a_sweep_hands_out_only_so_much_and_looks_again_when_that_is_done(acme, forgotten, sent, monkeypatch):
    forgotten(acme, 5)
    monkeypatch.setattr("cases.tasks.TRIAGES_AT_ONCE", 4)
    sweep_triage()
    assert [name for name, *_rest in sent] == ["cases.triage"] * 4 + ["cases.sweep_triage"]
    sweep_triage()
    assert [name for name, *_rest in sent[5:]] == ["cases.triage"]


def test_a_sweep_waits_while_the_workers_are_busy(acme, forgotten, sent, monkeypatch):
    (case,) = forgotten(acme)
    monkeypatch.setattr("cases.tasks.waiting", lambda queue: TRIAGES_AT_ONCE)
    sweep_triage()
    assert (sent, again(case).triage_attempts) == ([], 0)


def test_a_fresh_case_is_left_to_its_own_message(acme, sent):
    CaseFactory(account=AccountFactory(tenant=acme))
    sweep_triage()
    assert sent == []


def test_a_lease_that_ran_out_is_given_again_and_counted(acme, forgotten):
    (case,) = forgotten(acme)
    for attempt in (1, 2, 3):
        assert lease(acme, case) == [case.pk]
        assert lease(acme, case) == []
        assert again(case).triage_attempts == attempt
        run_out(acme)


def test_leases_grow_from_seconds_to_an_hour():
    lengths = [lease_after(attempts).total_seconds() for attempts in range(12)]
    assert lengths == [20, 20, 20, 40, 80, 160, 320, 640, 1280, 2560, 3600, 3600]
    assert (lease_after(0), lease_after(1000)) == (LEASE, LONGEST_LEASE)


def test_triage_ends_the_lease_and_its_count(acme, forgotten):
    (case,) = forgotten(acme)
    lease(acme, case)
    with as_company(acme):
        case.triage()
        case.triage()
    case = again(case)
    assert (case.triage_wanted_at, case.triage_attempts, case.triage_leased_until) == (None, 0, None)
    assert lease(acme, case) == []


def test_two_sweeps_at_once_lease_a_case_to_one(transactional_db, acme, forgotten):
    (case,) = forgotten(acme)
    assert sorted(at_once(*[lambda: lease(acme, case)] * 2)) == [[], [case.pk]]


def test_a_broker_that_goes_away_stops_the_sweep_and_costs_nothing(acme, forgotten, monkeypatch):
    forgotten(acme, 3)
    tries = []
    monkeypatch.setattr("cases.tasks.waiting", lambda queue: 0)
    monkeypatch.setattr("cases.tasks.send", lambda *args, **_: tries.append(args))
    sweep_triage()
    assert len(tries) == 1


def found(function="kept_cases_untriaged", most=2):
    with outside():
        return due_work(function, most)


def test_companies_take_turns_however_much_one_has(acme, globex, forgotten):
    many, few = forgotten(acme, 5), forgotten(globex, 1)
    assert {tenant for tenant, _pk in found()[:2]} == {acme.pk, globex.pk}
    assert len(found()) == 3
    assert [pk for tenant, pk in found() if tenant == globex.pk] == [few[0].pk]
    lease(acme, *many[:4])
    assert sorted(pk for _tenant, pk in found()) == sorted([many[4].pk, few[0].pk])


def test_a_sweep_sees_no_more_than_ids(acme, forgotten):
    forgotten(acme)
    assert [len(row) for row in found()] == [2]
