"""What we promised to say: the callback, and one file for each thing that can be done with it."""

from .callback import Attempt, Callback
from .changing import CannotCallBack, StaleCallback
from .owning import people_of, who_runs
from .standards import standards_in_force
from .vocabulary import ContactMethod, Kind, Outcome, Status

__all__ = [
    "Attempt",
    "Callback",
    "CannotCallBack",
    "Outcome",
    "Kind",
    "ContactMethod",
    "StaleCallback",
    "Status",
    "people_of",
    "standards_in_force",
    "who_runs",
]
