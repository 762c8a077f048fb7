"""A Friday afternoon in New York from which the tests of callbacks count."""

from datetime import UTC, datetime, timedelta

from callbacks.models import Callback
from timeline.models import Entry

FRIDAY = datetime(2026, 11, 20, 21, 50, tzinfo=UTC)  # 16:50 at Acme
MONDAY_MORNING = datetime(2026, 11, 23, 13, tzinfo=UTC)  # 08:00
MONDAY_EVENING = datetime(2026, 11, 23, 22, tzinfo=UTC)  # 17:00
HOUR = timedelta(hours=1)


def fresh(callback):
    """The callback as it stands in the database now."""
    return Callback.objects.get(pk=callback.pk)


def kinds(callback):
    """The kinds of the lines about it in the order in which they were written, without ``callbacks-``."""
    lines = Entry.objects.about("callback", callback.pk).order_by("recorded_at", "id")
    return [kind.removeprefix("callbacks-") for kind in lines.values_list("kind", flat=True)]


def told(member):
    """What this member was told, in that order."""
    return list(member.notifications.order_by("id").values_list("what", flat=True))
