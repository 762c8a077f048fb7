"""What we promised to say: the callback, and one file for each thing that can be done with it."""

from .callback import Attempt, Callback
from .changing import CannotCallBack, StaleCallback
from .owning import people_of, who_runs
from .standards import CallbackStandards, standards_in_force, standards_noted
from .vocabulary import ContactMethod, Kind, Outcome, Status

__all__ = [
    "Attempt",
    "Callback",
    "CallbackStandards",
    "CannotCallBack",
    "Outcome",
    "Kind",
    "ContactMethod",
    "StaleCallback",
    "Status",
    "people_of",
    "standards_in_force",
    "standards_noted",
    "who_runs",
]
