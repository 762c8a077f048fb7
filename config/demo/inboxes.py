"""The inboxes of a demo company as they are now: mostly read, with a few things new, and mail as each likes it."""

from datetime import time

from inbox.models import About, Notification, Preference

NEW = (2, 7)
LIKES = {
    "support": {"mailed": [About.MENTION, About.ASSIGNED, About.ALARM, About.PROMISE]},
    "manager": {"mailed": [About.MENTION, About.ALARM, About.PROMISE], "quiet_from": time(18), "quiet_until": time(8)},
    "executive": {"mailed": [About.MENTION], "quiet_from": None, "quiet_until": None},
}


def catch_up(stage):
    """Let everybody have read all but the newest."""
    for member in stage.cast.members:
        told = Notification.objects.filter(member=member)
        new = told.newest_first().values_list("pk", flat=True)[: stage.luck.randint(*NEW)]
        told.exclude(pk__in=list(new)).mark_read(by=member, at=stage.clock.ends_at)
    for role, likes in LIKES.items():
        member = stage.cast.first(role)
        Preference.objects.settle(member, by=member, **likes)
