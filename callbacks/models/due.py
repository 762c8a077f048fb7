"""When a callback is due, and why; and moving that, which is a new promise."""

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from inbox.models import About
from routing import clock
from routing.models import Calendar

from .changing import CannotCallBack
from .promising import target_facts
from .standards import standards_in_force


class Due(models.Model):
    """``due_from_at`` is when calling begins to make sense. ``due_facts`` say why it is due when it is.

    ``due_version`` rises with every move of the due time: what was said about an earlier one stays said.
    ``missed_at`` is the due time that passed unkept, ``missed_before`` tells that an earlier one did.
    ``alarm_at`` is the next moment at which this row has something to say; the sweep looks nowhere else.
    ``rung`` counts how far its ladder was climbed, ``moved_at`` is when it was last moved.
    """

    due_from_at = models.DateTimeField(null=True, editable=False)
    due_at = models.DateTimeField(editable=False)
    due_facts = models.JSONField(default=dict, editable=False)
    due_version = models.PositiveSmallIntegerField(default=1, editable=False)
    missed_at = models.DateTimeField(null=True, editable=False)
    missed_before = models.BooleanField(default=False, editable=False)
    alarm_at = models.DateTimeField(null=True, editable=False)
    moved_at = models.DateTimeField(null=True, editable=False)
    rung = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        abstract = True

    @property
    def at_risk_at(self):
        """From when on the owner is warned; the due time itself while that is not known."""
        promised_at = self.moved_at or self.promised_at
        if self.rung:
            return promised_at
        return self.alarm_at if self.alarm_at and promised_at < self.alarm_at < self.due_at else self.due_at

    def set_target(self, since, due_at=None):
        """Set the first due time: what the kind promises from ``since`` on, or what was agreed."""
        hours, standards = Calendar.objects.office_hours(self.branch), standards_in_force()
        if due_at is not None:
            self.due_at, self.due_facts = due_at, {"rule": "agreed", "start": since.isoformat(), "zone": hours.zone}
        else:
            is_again = self.chain_id and self.link > 1
            target = standards.again(since, hours) if is_again else standards.target(self.kind, since, hours)
            self.due_at, self.due_facts = target.due_at, target_facts(target, hours, standards, self.kind)
            self.due_from_at = target.opens_at if target.opens_at > target.started_at else None
        self.alarm_at = self.rungs(hours, standards)[0].told_at

    @transaction.atomic
    def move(self, due_at, reason, *, by, was=None, at=None):
        """Promise another time, which the customer was told, and say why. The same time again is harmless.

        A due time that has passed already stays missed in the figures.
        Errors: StaleCallback; CannotCallBack when it is finished, without a reason, or to a time that is past.
        """
        at = at or timezone.now()
        self.hold()
        if self.is_open and due_at == self.due_at:
            return
        self.refuse_finished()
        self.hold(was)
        if not reason.strip():
            raise CannotCallBack(_("Say why it moves."))
        if due_at <= at:
            raise CannotCallBack(_("A callback moves to a time to come."))
        before, missed = self.due_at, self.missed_at or (clock.is_breached(self.due_at, None, at) and self.due_at)
        zone = Calendar.objects.office_hours(self.branch).zone
        facts = {"rule": "moved", "start": at.isoformat(), "zone": zone}
        self.change(
            due_at=due_at,
            due_from_at=None,
            due_facts=facts | {"before": before.isoformat(), "reason": reason.strip()},
            due_version=self.due_version + 1,
            missed_at=None,
            missed_before=self.missed_before or bool(missed),
            next_try_at=None,
            moved_at=at,
            alarm_at=at,  # the sweep finds its ladder
            rung=0,
        )
        self.record("moved", by=by, at=at, reason=reason.strip(), before=before.isoformat(), due_at=due_at.isoformat())
        key = f"{self.key}/moved"
        self.tell([self.owner], "callbacks-moved", by=by, at=at, key=key, about=About.MINE, due_at=due_at.isoformat())

    def is_overdue(self, now):
        return self.status == "open" and clock.is_breached(self.due_at, None, now)
