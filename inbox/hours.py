"""When somebody wants to be left in peace: pure."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo


def peace_ends_at(moment: datetime, zone: ZoneInfo, start: time | None, end: time | None) -> datetime | None:
    """Return when the quiet hours end in which ``moment`` lies; None when it lies in none.

    Units: aware datetimes in, aware UTC out; ``start`` and ``end`` are times of a day in ``zone``, and the night may
    lie between them.
    An end that the clock change leaves out is the moment at which the clocks jump over it.
    """
    if start is None or end is None or start == end:
        return None
    local = moment.astimezone(zone)
    now = local.time().replace(tzinfo=None)
    over_night = start > end
    is_quiet = (now >= start or now < end) if over_night else start <= now < end
    if not is_quiet:
        return None
    day = local.date() + timedelta(days=1 if over_night and now >= start else 0)
    return max(datetime.combine(day, end, tzinfo=zone).astimezone(UTC), moment)
