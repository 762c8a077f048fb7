"""The limits of a worker of one process, which no pool watches: it interrupts itself, and leaves when it grew."""

import os
import resource
import signal
from pathlib import Path

from celery.exceptions import SoftTimeLimitExceeded

MOST_MEMORY_KB = 400_000  # four times what a worker needs
STATM = Path("/proc/self/statm")  # getrusage would tell of the process that started this one, where that was larger


def begin(task, **_):
    """Interrupt ``task`` once its soft limit is over, and end the process at the hard one.

    Whatever runs the worker starts it again, and the lease of the row brings the work back.
    """
    soft = task.soft_time_limit or task.app.conf.task_soft_time_limit
    hard = task.time_limit or task.app.conf.task_time_limit

    def interrupt(*_):
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, hard - soft)
        raise SoftTimeLimitExceeded(soft)

    signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, soft)


def end(**_):
    """Watch no longer; a process that has grown too large takes no other task, and is started again."""
    signal.setitimer(signal.ITIMER_REAL, 0)
    if _resident_kb() > MOST_MEMORY_KB:
        os.kill(os.getpid(), signal.SIGTERM)


def _resident_kb():
    """How much memory this process has now; 0 where the system does not say."""
    pages = STATM.read_text().split()[1] if STATM.exists() else 0
    return int(pages) * resource.getpagesize() // 1024
