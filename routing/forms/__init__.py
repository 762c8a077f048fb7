"""What people type about the setup of their company, turned into clean values."""

from .almanac import PublicHolidaysForm
from .calendars import HolidayForm, HoursForm
from .departments import DepartmentForm, DutyForm, HandOversForm, SeatForm
from .ruling import RuleSheet
from .targets import LabelForm, TargetsForm

__all__ = [
    "DepartmentForm",
    "DutyForm",
    "HandOversForm",
    "HolidayForm",
    "HoursForm",
    "LabelForm",
    "PublicHolidaysForm",
    "RuleSheet",
    "SeatForm",
    "TargetsForm",
]
