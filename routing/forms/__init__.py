"""What people type about the setup of their company, turned into clean values."""

from .calendars import HolidayForm, HoursForm
from .departments import DepartmentForm, DutyForm, SeatForm
from .ruling import RuleSheet
from .targets import LabelForm, TargetsForm

__all__ = [
    "DepartmentForm",
    "DutyForm",
    "HolidayForm",
    "HoursForm",
    "LabelForm",
    "RuleSheet",
    "SeatForm",
    "TargetsForm",
]
