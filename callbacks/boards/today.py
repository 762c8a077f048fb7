"""My callbacks: what one member has promised, in the order in which it is to be done."""

from datetime import datetime, time, timedelta
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from callbacks.explanations import tries_in_words
from callbacks.models import Callback

from .stamps import stamp_of

MOST, MOST_DONE = 200, 50
SECTIONS = {
    "overdue": _("Overdue"),
    "now": _("Due today, can be called now"),
    "later": _("Later today"),
    "coming": _("Coming up"),
}


class Today:
    """Built from who looks and when. A day ends at midnight where the member sits."""

    def __init__(self, request):
        self.access, self.now = request.access, request.company.now()
        day = timezone.localtime(self.now).date()
        self.begins, self.ends = (self._midnight(one) for one in (day, day + timedelta(days=1)))

    @cached_property
    def found(self):
        """What is open, and one more than is shown to know of more."""
        return list(self._mine().with_turn().for_rows().wrong_numbers_first()[: MOST + 1])

    @cached_property
    def done(self):
        """What this member finished today, the latest first."""
        mine = Callback.objects.visible_to(self.access).finished_by(self.access.member, since=self.begins)
        return list(mine.for_rows().newest_finished_first()[:MOST_DONE])

    def sections(self):
        """Return (name, title, rows) of each section with something in it, what is to be done first on top."""
        placed = {name: [] for name in SECTIONS}
        for row in self.found[:MOST]:
            placed[self.section_of(row)].append(row)
        for rows in placed.values():
            rows.sort(key=lambda row: (not row.needs_number, row.turn_at > self.now, row.due_at))
        return [(name, SECTIONS[name], [self.shown(row) for row in rows]) for name, rows in placed.items() if rows]

    @property
    def stamp(self):
        """Changes exactly when what is open or done today has changed, or moved to another section."""
        seen = [(row.pk, row.version, self.section_of(row)) for row in self.found]
        return stamp_of(seen, [row.pk for row in self.done])

    def section_of(self, row):
        if row.is_overdue(self.now):
            return "overdue"
        if row.due_at >= self.ends and not row.needs_number:
            return "coming"
        is_later = self.now < row.turn_at <= row.due_at  # a try that is planned for when it is too late is no plan
        return "later" if is_later else "now"

    def shown(self, row):
        waits_until = row.turn_at if row.turn_at > self.now else None
        return {"callback": row, "tried": tries_in_words(row), "waits_until": waits_until}

    def _mine(self):
        return Callback.objects.visible_to(self.access).owned_by(self.access.member)

    @staticmethod
    def _midnight(day):
        return timezone.make_aware(datetime.combine(day, time.min))


def today_context(request) -> dict:
    """What the page of somebody's own callbacks needs."""
    today = Today(request)
    return {
        "sections": today.sections(),
        "more": len(today.found) > MOST,
        "done": today.done,
        "left_today": sum(today.section_of(row) != "coming" for row in today.found[:MOST]),
        "stamp": today.stamp,
    }
