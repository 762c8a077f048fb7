"""Deciding whether it was us, and settling what follows from that: by a person, with a reason, for our own eyes."""

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tenants.fields import TenantForeignKey
from tenants.models import Membership

from .changing import CannotCallBack
from .terms import terms_in_force
from .vocabulary import Cause, Consequence, ReturnStatus

FOLLOWS = {Cause.NO: Consequence.SERVICE_CALL, Cause.YES: Consequence.NO_CHARGE}


class Judged(models.Model):
    """``cause`` is empty until somebody has decided; ``consequence`` and ``fee`` until somebody has confirmed them.

    ``fee`` is what the customer pays for the visit, as it was told to them.
    """

    cause = models.CharField(max_length=8, choices=Cause.choices, blank=True, editable=False)
    cause_reason = models.TextField(max_length=2_000, blank=True, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_by = TenantForeignKey(Membership, null=True, editable=False, related_name="+")
    consequence = models.CharField(max_length=12, choices=Consequence.choices, blank=True, editable=False)
    fee = models.DecimalField(max_digits=8, decimal_places=2, null=True, editable=False)
    settled_by = TenantForeignKey(Membership, null=True, editable=False, related_name="+")

    class Meta:
        abstract = True

    @transaction.atomic
    def decide(self, cause, reason, *, by, next_at=None, was=None, at=None):
        """Say whether it was caused by us, and why. The same again is harmless; until it is settled it may change.

        What is not known yet stays under investigation and is looked at again at ``next_at``.
        Errors: StaleCallback; CannotCallBack when it is finished, without a reason, for yes or no while nothing is
        documented, or for unknown without a next date to come.
        """
        at, cause, reason = at or timezone.now(), Cause(cause), reason.strip()
        self.hold()
        is_same = (self.cause, self.cause_reason) == (cause, reason)
        if is_same and (cause != Cause.UNKNOWN or next_at == self.due_at):
            return
        self.refuse_finished()
        self.hold(was)
        self._refuse(cause, reason, next_at, at)
        waits = {"due_at": next_at, "alarm_at": next_at} if cause == Cause.UNKNOWN else {}
        status = ReturnStatus.OPEN if cause == Cause.UNKNOWN else ReturnStatus.DECIDED
        before, said = self.cause, {"cause": cause, "cause_reason": reason, "decided_at": at, "decided_by": by}
        self.change(status=status, **said, **waits)
        self.record(
            "return-decided", by=by, at=at, body=reason, cause=cause, before=before, due_at=self.due_at.isoformat()
        )
        key = f"decided/{self.version}"
        self.tell(
            {self.owner, self.technician} - {None}, "callbacks-return-decided", by=by, at=at, key=key, cause=cause
        )

    @transaction.atomic
    def settle(self, *, by, fee=None, was=None, at=None):
        """Confirm what follows from the cause, and close the loop. Twice is harmless.

        It was not us: a service call, with ``fee`` or what the company charges for coming. It was us: corrected at no
        charge, and whom the company names hears of it.
        Errors: StaleCallback; CannotCallBack while the cause is not decided, or when it was taken back.
        """
        at = at or timezone.now()
        self.hold()
        if self.status == ReturnStatus.SETTLED:
            return
        self.refuse_finished()
        self.hold(was)
        if not self.proposed:
            raise CannotCallBack(_("Decide first whether it was caused by us."))
        terms, consequence = terms_in_force(), self.proposed
        fee = (terms.dispatch_fee if fee is None else fee) if consequence == Consequence.SERVICE_CALL else None
        self.finish(ReturnStatus.SETTLED, at, consequence=consequence, fee=fee, settled_by=by)
        told = terms.hearers(self.branch) if consequence == Consequence.NO_CHARGE else []
        facts = {
            "consequence": consequence,
            "fee": None if fee is None else f"{fee:.2f}",
            "told": [member.name for member in told],
        }
        self.record("return-settled", by=by, at=at, **facts)
        technician = self.lead
        self.tell(told, "callbacks-return-ours", by=by, at=at, key="ours", job=self.job.number, technician=technician)
        self.tell([self.owner], "callbacks-return-settled", by=by, at=at, key="settled")

    @transaction.atomic
    def withdraw(self, reason, *, by, was=None, at=None):
        """Say that it is no return to this job after all. Twice is harmless.

        Errors: StaleCallback; CannotCallBack when it is settled, or without a reason.
        """
        at = at or timezone.now()
        self.hold()
        if self.status == ReturnStatus.WITHDRAWN:
            return
        self.refuse_finished()
        self.hold(was)
        if not reason.strip():
            raise CannotCallBack(_("Say why it is no return."))
        self.finish(ReturnStatus.WITHDRAWN, at)
        self.record("return-withdrawn", by=by, at=at, body=reason.strip())
        self.tell({self.owner, self.technician} - {None}, "callbacks-return-withdrawn", by=by, at=at, key="withdrawn")

    @property
    def proposed(self):
        """What follows from the cause as it was decided; nothing while that is not known."""
        return FOLLOWS.get(self.cause, "")

    def _refuse(self, cause, reason, next_at, at):
        if not reason:
            raise CannotCallBack(_("Say why."))
        if cause == Cause.UNKNOWN and (next_at is None or next_at <= at):
            raise CannotCallBack(_("Say when it is looked at again: a time to come."))
        if cause != Cause.UNKNOWN and not self.is_documented:
            raise CannotCallBack(_("Nothing is documented yet. Write down what was found, or attach a photo."))
