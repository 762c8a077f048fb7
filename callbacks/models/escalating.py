"""A callback that became a complaint: a case of its own, which knows what was promised and tried before."""

from uuid import NAMESPACE_OID, uuid5

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.models import Case, CaseType, Channel, Severity, Source, Urgency
from routing.rules import propose_priority
from tenants.fields import TenantForeignKey
from tenants.moments import moment_words

from .changing import CannotCallBack
from .owning import managers_of
from .vocabulary import Status

CHANNELS = {"call": Channel.PHONE, "text": Channel.TEXT, "mail": Channel.EMAIL}


class Escalated(models.Model):
    """``complaint`` is the case that it became. The promise to call stays what it was, and is kept or missed."""

    complaint = TenantForeignKey(Case, null=True, editable=False, related_name="escalated_callbacks")

    class Meta:
        abstract = True

    @transaction.atomic
    def escalate(self, reason, *, by, severity=Severity.MAJOR, urgency=Urgency.TODAY, at=None):
        """Open a complaint case about this and return it; twice is harmless.

        What was promised and tried is told in the case, the complaint stands on the account until it is settled, and
        whoever manages the branch hears of it.
        Errors: CannotCallBack without a reason, or when it was withdrawn.
        """
        at = at or timezone.now()
        self.hold()
        if self.complaint_id:
            return self.complaint
        if self.status == Status.WITHDRAWN:
            self.refuse_finished()
        if not reason.strip():
            raise CannotCallBack(_("Say what they complain about."))
        case = self._open_complaint(reason.strip(), by, at, severity=severity, urgency=urgency)
        case.note_complaint(reason, by=by, at=at)
        self.change(complaint=case)
        self.record("escalated", by=by, at=at, body=reason.strip(), case=case.number)
        people = {*managers_of(self.branch), self.owner}
        self.tell(people, "callbacks-escalated", by=by, at=at, key=f"callback/{self.pk}/complaint", case=case.number)
        return case

    def _open_complaint(self, reason, by, at, **how_bad):
        about = {"contact": self.contact, "job": self.job, "order": self.order, "branch": self.branch}
        if self.contact is None and self.account.is_installer:  # with an installer somebody must be named
            about["met"] = {"name": self.account.name, "phone": self.phone, "email": self.email}
        about |= {"reach_by": CHANNELS[self.contact_method], "reach_under": self.phone or self.email}
        return Case.objects.open_for(
            self.account,
            by=by,
            at=at,
            summary=(_("Complaint: %(reason)s") % {"reason": reason})[:160],
            description=self._told_so_far(reason),
            case_type=CaseType.COMPLAINT,
            reason_code="other",
            source=Source.PHONE,
            priority=propose_priority(**{name: str(value) for name, value in how_bad.items()}),
            opening_key=uuid5(NAMESPACE_OID, f"callback/{self.pk}/complaint"),
            **how_bad,
            **about,
        )

    def _told_so_far(self, reason):
        """What was promised and tried, in words, so that nobody has to ask them again."""
        facts = {"number": self.number, "reason": self.reason, "at": moment_words(self.promised_at)}
        said = [reason, "", _("Callback #%(number)s, promised %(at)s: %(reason)s") % facts, self.summary]
        said += [f"{moment_words(one.finished_at)}: {one.outcome}" for one in self.earlier]
        for attempt in self.attempts.order_by("at", "pk"):
            said.append(f"{moment_words(attempt.at)}: {attempt.get_outcome_display()}. {attempt.note}".strip())
        return "\n".join(said)[:20_000].strip()
