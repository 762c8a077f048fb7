"""Attempts: reached with words is done, everything else is tried again, and the promise stays what it was."""

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from customers.phones import e164, shown
from inbox.models import About
from routing.models import Calendar
from tenants.fields import TenantForeignKey
from tenants.models import Membership

from .changing import CannotCallBack
from .standards import standards_in_force
from .vocabulary import Answer, Outcome, Status


class Tried(models.Model):
    """``next_try_at`` is when we mean to try again; ``due_at`` is what was promised, and no failed try moves it.

    ``needs_number`` is set while the only number we have is a wrong one. ``outcome`` is what came of it in the end.
    """

    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    last_outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True, editable=False)
    next_try_at = models.DateTimeField(null=True, editable=False)
    needs_number = models.BooleanField(default=False, editable=False)
    outcome = models.TextField(max_length=4_000, blank=True, editable=False)
    finished_at = models.DateTimeField(null=True, editable=False)
    finished_by = TenantForeignKey(Membership, null=True, editable=False, related_name="+")

    class Meta:
        abstract = True

    @transaction.atomic
    def log_attempt(self, outcome, *, by, note="", next_at=None, client_key=None, at=None, **heard):
        """Write down an attempt and return it: reached completes the callback, everything else plans the next try.

        ``next_at`` is when to try again, where that is not what ``proposed_next_try`` says. ``heard`` is what they said
        when they were reached: after a job whether they are ``happy``, about a quote their ``answer``, and when to call
        ``again_at`` while there is none; see Hearing. The same ``client_key`` is one attempt.
        Errors: CannotCallBack when it is finished, without the outcome of a call that reached them, or for a next try
        that is past.
        """
        at, outcome, note = at or timezone.now(), Outcome(outcome), note.strip()
        self.hold()
        if client_key and (sent := self.attempts.filter(client_key=client_key).first()):
            return sent
        self.refuse_finished()
        if outcome == Outcome.REACHED:
            self.refuse_unheard(note, at, **heard)
        if next_at is not None and next_at <= at:
            raise CannotCallBack(_("The next try is in the future."))
        if outcome != Outcome.REACHED:
            next_at = next_at or self.proposed_next_try(outcome, at)
        row = {"outcome": outcome, "note": note, "by": by, "at": at, "client_key": client_key}
        attempt = self.attempts.create(**row, next_at=None if outcome == Outcome.REACHED else next_at)
        self._follow(attempt, **heard)
        facts = {"outcome": outcome, "tries": self.tries, "next_at": attempt.next_at and attempt.next_at.isoformat()}
        facts |= {"happy": self.is_happy} if self.is_happy is not None else {}
        self.record("tried", by=by, at=at, body=note, **facts)
        if self.owner_id != (by and by.pk):
            self.tell(
                [self.owner], "callbacks-tried", by=by, at=at, key=f"{self.key}/tried/{attempt.pk}", outcome=outcome
            )
        if outcome == Outcome.REACHED:
            self.follow_words(note, by=by, at=at, **heard)
        return attempt

    @transaction.atomic
    def set_number(self, phone, *, by, was=None, at=None):
        """Call under another number from now on. The same again is harmless. Errors: StaleCallback, CannotCallBack."""
        self.hold(was)
        phone = e164(phone)
        if phone and phone == self.phone and not self.needs_number:
            return
        self.refuse_finished()
        if not phone:
            raise CannotCallBack(_("This is not a phone number."))
        before = self.phone
        self.change(phone=phone, needs_number=False)
        self.record("renumbered", by=by, at=at or timezone.now(), before=shown(before), after=shown(phone))

    @transaction.atomic
    def withdraw(self, reason, *, by, was=None, at=None):
        """Take the promise back because there is nothing to say any more. Twice is harmless.

        Errors: StaleCallback; CannotCallBack when somebody has called already, or without a reason.
        """
        self.hold()
        if self.status == Status.WITHDRAWN:
            return
        self.refuse_finished()
        self.hold(was)
        if not reason.strip():
            raise CannotCallBack(_("Say why nobody needs to call any more."))
        at = at or timezone.now()
        self._finish(Status.WITHDRAWN, reason.strip(), by, at)
        self.record("withdrawn", by=by, at=at, body=reason.strip())
        self.end_chain(Answer.DROPPED, by=by, at=at)
        self.tell([self.owner], "callbacks-withdrawn", by=by, at=at, key=f"{self.key}/withdrawn", about=About.MINE)

    def proposed_next_try(self, outcome, at):
        """Return when to try again after ``outcome``, by the company's figures and the hours of the branch."""
        hours = Calendar.objects.office_hours(self.branch)
        return standards_in_force().next_try(outcome, at, hours, is_urgent=self.is_urgent)

    def _follow(self, attempt, happy=None, **_heard):
        outcome, seen = attempt.outcome, {"tries": self.tries + 1, "last_outcome": attempt.outcome}
        if outcome == Outcome.REACHED:
            self._finish(Status.DONE, attempt.note, attempt.by, attempt.at, is_happy=happy, needs_number=False, **seen)
        else:
            self.change(next_try_at=attempt.next_at, needs_number=outcome == Outcome.WRONG_NUMBER, **seen)

    def _finish(self, status, outcome, by, at, **changes):
        done = {"status": status, "outcome": outcome, "finished_at": at, "finished_by": by}
        self.change(**done, next_try_at=None, alarm_at=None, **changes)

    @property
    def is_open(self):
        return self.status == Status.OPEN

    @property
    def was_kept(self):
        """Whether they were reached by the promised time; None while nobody knows, or when it was withdrawn."""
        if self.status == Status.DONE:
            return self.finished_at <= self.due_at
        return False if self.is_open and self.missed_at else None
