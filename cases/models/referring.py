"""Asking another department about a case, which stays where it is and whose it is."""

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from inbox.models import About


class CannotRefer(Exception):
    """The case cannot be referred there as it is. ``args`` are the reasons, ready to show."""


class Referring(models.Model):
    """``referrals_made`` counts every referral of the case, ``referrals_open`` those that still wait for an answer.

    Pages read these first, so that a case without referrals looks for none.
    """

    referrals_made = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    referrals_open = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)

    class Meta:
        abstract = True

    @transaction.atomic
    def refer(self, department, *, by, reason, client_key=None, at=None, **told):
        """Ask ``department`` about the case and return the referral; the case's own clock and owner stay as they are.

        ``told``: reason_words, comments, and for Sales account_manager and sales_manager, which others are not given.
        The same ``client_key`` is one referral, however often it is sent.
        Errors: CannotRefer when the case is resolved, or that department has not answered the last one yet;
        DepartmentIsGone.
        """
        at = at or timezone.now()
        self.lock()
        if client_key and (sent := self.referrals.filter(client_key=client_key).first()):
            return sent
        self._refuse_referral(department)
        department.hold()
        referral = self.referrals.model(case=self, department=department, reason=reason, opened_by=by, opened_at=at)
        referral.client_key = client_key
        referral.ask(**told)
        referral.wind(at)
        referral.save(force_insert=True)
        self.change(referrals_made=self.referrals_made + 1, referrals_open=self.referrals_open + 1)
        facts = {"department": department.name, "reason": referral.why, "due_at": referral.due_at.isoformat()}
        self.record("referred", by=by, at=at, body=referral.comments, **facts)
        referral.tell_department("cases-referred", by=by, at=at, about=About.ASSIGNED)
        return referral

    def _refuse_referral(self, department):
        if self.resolved_at:
            raise CannotRefer(_("A resolved case is referred to nobody. Reopen it first."))
        if self.referrals.open().to(department).exists():
            facts = {"department": department.name}
            raise CannotRefer(_("%(department)s has not answered the last referral of this case yet.") % facts)

    def sales_people(self) -> dict:
        """Whom to name to Sales: the managers of the customer's parent account, else the customer's own."""
        parent, own = self.account.parent, self.account
        names = ("account_manager", "sales_manager")
        return {name: (parent and getattr(parent, name)) or getattr(own, name) for name in names}
