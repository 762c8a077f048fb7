"""How every verb of a case changes its row: locked, versioned, with one line of history."""

from django.db import models
from django.db.models import F
from django.utils import timezone

from tenants import news
from timeline.models import Entry


class Changing(models.Model):
    """``version`` rises with every change of the row; rendered rows and stale edits are told apart by it."""

    version = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True

    def lock(self):
        """Take the row for this transaction and read it again: what is decided next is decided alone."""
        self.refresh_from_db(from_queryset=type(self).objects.locked())
        return self

    def change(self, **changes):
        """Write ``changes`` to the locked row as its next version."""
        type(self).objects.claim(self, version=F("version") + 1, changed_at=timezone.now(), **changes)
        self.version += 1

    def record(self, what, *, by, at, **told):
        """Write the one timeline line of a verb; ``told`` goes to Entry.objects.record."""
        news.tell()
        return Entry.objects.record("case", self.pk, f"cases-{what}", by=by, at=at, **told)

    def history(self):
        return Entry.objects.about("case", self.pk)
