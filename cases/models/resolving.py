"""Resolving, closing and reopening a case."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tenants.wiring import refusals

from .commenting import EXCERPT
from .vocabulary import ResolutionPath


class CannotResolve(Exception):
    """The case cannot be resolved now. ``args`` are the reasons, ready to show."""


class CannotClose(Exception):
    """The case cannot be closed now. ``args`` are the reasons, ready to show."""


class CannotReopen(Exception):
    """The case cannot be reopened as asked. ``args`` are the reasons, ready to show."""


class Resolvable(models.Model):
    resolved_at = models.DateTimeField(null=True, editable=False)
    resolution_path = models.CharField(max_length=12, choices=ResolutionPath.choices, blank=True)
    resolution_notes = models.TextField(max_length=10_000, blank=True)
    closed_at = models.DateTimeField(null=True, editable=False)
    csat = models.PositiveSmallIntegerField(null=True, validators=[MinValueValidator(1), MaxValueValidator(5)])
    reopened_at = models.DateTimeField(null=True, editable=False)
    reopen_count = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    @transaction.atomic
    def resolve(self, *, by, path, notes, at=None):
        """Record how it was resolved and stop the clock: its figures stay as they are now. Twice is harmless.

        Errors: CannotResolve without a path or notes, or when another app refuses, with its reasons.
        """
        at = at or timezone.now()
        self.lock()
        if self.resolved_at:
            return
        reasons = refusals("cases.resolve", self)
        if path not in ResolutionPath.values or not notes.strip():
            reasons.append(_("Say how it was resolved, and write a note."))
        if reasons:
            raise CannotResolve(*reasons)
        self.stop_waiting(at=at)
        self.ring(at)
        self.change(resolved_at=at, resolution_path=path, resolution_notes=notes.strip(), alarm_at=None)
        met = self.was_met if self.due_at else None
        line = self.record("resolved", by=by, at=at, audience="customer", path=path, met=met)
        self.tell_followers("cases-resolved", by=by, at=at, key=line.pk, internal=False)

    @transaction.atomic
    def close(self, *, by, csat=None, at=None):
        """Close a resolved case, with the customer's rating from 1 to 5 or none. Twice is harmless.

        Errors: CannotClose when it is not resolved, the rating is out of range, or another app refuses.
        """
        at = at or timezone.now()
        self.lock()
        if self.closed_at:
            return
        reasons = refusals("cases.close", self)
        if not self.resolved_at:
            reasons.append(_("Resolve the case before you close it."))
        if csat is not None and csat not in range(1, 6):
            reasons.append(_("A rating is a number from 1 to 5."))
        if reasons:
            raise CannotClose(*reasons)
        self.change(closed_at=at, csat=csat)
        self.record("closed", by=by, at=at, audience="customer", csat=csat)

    @transaction.atomic
    def reopen(self, *, by, reason, at=None):
        """Open a resolved case again: the clock starts from now, and an earlier miss stays in the figures.

        Errors: CannotReopen when it is open, or without a reason.
        """
        at = at or timezone.now()
        self.lock()
        if not self.resolved_at:
            raise CannotReopen(_("This case is open already."))
        if not reason.strip():
            raise CannotReopen(_("Say why this is reopened."))
        self.change(
            first_response_at=self.first_response_at or self.resolved_at,  # resolving it was an answer
            resolved_at=None,
            closed_at=None,
            reopened_at=max(at, self.opened_at),
            reopen_count=self.reopen_count + 1,
            missed_before=self.missed_before or self.breached_at is not None,
        )
        line = self.record("reopened", by=by, at=at, reason=reason.strip(), count=self.reopen_count)
        self.tell_followers("cases-reopened", by=by, at=at, key=line.pk, excerpt=reason.strip()[:EXCERPT])
        if self.triage_wanted_at is None:
            self.derive_clock(by=by, at=at, cause="reopening")

    @property
    def state(self):
        """``open``, ``resolved``, ``closed`` or ``merged``: the category that drives behaviour, whatever its label."""
        if self.merged_into_id:
            return "merged"
        return "closed" if self.closed_at else "resolved" if self.resolved_at else "open"
