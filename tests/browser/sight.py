"""What there is to look at on a page, and where the pages are."""

from collections.abc import Callable
from dataclasses import dataclass

NOBODY = None


@dataclass(frozen=True)
class Found:
    """Where the pages are in one company: its slug and the numbers of typical rows."""

    slug: str
    open: int
    overdue: int
    resolved: int
    closed: int
    pictured: int
    account: int
    busy: int  # the customer with the most open cases
    ending: int  # one whose contract ends
    referred: int
    job: str
    complained: int  # a case whose customer complained, which is not settled
    survivor: int
    merged: int
    passed: int  # to so many that its owner is fixed


@dataclass(frozen=True)
class Sight:
    """One thing to look at: who looks (a role), where, and what they do there first."""

    name: str
    role: str | None
    path: str
    then: Callable | None = None
    before: Callable | None = None
    status: int = 200
