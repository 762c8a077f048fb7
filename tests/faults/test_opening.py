"""A case that is opened is saved at once, and clocked and routed soon, whatever stands still meanwhile."""

import statistics

import pytest

from tests.faults.desk import ages, all_finished, unfinished
from tests.plugins.processes import until

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

SOON = 60  # seconds from the return of what was away


def test_an_opened_case_is_clocked_and_routed_within_a_second(house, desk, acme, account, capsys):
    house.worker()
    for _ in range(30):
        desk.open(account)
        until(all_finished(acme), "the new case is clocked and routed")
    middle, worst = statistics.median(ages(acme)), ages(acme)[-1]
    with capsys.disabled():
        print(f"\nopened to clocked and routed: median {middle * 1000:.0f} ms, worst of 30 {worst * 1000:.0f} ms")
    assert middle < 1


@pytest.mark.parametrize("away", ["stopped", "silent"])
def test_a_broker_that_is_away_delays_the_triage_and_not_the_person(house, desk, acme, account, broker, away):
    worker, beat = house.worker(), house.beat()
    desk.open(account)
    until(all_finished(acme), "the first case is clocked and routed")
    broker.stop()
    if away == "silent":
        with broker.silent():
            took = [desk.open(account) for _ in range(4)]
    else:
        took = [desk.open(account) for _ in range(4)]
    assert max(took) < 2, took
    assert len(unfinished(acme)) == 4
    broker.start()
    until(all_finished(acme), "all cases are clocked and routed", within=SOON)
    assert worker.is_running() and beat.is_running()


@pytest.mark.parametrize("end", ["stop", "kill"])
def test_cases_opened_while_no_worker_runs_are_triaged_on_its_return(house, desk, acme, account, end):
    worker = house.worker()
    getattr(worker, end)()
    assert max(desk.open(account) for _ in range(5)) < 2
    assert len(unfinished(acme)) == 5
    house.worker()
    until(all_finished(acme), "all cases are clocked and routed", within=SOON)


def test_an_emptied_broker_costs_no_case(house, desk, acme, account, broker):
    house.beat()
    for _ in range(5):
        desk.open(account)
    until(lambda: broker.waiting("fast") == 5, "the messages wait")
    broker.empty()
    assert broker.waiting("fast") == 0
    worker = house.worker()
    until(all_finished(acme), "the forgotten cases are clocked and routed", within=SOON)
    broker.empty()  # while everybody is connected and idle
    desk.open(account)
    until(all_finished(acme), "the next case is clocked and routed", within=SOON)
    assert worker.is_running()


def test_a_broker_that_comes_last_finds_everybody_waiting(house, desk, acme, account, broker):
    broker.stop()
    worker, beat = house.worker(wait=False), house.beat()
    assert desk.open(account) < 2
    until(lambda: "Trying again" in worker.words(), "the worker has looked for the broker in vain")
    broker.start()
    until(all_finished(acme), "the case is clocked and routed", within=SOON)
    assert worker.is_running() and beat.is_running()
