"""What a case says by itself because time passed: at risk, then breached, each once a due time."""

from uuid import NAMESPACE_OID, uuid5

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from routing import clock

from ..querysets import CaseQuerySet


class AlarmCause(models.TextChoices):
    TIME = "time", _("The time ran out")
    ESCALATION = "escalation", _("Overdue from the moment it was escalated")
    PRIORITY = "priority", _("Overdue from the moment its priority was raised")
    REOPENING = "reopening", _("Overdue since it was reopened")


class AlarmQuerySet(CaseQuerySet):
    @transaction.atomic
    def ring_alarms(self, ids, now):
        """Record what has come due among ``ids``; rows that another worker holds are left to it. Returns how many."""
        due = self.filter(pk__in=ids, alarm_at__lte=now).select_for_update(skip_locked=True, of=("self",))
        rung = [case for case in due if case.resolved_at is None]
        for case in rung:
            case.ring(now)
        return len(rung)


class Alarmed(models.Model):
    """``alarm_at`` is the next moment at which this row has something to say; the sweep looks nowhere else."""

    alarm_at = models.DateTimeField(null=True, editable=False)
    at_risk_noted_at = models.DateTimeField(null=True, editable=False)
    breached_at = models.DateTimeField(null=True, editable=False)
    breach_cause = models.CharField(max_length=12, choices=AlarmCause.choices, blank=True, editable=False)
    missed_before = models.BooleanField(default=False, editable=False)

    class Meta:
        abstract = True

    def alarms_for_new_clock(self):
        """The fields with which a new due time begins: nothing noted yet. An earlier miss stays in the figures."""
        return {"at_risk_noted_at": None, "breached_at": None, "breach_cause": ""}

    def ring(self, now, *, derived_at=None):
        """Record on the locked row what has come due by ``now``, at the moment when it did.

        ``derived_at`` is when a change moved the due time: a miss born then is the change's, not the former owner's.
        """
        if self.due_at is None:
            return
        changes = {}
        born_at_risk = derived_at is not None and self.at_risk_at < derived_at
        if self.at_risk_noted_at is None and now >= self.at_risk_at:
            changes["at_risk_noted_at"] = self.at_risk_at
            if not born_at_risk:
                self._note("at-risk", self.at_risk_at, due_at=self.due_at.isoformat())
        if self.breached_at is None and clock.is_breached(self.due_at, None, now):
            changes |= self._breach(derived_at)
        noted = changes.get("at_risk_noted_at", self.at_risk_noted_at)
        breached = changes.get("breached_at", self.breached_at)
        alarm_at = None if self.resolved_at or breached else self.due_at if noted else self.at_risk_at
        if changes or alarm_at != self.alarm_at:
            self.change(alarm_at=alarm_at, **changes)

    def _breach(self, derived_at):
        born_late = derived_at is not None and self.due_at < derived_at
        cause = clock.breach_cause(self.due_at, derived_at, self.rederived_by) if born_late else AlarmCause.TIME
        self._note("breached", derived_at if born_late else self.due_at, due_at=self.due_at.isoformat(), cause=cause)
        return {"breached_at": self.due_at, "breach_cause": cause}

    def _note(self, what, at, **facts):
        # The key is made of the due time: whatever crashes meanwhile, the database takes this line once.
        key = uuid5(NAMESPACE_OID, f"{self.pk}/{what}/{self.due_at.isoformat()}/{self.reopen_count}")
        self.record(what, by=None, at=at, client_key=key, **facts)
