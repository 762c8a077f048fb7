"""The time limits of tasks in a worker of one process, where no pool watches over them: it interrupts itself."""

import signal

from celery.exceptions import SoftTimeLimitExceeded


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
    signal.setitimer(signal.ITIMER_REAL, 0)
