"""Making what was received harmless: one worker at a time, a few times at most, with no transaction open meanwhile."""

import hashlib
import logging
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import F
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from evidence.sandbox import ChildFailed, PictureRefused, cleaned
from tenants.current import tenant_scope

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 3
LEASE = timedelta(seconds=90)  # longer than the task may run
FIRST_PAUSE = timedelta(seconds=10)
EARLIEST_PHOTO = datetime(1990, 1, 1, tzinfo=UTC)
CLOCK_SKEW = timedelta(days=1)


class State(models.TextChoices):
    QUARANTINED = "quarantined", _("Being checked")
    CLEAN = "clean", _("Ready")
    FAILED = "failed", _("Not kept")


class Refusal(models.TextChoices):
    UNREADABLE = "unreadable", _("This photo is damaged, or is not a photo. Please send it again.")
    TOO_MANY_PIXELS = "too_many_pixels", _("This photo has more than 50 megapixels. Please send a smaller one.")
    GAVE_UP = "gave_up", _("This file could not be checked. Please send it again.")


@dataclass
class Outcome:
    """What an attempt came to: the changes to the row, and the places of the copies it wrote."""

    changes: dict
    written: list[str] = field(default_factory=list)


class Cleanable(models.Model):
    """``copies`` is where the paths of the copies begin. ``attempts`` is the fence: a later one voids an earlier."""

    state = models.CharField(max_length=12, choices=State.choices, default=State.QUARANTINED, editable=False)
    refusal = models.CharField(max_length=20, choices=Refusal.choices, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    lease_until = models.DateTimeField(null=True, editable=False)
    copies = models.CharField(max_length=120, blank=True, editable=False)
    width = models.PositiveSmallIntegerField(null=True, editable=False)
    height = models.PositiveSmallIntegerField(null=True, editable=False)
    taken_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    @property
    def is_clean(self):
        return self.state == State.CLEAN

    @property
    def is_waiting(self):
        return self.state == State.QUARANTINED

    @property
    def is_failed(self):
        return self.state == State.FAILED

    def make_clean(self):
        """Re-encode a photo, check any other file, and show it from then on. A held or finished item is left alone.

        Call it outside of a scope: it opens two short ones, so that no transaction waits while the child works.
        """
        with tenant_scope(self.tenant_id):
            lease = {"attempts": F("attempts") + 1, "lease_until": Now() + LEASE}
            if not type(self).objects.free().claim(self, **lease):
                return
            self.refresh_from_db()
            zone = ZoneInfo(self.tenant.time_zone)
        outcome = self._attempt(zone) if self.attempts <= MAX_ATTEMPTS else _given_up()
        with tenant_scope(self.tenant_id):
            mine = type(self).objects.quarantined().filter(attempts=self.attempts)
            if mine.claim(self, **outcome.changes):
                return
        _delete(outcome.written)

    def _attempt(self, zone):
        try:
            return self._cleaned_photo(zone) if self.kind == "image" else self._checked()
        except PictureRefused as refusal:
            return _finished(State.FAILED, refusal=refusal.args[0])
        except (ChildFailed, OSError) as trouble:
            log.warning("evidence %s, attempt %s: %s", self.pk, self.attempts, trouble)
            return self._pause() if self.attempts < MAX_ATTEMPTS else _given_up()

    def _pause(self):
        return Outcome({"lease_until": Now() + FIRST_PAUSE * 2**self.attempts})

    def _cleaned_photo(self, zone):
        with default_storage.open(self.original) as original:
            photo = cleaned(original)
        folder = self.original.rpartition("/")[0]
        outcome = _finished(
            State.CLEAN,
            copies=f"{folder}/{uuid4()}",
            width=photo.width,
            height=photo.height,
            taken_at=self._believable(photo.taken_at, zone),
        )
        for size, copy in photo.copies.items():
            outcome.written.append(default_storage.save(f"{outcome.changes['copies']}.{size}.jpg", ContentFile(copy)))
        return outcome

    def _checked(self):
        """The bytes were read when they came; they only have to be the same ones."""
        digest = hashlib.sha256()
        with default_storage.open(self.original) as original:
            for chunk in original.chunks():
                digest.update(chunk)
        if digest.hexdigest() != self.sha256:
            raise ChildFailed("the stored bytes are not those that came")
        return _finished(State.CLEAN)

    def _believable(self, taken_at, zone):
        """A camera that knows no zone is read in the company's; one that was never set is not believed."""
        if taken_at is None:
            return None
        try:
            taken_at = (taken_at if taken_at.tzinfo else taken_at.replace(tzinfo=zone)).astimezone(UTC)
        except OverflowError:
            return None
        return taken_at if EARLIEST_PHOTO < taken_at < self.uploaded_at + CLOCK_SKEW else None


def _finished(state, **changes):
    return Outcome({"state": state, "lease_until": None, **changes})


def _given_up():
    return _finished(State.FAILED, refusal=Refusal.GAVE_UP)


def _delete(paths):
    for path in paths:
        default_storage.delete(path)
