"""Waiting: for the customer, for parts. Where the company's policy says so, the clock stands still meanwhile."""

from datetime import datetime

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from routing.clock import Pause
from routing.models import Waiting, setup_of
from tenants.fields import TenantForeignKey
from tenants.models import Membership, TenantLeaf

NOT_WAITING = {"waiting_since": None, "waiting_for": "", "resumes_at": None}


class CannotWait(Exception):
    """The case cannot wait, or go on, as asked. ``args`` are the reasons, ready to show."""


class CasePause(TenantLeaf):
    """One stretch of waiting; without an end it still lasts. Whether it stops the clock is the policy's to say."""

    case = TenantForeignKey("cases.Case", models.CASCADE, related_name="pauses")
    category = models.CharField(max_length=12, choices=Waiting.choices)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    by = TenantForeignKey(Membership, null=True, related_name="+")

    class Meta(TenantLeaf.Meta):
        constraints = [
            *TenantLeaf.Meta.constraints,
            models.UniqueConstraint(
                fields=["tenant", "case"], condition=models.Q(ended_at=None), name="cases_pause_one_open"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None) | models.Q(ended_at__gte=models.F("started_at")),
                name="cases_pause_ends_after_start",
            ),
        ]
        indexes = [models.Index(fields=["tenant", "case"], name="cases_pauses_of_case")]

    def as_pause(self):
        return Pause(self.started_at, self.ended_at, self.reason, self.category)


class Waits(models.Model):
    """The row says what the last of its pauses says, so that a queue needs no other table.

    ``has_waited`` tells whether there are rows at all; ``resumes_at`` is when a sweep lets it go on by itself.
    """

    waiting_since = models.DateTimeField(null=True, editable=False)
    waiting_for = models.CharField(max_length=12, choices=Waiting.choices, blank=True, editable=False)
    resumes_at = models.DateTimeField(null=True, editable=False)
    has_waited = models.BooleanField(default=False, editable=False)

    class Meta:
        abstract = True

    @transaction.atomic
    def wait(self, kind, *, by, reason="", until=None, at=None):
        """Let the case wait for something, until a moment or until somebody lets it go on.

        Waiting already for something else, it changes over. The same again is harmless.
        Errors: CannotWait when it is resolved, or would go on before it waits.
        """
        at = at or timezone.now()
        self.lock()
        if self.resolved_at:
            raise CannotWait(_("A resolved case waits for nothing. Reopen it first."))
        if until is not None and until <= at:
            raise CannotWait(_("It would go on before it waits."))
        if (self.waiting_for, self.resumes_at) == (kind, until) and self.waiting_since:
            return
        self._end_pause(at)
        row = {"category": Waiting(kind), "started_at": at, "reason": reason.strip(), "by": by}
        CasePause.objects.create(case=self, **row)
        facts = {"waits_for": kind, "label": self.setup.waiting_label(kind), "reason": reason.strip()}
        facts["until"] = until.isoformat() if until else ""
        changes = {"waiting_since": at, "waiting_for": kind, "resumes_at": until, "has_waited": True}
        with self.as_one():
            moved, told = self._restart(changes, by=by, at=at)
            self.record("waiting", by=by, at=at, **facts, **told)
            self.ring_if_open(at, moved=moved)

    @transaction.atomic
    def resume(self, *, by, at=None):
        """Let the case go on; the rest of its time follows. Twice is harmless. Errors: CannotWait."""
        at = at or timezone.now()
        self.lock()
        self._go_on(by=by, at=at)

    @transaction.atomic
    def resume_when_due(self, now):
        """Let the case go on if it was to by ``now``, at the very moment at which it was to."""
        self.lock()
        if self.resumes_at and self.resumes_at <= now:
            self._go_on(by=None, at=self.resumes_at)

    def stop_waiting(self, *, at):
        """End the pause of the locked row because it is being resolved: nothing is told, its time is derived."""
        if self.waiting_since:
            self._end_pause(max(at, self.waiting_since))  # by another machine's clock it may not have begun
            self.change(**NOT_WAITING)
            self.derive_clock(by=None, at=at, cause="pause", said=False)

    def waiting_to_give(self) -> dict:
        """What a merge remembers of the waiting that it ends."""
        if self.waiting_since is None:
            return {}
        until = self.resumes_at.isoformat() if self.resumes_at else ""
        return {"for": self.waiting_for, "since": self.waiting_since.isoformat(), "until": until}

    def wait_again(self, waited):
        """Let the locked row wait as if that had never ended; its clock is derived by the caller."""
        if waited:
            since = datetime.fromisoformat(waited["since"])
            until = datetime.fromisoformat(waited["until"]) if waited["until"] else None
            self.pauses.filter(started_at=since, category=waited["for"]).update(ended_at=None)
            self.change(waiting_since=since, waiting_for=waited["for"], resumes_at=until)

    def _go_on(self, *, by, at):
        if self.waiting_since is None:
            return
        facts = {"waits_for": self.waiting_for, "label": self.setup.waiting_label(self.waiting_for)}
        facts["since"] = self.waiting_since.isoformat()
        self._end_pause(at)
        with self.as_one():
            moved, told = self._restart(dict(NOT_WAITING), by=by, at=at)
            self.record("resumed", by=by, at=at, **facts, **told)
            self.ring_if_open(at, moved=moved)

    def _end_pause(self, at):
        if self.waiting_since and at < self.waiting_since:
            raise CannotWait(_("It cannot go on before it began to wait."))
        self.pauses.filter(ended_at=None).update(ended_at=at)

    def _restart(self, changes, *, by, at):
        """Write ``changes`` and derive the clock with the pauses as they are now.

        Returns whether the due time has moved, and the facts for the line of history.
        """
        before = self.due_at
        self.change(**changes)
        if self.is_clocked:
            self.derive_clock(by=by, at=at, cause="pause", said=False)
        moments = {"due_before": before, "due_after": self.due_at}
        told = {name: moment.isoformat() if moment else "" for name, moment in moments.items()}
        return before != self.due_at, {"is_paused": self.is_paused, **told}

    @property
    def setup(self):
        """The setup in force in this case's company."""
        return setup_of(self.tenant)

    @property
    def is_waiting(self):
        return self.waiting_since is not None and self.resolved_at is None

    def stops(self) -> list[Pause]:
        """Return the pauses as the clock takes them; no statement for a case that never waited."""
        return [row.as_pause() for row in self.pauses.all()] if self.has_waited else []
