"""A worker of one process keeps the time limits of its tasks by itself."""

import signal
import subprocess
import sys
from types import SimpleNamespace

import pytest
from celery.exceptions import SoftTimeLimitExceeded

from config import embedded, patience
from config.celery import app


@pytest.fixture
def limited(monkeypatch):
    """Return ``limited(soft, hard)``: such a task; whose alarm was set before gets its signal back."""
    monkeypatch.setattr(patience, "MOST_MEMORY_KB", sys.maxsize)  # this process may be larger, and is to stay
    before = signal.getsignal(signal.SIGALRM)
    yield lambda soft, hard: SimpleNamespace(soft_time_limit=soft, time_limit=hard, app=app)
    patience.end()
    signal.signal(signal.SIGALRM, before)


def test_a_task_is_interrupted_at_its_soft_limit(limited):
    with pytest.raises(SoftTimeLimitExceeded):
        patience.begin(limited(0.01, 60))
        while True:
            pass
    assert 0 < signal.getitimer(signal.ITIMER_REAL)[0] < 60


def test_without_limits_of_its_own_those_of_the_house_hold(limited):
    patience.begin(limited(None, None))
    assert 0 < signal.getitimer(signal.ITIMER_REAL)[0] <= app.conf.task_soft_time_limit


def test_a_finished_task_is_watched_no_longer(limited):
    patience.begin(limited(60, 75))
    patience.end()
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


DEAF = """
from types import SimpleNamespace
from celery.exceptions import SoftTimeLimitExceeded
from config import patience
try:
    patience.begin(SimpleNamespace(soft_time_limit=0.01, time_limit=0.02))
    while True:
        pass
except SoftTimeLimitExceeded:
    while True:
        pass
"""


def test_a_task_that_does_not_listen_ends_with_its_process():
    done = subprocess.run([sys.executable, "-c", DEAF], cwd=embedded.BASE_DIR, timeout=60)
    assert done.returncode == -signal.SIGALRM


GROWN = """
from types import SimpleNamespace
from config import patience
patience.MOST_MEMORY_KB = {most}
patience.begin(SimpleNamespace(soft_time_limit=60, time_limit=75))
patience.end()
"""


@pytest.mark.parametrize(("most", "ends_by"), [(0, -signal.SIGTERM), (patience.MOST_MEMORY_KB, 0)])
def test_a_worker_that_has_grown_too_large_leaves_after_its_task(most, ends_by):
    done = subprocess.run([sys.executable, "-c", GROWN.format(most=most)], cwd=embedded.BASE_DIR, timeout=60)
    assert done.returncode == ends_by


STARTED_BY_A_LARGE_ONE = """
import subprocess, sys
ballast = bytearray(500_000_000)
sys.exit(subprocess.run([sys.executable, "-c", sys.argv[1]]).returncode)
"""


def test_a_worker_is_not_blamed_for_what_started_it():
    small = GROWN.format(most=patience.MOST_MEMORY_KB)
    command = [sys.executable, "-c", STARTED_BY_A_LARGE_ONE, small]
    assert subprocess.run(command, cwd=embedded.BASE_DIR, timeout=60).returncode == 0
