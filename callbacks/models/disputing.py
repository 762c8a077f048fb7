"""Disputing that a return counts: its technician or a manager says why, and a manager upholds or drops it."""

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from callbacks.rates import counts
from tenants.fields import TenantForeignKey
from tenants.models import Membership

from .changing import CannotCallBack
from .owning import managers_of
from .vocabulary import Cause, Dispute, ReturnStatus


class Disputed(models.Model):
    """``dispute`` is empty while nobody has objected."""

    dispute = models.CharField(max_length=8, choices=Dispute.choices, blank=True, editable=False)
    dispute_reason = models.TextField(max_length=1_000, blank=True, editable=False)
    disputed_by = TenantForeignKey(Membership, null=True, editable=False, related_name="+")
    dispute_answer = models.TextField(max_length=1_000, blank=True, editable=False)

    class Meta:
        abstract = True

    @transaction.atomic
    def object_to(self, reason, *, by, was=None, at=None):
        """Say why this should not count for its technician. While that is not answered, again is harmless.

        Errors: StaleCallback; CannotCallBack without a reason, where nobody led the job, or when a manager has
        answered already or it does not count anyway.
        """
        at = at or timezone.now()
        self.hold()
        if self.dispute == Dispute.OPEN:
            return
        self.hold(was)
        if self.technician is None:
            raise CannotCallBack(_("Nobody led the job: it counts for nobody."))
        if self.dispute:
            raise CannotCallBack(_("A manager has answered this already."))
        if not self.is_counted:
            raise CannotCallBack(_("It does not count."))
        if not reason.strip():
            raise CannotCallBack(_("Say why it should not count."))
        self.change(dispute=Dispute.OPEN, dispute_reason=reason.strip(), disputed_by=by)
        self.record("return-disputed", by=by, at=at, body=reason.strip())
        people = {*managers_of(self.branch), self.technician}
        self.tell(people, "callbacks-return-disputed", by=by, at=at, key=f"disputed/{self.version}")

    @transaction.atomic
    def answer_objection(self, outcome, answer, *, by, was=None, at=None):
        """Uphold the return, so that it counts, or drop it, so that it does not; say why. The same again is harmless.

        Errors: StaleCallback; CannotCallBack when nobody has objected or it was answered otherwise, or without words.
        """
        at, outcome = at or timezone.now(), Dispute(outcome)
        self.hold()
        if self.dispute == outcome:
            return
        self.hold(was)
        if self.dispute != Dispute.OPEN:
            raise CannotCallBack(_("Nobody disputes this now."))
        if outcome == Dispute.OPEN or not answer.strip():
            raise CannotCallBack(_("Say why."))
        self.change(dispute=outcome, dispute_answer=answer.strip())
        self.record("return-objection-answered", by=by, at=at, body=answer.strip(), outcome=outcome)
        people = {self.technician, self.disputed_by} - {None}
        key = f"objection/{self.version}"
        self.tell(people, "callbacks-return-objection", by=by, at=at, key=key, outcome=outcome)

    @property
    def is_disputed(self):
        return self.dispute == Dispute.OPEN

    @property
    def may_be_disputed(self):
        return bool(self.technician_id and not self.dispute and self.is_counted)

    @property
    def is_counted(self) -> bool:
        """Whether it counts in the rate of its technician, as ``rates.counts`` says."""
        is_withdrawn, is_dropped = self.status == ReturnStatus.WITHDRAWN, self.dispute == Dispute.DROPPED
        return counts(is_withdrawn=is_withdrawn, cause=self.cause, is_dropped=is_dropped)

    @property
    def why_not_counted(self) -> str:
        """Why it does not count, in words; empty when it does."""
        if self.status == ReturnStatus.WITHDRAWN:
            return _("no return")
        if self.cause == Cause.NO:
            return _("not caused by us")
        return _("dropped after a dispute") if self.dispute == Dispute.DROPPED else ""
