"""By when a call is promised, when it is tried again and who hears that it is late: pure, a company's own figures."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from routing.hours import OpeningHours, aware
from routing.targets import Target, at_once, call_window, in_business_days, morning_dispatch

TRY_AGAIN_AT_ONCE = timedelta(minutes=15)


@dataclass(frozen=True)
class Standards:
    """What a company decides: how fast each kind of callback is, when to try again, and when the ladder is climbed.

    Days are business days of the branch. Minutes are open time there; of an emergency they are any time.
    """

    emergency_minutes: int = 60
    warranty_days: int = 1
    status_days: int = 1
    quote_days: int = 2
    morning_by: time = time(9)
    call_after_hours: int = 24
    call_until_hours: int = 48
    retry_minutes: int = 120
    at_risk_minutes: int = 60
    manager_minutes: int = 60
    branch_minutes: int = 240

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
        days = {"warranty": self.warranty_days, "status_update": self.status_days, "quote_follow_up": self.quote_days}
        return in_business_days(at, hours, days[kind])

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
