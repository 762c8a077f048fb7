"""Everything in one run, taking turns, so that whatever else the machine does falls on all alike."""

import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

from .visitor import ask

WARM_UP = 3


def take_turns(measured, rounds):
    """Let each of ``measured`` do its thing once a round, and keep the seconds."""
    for number in range(rounds + WARM_UP):
        for one in measured:
            seconds = one.once()
            if number >= WARM_UP:
                one.seconds.append(seconds)


def p50(seconds):
    return statistics.median(seconds)


def p10(seconds):
    """What it takes on a quiet machine: a busy one makes many small waits dearer than one long stretch."""
    return sorted(seconds)[len(seconds) // 10]


def p95(seconds):
    return sorted(seconds)[min(len(seconds) - 1, round(len(seconds) * 0.95))]


def rate(act, clients, seconds=4):
    """Return how many times a second ``clients`` together can ``act()``."""
    deadline = time.perf_counter() + seconds

    def work():
        done = 0
        while time.perf_counter() < deadline:
            act()
            done += 1
        return done

    begun = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        done = sum(task.result() for task in [pool.submit(work) for _ in range(clients)])
    return done / (time.perf_counter() - begun)


def opening(visitor, account):
    """Return an act that opens a case by the form, as a browser does."""
    reported = {"case_type": "repair", "reason_code": "defect", "severity": "major", "urgency": "today"}

    def act():
        asked = {"account": account, "summary": "Pump hums at night", "source": "phone", "opening_key": uuid4()}
        return visitor.post("/cases/new/", {**reported, **asked})

    return act


def floor_creation(port):
    return lambda: ask(port, "POST", "/creation")


def seconds_to_triage(connection, act, times=15):
    """Return the seconds from asking for a case to be opened until it is clocked and routed, workers idle."""
    newest = "SELECT triage_wanted_at IS NULL FROM cases_case ORDER BY number DESC LIMIT 1"
    taken = []
    for _ in range(times):
        begun = time.perf_counter()
        act()
        while not connection.execute(newest).fetchone()[0]:
            if time.perf_counter() - begun > 30:
                return None
            time.sleep(0.002)
        taken.append(time.perf_counter() - begun)
        time.sleep(0.2)
    return p50(taken)
