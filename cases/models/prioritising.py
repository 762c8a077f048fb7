"""How urgent a case is, and raising that."""

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from routing import rules

from .commenting import EXCERPT
from .vocabulary import Priority


class CannotEscalate(Exception):
    """The case cannot be escalated as asked. ``args`` are the reasons, ready to show."""


class Prioritised(models.Model):
    priority = models.CharField(max_length=8, choices=Priority.choices, default=Priority.NORMAL)
    priority_reason = models.CharField(max_length=200, blank=True)
    escalated_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    @transaction.atomic
    def prioritise(self, priority, *, by, was=None, reason="", at=None):
        """Set the priority; the clock is derived anew from when the case was opened. The same again is harmless.

        Errors: StaleEdit when it is no longer ``was``.
        """
        at = at or timezone.now()
        self.lock()
        self.refuse_stale({"priority": priority}, {"priority": was} if was else {})
        if priority == self.priority:
            return
        facts = self._reclock(priority, by=by, at=at, cause="priority", priority_reason=reason)
        self.record("prioritised", by=by, at=at, reason=reason, **facts)
        self.ring_if_open(at, moved=facts["due_before"] != facts["due_after"])

    @transaction.atomic
    def escalate(self, *, by, reason, at=None):
        """Raise the priority to high, or keep it urgent, and derive the clock anew.

        Errors: CannotEscalate without a reason, or when the case is resolved.
        """
        at = at or timezone.now()
        self.lock()
        if self.resolved_at:
            raise CannotEscalate(_("A resolved case cannot be escalated. Reopen it first."))
        if not reason.strip():
            raise CannotEscalate(_("Say why this is escalated."))
        facts = self._reclock(rules.escalated(self.priority), by=by, at=at, cause="escalation", escalated_at=at)
        line = self.record("escalated", by=by, at=at, reason=reason.strip(), **facts)
        self.tell_followers("cases-escalated", by=by, at=at, key=line.pk, excerpt=reason.strip()[:EXCERPT])
        self.ring_if_open(at, moved=facts["due_before"] != facts["due_after"])

    def _reclock(self, priority, *, by, at, cause, **changes):
        """Change the priority of the locked row with its clock; return before and after for the timeline."""
        before, due_before = self.priority, self.due_at
        self.change(priority=priority, **changes)
        if self.is_clocked:
            self.derive_clock(by=by, at=at, cause=cause, said=False)
        return {
            "before": before,
            "after": priority,
            "due_before": due_before.isoformat() if due_before else "",
            "due_after": self.due_at.isoformat() if self.due_at else "",
        }
