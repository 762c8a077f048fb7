"""The clock of a case, and the first look that a worker gives it."""

from datetime import timedelta
from itertools import groupby

from django.db import models, transaction
from django.db.models.functions import Now
from django.utils import timezone

from cases.querysets import CaseQuerySet
from routing import clock
from routing.clock import DEFAULT_POLICY

# What the first look reads beside the row, in the same statement.
LOOKED_AT = ("tenant", "branch", "owner__user")
LEASE = timedelta(seconds=20)
SHORT_LEASES = 3
LONGEST_LEASE = timedelta(hours=1)


def lease_after(attempts):
    """Return how long the next lease lasts: a few short ones, then each twice as long, up to an hour."""
    doublings = min(max(0, attempts - SHORT_LEASES + 1), 8)
    return min(LEASE * 2**doublings, LONGEST_LEASE)


class TriageQuerySet(CaseQuerySet):
    def triage(self, pk):
        """Clock and route the case ``pk`` as Case.triage does, in the caller's transaction and with one look less."""
        self.locked().select_related(*LOOKED_AT).get(pk=pk).look_first()

    @transaction.atomic
    def lease_triage(self, ids):
        """Lease those of ``ids`` that want triage and return their ids; a row that somebody holds is left to them.

        A worker that dies or fails lets its lease run out, and the row comes again, though ever more rarely: a broken
        row is no burden, and heals by itself once its cause is mended.
        """
        wanting = self.untriaged().filter(pk__in=ids).exclude(triage_leased_until__gt=Now()).order_by("triage_attempts")
        found = wanting.select_for_update(skip_locked=True, of=("self",)).values_list("triage_attempts", "pk")
        leased = []
        for attempts, rows in groupby(found, key=lambda row: row[0]):
            same = [pk for _attempts, pk in rows]
            until = Now() + lease_after(attempts)
            self.filter(pk__in=same).update(triage_attempts=attempts + 1, triage_leased_until=until)
            leased += same
        return leased


class Triaged(models.Model):
    """``triage_wanted_at`` is what the row still needs; the message to a worker is only a hint.

    ``triage_attempts`` counts how often a sweep found it forgotten, ``triage_leased_until`` is when it looks again.
    ``due_fingerprint`` covers everything the due time was made of. ``queue_at`` orders the queues: the due time, and
    until there is one the moment of opening, which puts a case without a clock on top.
    """

    triage_wanted_at = models.DateTimeField(null=True, editable=False)
    triage_attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    triage_leased_until = models.DateTimeField(null=True, editable=False)
    due_at = models.DateTimeField(null=True, editable=False)
    due_fingerprint = models.CharField(max_length=16, blank=True, editable=False)
    at_risk_at = models.DateTimeField(null=True, editable=False)
    rederived_by = models.CharField(max_length=16, blank=True, editable=False)
    queue_at = models.DateTimeField(editable=False)

    class Meta:
        abstract = True

    @transaction.atomic
    def triage(self, *, at=None):
        """Clock and route this case if it still wants that. Twice is harmless."""
        self.lock(*LOOKED_AT)
        self.look_first(at=at)

    def look_first(self, *, at=None):
        """The same for a row that is locked already."""
        if self.triage_wanted_at is None:
            return
        at = at or self.tenant.now()
        with self.as_one():
            self.derive_clock(by=None, at=at)
            self.route(by=None, at=at)
            self.change(triage_wanted_at=None, triage_attempts=0, triage_leased_until=None)

    def derive_clock(self, *, by, at, cause="", said=True):
        """Derive the due time of the locked row anew when its inputs have changed; a resolved case has no clock.

        ``cause`` is what moved it (``priority``, ``escalation``, ``reopening``), empty for the first time. With
        ``said`` false the calling verb tells it in its own line, and rings what that made overdue.
        """
        start = clock.clock_start(self.opened_at, self.reopened_at)
        fingerprint = clock.fingerprint(start, self.priority, DEFAULT_POLICY)
        if fingerprint == self.due_fingerprint or (cause and self.resolved_at):
            return
        due_at = clock.due_at(start, self.priority, DEFAULT_POLICY)
        self.change(
            due_at=due_at,
            due_fingerprint=fingerprint,
            at_risk_at=clock.at_risk_at(start, self.priority, DEFAULT_POLICY),
            rederived_by=cause,
            queue_at=due_at,
            **self.alarms_for_new_clock(),
        )
        if said:
            self.record("clocked", by=by, at=at, due_at=due_at.isoformat(), priority=self.priority, cause=cause)
            typed_at = self.triage_wanted_at if self.entered_late else None
            self.ring(self.resolved_at or at, derived_at=at if cause else typed_at)

    @property
    def is_clocked(self):
        return self.due_at is not None

    def why_due(self):
        """Return the pieces of "opened Fri 16:40 + 24 h (high)", or None while there is no clock."""
        if not self.is_clocked:
            return None
        return clock.explain_due(
            self.opened_at,
            self.priority,
            DEFAULT_POLICY,
            reopened_at=self.reopened_at,
            entered_late=self.entered_late,
            rederived_by=self.rederived_by,
        )

    @property
    def is_breached(self):
        return clock.is_breached(self.due_at, self.resolved_at, timezone.now())

    @property
    def was_met(self):
        """In time, in the very second included; only a resolved case has the answer."""
        return self.resolved_at is not None and not clock.is_breached(self.due_at, self.resolved_at, self.resolved_at)
