"""How often somebody has to go back to what a technician has done: pure, and explained in words and numbers."""

from dataclasses import dataclass
from datetime import datetime, timedelta

WINDOWS = (30, 90, 180, 365)  # days


@dataclass(frozen=True)
class Bar:
    """What a company measures by: over how many days, from how many jobs on it says anything, and what is too much."""

    window_days: int = 90
    minimum_jobs: int = 10
    threshold_percent: int = 10

    def since(self, now: datetime) -> datetime:
        return now - timedelta(days=self.window_days)


@dataclass(frozen=True)
class Rate:
    """``returns`` that count, of so many completed ``jobs``, against a ``bar``."""

    returns: int
    jobs: int
    bar: Bar

    @property
    def is_enough(self) -> bool:
        """Whether there are enough jobs to say anything."""
        return self.jobs >= max(self.bar.minimum_jobs, 1)

    @property
    def percent(self) -> float | None:
        """Returns in a hundred jobs, to one decimal; None while there are too few jobs to say."""
        return round(self.returns * 100 / self.jobs, 1) if self.is_enough else None

    @property
    def is_above(self) -> bool:
        """Whether it is more than the company takes for normal: exactly the threshold is not, whatever is rounded."""
        return self.is_enough and self.returns * 100 > self.bar.threshold_percent * self.jobs


def counts(*, is_withdrawn: bool, cause: str, is_dropped: bool) -> bool:
    """Return whether a return counts: unless it is none, was not caused by us, or was dropped after a dispute.

    What nobody has decided yet counts.
    """
    return not (is_withdrawn or is_dropped or cause == "no")
