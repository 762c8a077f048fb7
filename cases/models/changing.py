"""How every verb of a case changes its row: locked, versioned, with one line of history."""

from contextlib import contextmanager

from django.db import models
from django.db.models import F
from django.utils import timezone

from inbox.models import Notification
from tenants import news
from timeline.models import Entry

OF_A_MERGE = {"merged_into", "merged_into_id", "merged_from"}


class Changing(models.Model):
    """``version`` rises with every change of the row; rendered rows and stale edits are told apart by it."""

    _changes = _lines = None  # what a block of as_one has changed and recorded so far

    version = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True

    def lock(self, *along):
        """Take the row for this transaction and read it again, then with what it points at by the fields ``along``.

        What is decided next is decided alone. In one statement with a join, whoever has waited for the row would miss
        what it points at since.
        """
        self.refresh_from_db(from_queryset=type(self).objects.locked())
        if along:
            self.refresh_from_db(from_queryset=type(self).objects.select_related(*along))
        return self

    @contextmanager
    def as_one(self):
        """Gather what the block changes and records, and write it at its end: as one version, one statement each.

        In the block the object has its new values already, but its row has not.
        """
        self._changes, self._lines = {}, []
        try:
            yield
            changes, lines = self._changes, self._lines
        finally:
            self._changes = self._lines = None
        if lines:
            self._say(lines)
        if changes:
            self.change(**changes)

    def change(self, **changes):
        """Write ``changes`` to the locked row as its next version. Errors: MergedAway."""
        if self.merged_into_id and not OF_A_MERGE & changes.keys():
            self.refuse_merged()
        if self._changes is not None:
            self._changes |= changes
            for name, value in changes.items():
                setattr(self, name, value)
            return
        type(self).objects.claim(self, version=F("version") + 1, changed_at=timezone.now(), **changes)
        self.version += 1
        self.follow_place(changes)
        self.follow_words(changes)

    def change_quietly(self, **changes):
        """Write ``changes`` that nobody sees: what is rendered of this version stays true."""
        if self._changes is not None and self._changes:
            self.change(**changes)
        else:
            type(self).objects.claim(self, **changes)

    def record(self, what, *, by, at, **told):
        """Write the one timeline line of a verb; ``told`` goes to Entry.objects.line."""
        self.refuse_merged()
        about = ("case", self.pk, f"cases-{what}")
        if self._lines is None:
            news.tell()
            return Entry.objects.record(*about, by=by, at=at, **told)
        self._lines.append(Entry.objects.line(*about, by=by, at=at, **told))
        return self._lines[-1]

    def note(self, line):
        """Write a line that the database takes once, by its key."""
        if self._lines is None:
            self._say([line])
        else:
            self._lines.append(line)

    def _say(self, lines):
        news.tell()
        Entry.objects.bulk_create(lines, ignore_conflicts=True)
        if notices := self.alarm_notices(lines):  # mostly none, which is worth no savepoint
            Notification.objects.tell_all(notices)

    def opening_line(self):
        """The line that says how the case was opened."""
        return Entry.objects.about("case", self.pk).filter(kind="cases-opened").first()

    def history(self):
        """What happened here and in everything that was merged into this case."""
        if not self.merged_ids:
            return Entry.objects.about("case", self.pk)
        return Entry.objects.of_any("case", [self.pk, *self.merged_ids])
