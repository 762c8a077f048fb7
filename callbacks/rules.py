"""By when a call is promised, when it is tried again and who hears that it is late: pure, a company's own figures."""

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from routing.hours import OpeningHours, aware
from routing.targets import Target, at_once, call_window, in_business_days, morning_dispatch

TRY_AGAIN_AT_ONCE = timedelta(minutes=15)
AT_RISK, DUE, MANAGER, BRANCH = RUNGS = ("at-risk", "due", "manager", "branch")
JUST_CLOSED = timedelta(minutes=15)  # whoever goes home at five still hears what was due at five


@dataclass(frozen=True)
class Rung:
    """One step of the ladder: when it comes to pass, and when people are told, which waits for the doors to open."""

    name: str
    at: datetime
    told_at: datetime


@dataclass(frozen=True)
class Standards:
    """What a company decides: how fast each kind of callback is, when to try again, and when the ladder is climbed.

    Days are business days of the branch. Minutes are open time there; those of an emergency are any time, and its
    manager hears one ``emergency_step_minutes`` after the due time, its branch two.
    """

    emergency_minutes: int = 60
    warranty_days: int = 1
    status_days: int = 1
    quote_days: int = 2
    again_days: int = 3
    morning_by: time = time(9)
    call_after_hours: int = 24
    call_until_hours: int = 48
    retry_minutes: int = 120
    at_risk_minutes: int = 60
    manager_minutes: int = 60
    branch_minutes: int = 240
    emergency_step_minutes: int = 15

    def target(self, kind: str, at: datetime, hours: OpeningHours) -> Target:
        """Return by when a callback of that kind is promised that was asked for ``at``, or whose job was done then."""
        match kind:
            case "emergency":
                return at_once(at, hours, timedelta(minutes=self.emergency_minutes))
            case "proactive":
                window = (timedelta(hours=self.call_after_hours), timedelta(hours=self.call_until_hours))
                return call_window(at, hours, *window)
            case "after_hours":
                return morning_dispatch(at, hours, self.morning_by)
        return in_business_days(at, hours, self.days(kind))

    def again(self, at: datetime, hours: OpeningHours) -> Target:
        """Return by when somebody is asked again who had not decided ``at``."""
        return replace(in_business_days(at, hours, self.again_days), kind="asked-again")

    def days(self, kind: str) -> int:
        """Return in how many business days such a callback is promised; 0 where it is not promised by the day."""
        days = {"warranty": self.warranty_days, "status_update": self.status_days, "quote_follow_up": self.quote_days}
        return days.get(kind, 0)

    def next_try(self, outcome: str, at: datetime, hours: OpeningHours, *, is_urgent: bool = False) -> datetime:
        """Return when to try again after ``outcome``: an emergency soon, a wrong number at once with another one."""
        at = aware(at)
        if outcome == "wrong_number":
            return at
        if is_urgent:
            return at + TRY_AGAIN_AT_ONCE
        if outcome == "voicemail":
            return hours.spans_on(hours.next_business_day(at))[0][0]
        return hours.add(at, timedelta(minutes=self.retry_minutes))

    def ladder(self, start: datetime, due_at: datetime, hours: OpeningHours, *, is_urgent: bool) -> tuple[Rung, ...]:
        """Return what is said about a promise of ``start`` for ``due_at``, in order: to its owner before and when it is
        missed, then to the manager, then to all who run the branch. Nobody is told anything while the doors are
        closed, except of an emergency.
        """
        start, due_at = aware(start), aware(due_at)
        if is_urgent:
            step, warning = timedelta(minutes=self.emergency_step_minutes), self._warned(start, due_at, None)
            moments = (warning, due_at, due_at + step, due_at + 2 * step)
            return tuple(Rung(name, at, at) for name, at in zip(RUNGS, moments, strict=True))
        late = [hours.add(due_at, timedelta(minutes=each)) for each in (self.manager_minutes, self.branch_minutes)]
        moments = (self._warned(start, due_at, hours), due_at, *late)
        return tuple(Rung(name, at, heard_at(at, hours)) for name, at in zip(RUNGS, moments, strict=True))

    def _warned(self, start, due_at, hours):
        """When ``at_risk_minutes`` are left, or half of the time where there is not much of it.

        What is promised when its time is past already is late from the beginning: nobody is warned before.
        """
        if start >= due_at:
            return due_at
        notice = timedelta(minutes=self.at_risk_minutes)
        if hours and (left := hours.between(start, due_at)):
            return hours.add(start, max(left - notice, left / 2))
        return due_at - min(notice, (due_at - start) / 2)


def heard_at(moment: datetime, hours: OpeningHours) -> datetime:
    """Return ``moment`` while the doors are open, or have just closed; else when they open next."""
    moment = aware(moment)
    if hours.is_open(moment) or hours.is_open(moment - JUST_CLOSED):
        return moment
    return hours.next_opening(moment)
