"""What becomes of a referral: accepted, answered, given back, or withdrawn."""

from functools import wraps

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from inbox.models import About
from routing import clock
from tenants.fields import TenantForeignKey
from tenants.models import Membership


class CannotAnswer(Exception):
    """This can no longer be done to the referral. ``args`` are the reasons, ready to show."""


class Moved(Exception):
    """A merge took the referral to another case, before this one was locked."""


def where_it_is(verb):
    """Let a verb begin anew at the case where its referral is by now, and hold nothing of the one where it was.

    Who held both would have to take them in the order of their ids, as a merge does, and knows the second too late.
    """

    @wraps(verb)
    def done(referral, *args, **told):
        while True:
            try:
                return verb(referral, *args, **told)
            except Moved:
                continue

    return done


def by_whom():
    return TenantForeignKey(Membership, null=True, editable=False, related_name="+")


def moment():
    return models.DateTimeField(null=True, editable=False)


class Answered(models.Model):
    """Every verb locks the case first, so that nobody waits for somebody who waits for them."""

    accepted_at, accepted_by = moment(), by_whom()
    answered_at, answered_by = moment(), by_whom()
    answer = models.TextField(max_length=10_000, blank=True, editable=False)
    returned_at, returned_by = moment(), by_whom()
    return_reason = models.TextField(max_length=1_000, blank=True, editable=False)
    withdrawn_at, withdrawn_by = moment(), by_whom()
    finished_at = moment()

    class Meta:
        abstract = True

    @where_it_is
    @transaction.atomic
    def accept(self, *, by, at=None):
        """Take the referral on for the department; by the same person twice is harmless.

        Errors: CannotAnswer when it is finished, or somebody else was quicker.
        """
        self._hold()
        self._refuse_finished()
        if self.accepted_by_id:
            self._refuse_second_hand(by)
            return
        at = at or timezone.now()
        type(self).objects.to_accept().claim(self, accepted_at=at, accepted_by=by)
        self.case.record("referral-accepted", by=by, at=at, department=self.department.name)
        self.tell_asker("cases-referral-accepted", by=by, at=at)

    @where_it_is
    @transaction.atomic
    def reply(self, answer, *, by, at=None):
        """Answer the referral, which accepts it too. The same answer by the same person twice is harmless.

        Errors: CannotAnswer without words, when it is finished, or when somebody else has accepted it.
        """
        self._hold()
        answer = answer.strip()
        if self.answered_at and (self.answered_by, self.answer) == (by, answer):
            return
        self._refuse_finished()
        if not answer:
            raise CannotAnswer(_("Write the answer."))
        at = at or timezone.now()
        accepted = {} if self.accepted_at else {"accepted_at": at, "accepted_by": by}
        self._finish(at, answered_at=at, answered_by=by, answer=answer, **accepted)
        facts = {"department": self.department.name, "met": at <= self.due_at}
        self.case.record("referral-answered", by=by, at=at, body=answer, **facts)
        self.tell_everybody_waiting("cases-referral-answered", by=by, at=at)

    @where_it_is
    @transaction.atomic
    def give_back(self, reason, *, by, at=None):
        """Return the referral unanswered, and say why. Twice is harmless. Errors: CannotAnswer."""
        self._hold()
        if self.returned_at:
            return
        self._refuse_finished()
        if not reason.strip():
            raise CannotAnswer(_("Say why it goes back."))
        at = at or timezone.now()
        self._finish(at, returned_at=at, returned_by=by, return_reason=reason.strip())
        self.case.record("referral-returned", by=by, at=at, body=reason.strip(), department=self.department.name)
        self.tell_everybody_waiting("cases-referral-returned", by=by, at=at)

    @where_it_is
    @transaction.atomic
    def withdraw(self, *, by, at=None):
        """Take the question back; nobody needs to answer any more. Twice is harmless. Errors: CannotAnswer."""
        self._hold()
        if self.withdrawn_at:
            return
        self._refuse_finished()
        at = at or timezone.now()
        self._finish(at, withdrawn_at=at, withdrawn_by=by)
        self.case.record("referral-withdrawn", by=by, at=at, department=self.department.name)
        self.tell_department("cases-referral-withdrawn", by=by, at=at, about=About.MINE)

    def _hold(self):
        case = self.case.lock()
        self.refresh_from_db(from_queryset=type(self).objects.locked())
        if self.case_id != case.pk:
            raise Moved
        self.case = case

    def _finish(self, at, **changes):
        type(self).objects.open().claim(self, finished_at=at, alarm_at=None, **changes)
        self.case.change(referrals_open=self.case.referrals_open - 1)

    def _refuse_finished(self):
        who = {"answered": self.answered_by, "returned": self.returned_by, "withdrawn": self.withdrawn_by}
        said = {
            "answered": _("%(name)s has answered this already."),
            "returned": _("%(name)s has given this back already."),
            "withdrawn": _("%(name)s has withdrawn this."),
        }
        if self.state in said:
            raise CannotAnswer(said[self.state] % {"name": who[self.state] or _("Kept")})

    def _refuse_second_hand(self, by):
        if by is None or self.accepted_by_id != by.pk:
            raise CannotAnswer(_("%(name)s has accepted this already.") % {"name": self.accepted_by.name})

    @property
    def state(self):
        """``waiting``, ``accepted``, ``answered``, ``returned`` or ``withdrawn``."""
        past = {"answered": self.answered_at, "returned": self.returned_at, "withdrawn": self.withdrawn_at}
        ended = next((state for state, at in past.items() if at), "")
        return ended or ("accepted" if self.accepted_at else "waiting")

    @property
    def is_open(self):
        return self.finished_at is None

    @property
    def is_late(self):
        """Answered after its due time, or not by now; in the very second is in time."""
        return clock.is_breached(self.due_at, self.finished_at, timezone.now())
