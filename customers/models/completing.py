"""Completing a job, and reopening one that was not done after all."""

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tenants.fields import TenantForeignKey
from tenants.models import Membership
from tenants.wiring import follow
from timeline.models import Audience


class CannotReopen(Exception):
    """The job cannot be reopened like this. ``args`` are the reasons, ready to show."""


class Completed(models.Model):
    """``completed_by`` is empty for what was completed elsewhere and only written down here.

    ``follow_at`` is set while something is still to follow from the completion, and is when that is looked at;
    ``follow_attempts`` counts how often that has failed. What was imported never has it.
    """

    completed_at = models.DateTimeField(null=True)
    follow_at = models.DateTimeField(null=True, editable=False)
    follow_attempts = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    completed_by = TenantForeignKey(Membership, null=True, editable=False, related_name="+")

    class Meta:
        abstract = True

    @transaction.atomic
    def complete(self, *, by, at=None):
        """Say that the work is done, at ``at``. Twice is harmless."""
        at = at or timezone.now()
        done = {"status": self.Status.COMPLETED, "completed_at": at, "completed_by": by}
        awaits = {"follow_at": at, "follow_attempts": 0}
        if type(self).objects.exclude(status=self.Status.COMPLETED).claim(self, **done, **awaits):
            self._note("completed", None, by=by, at=at, audience=Audience.CUSTOMER)
            follow("customers.completed", self)

    @transaction.atomic
    def reopen(self, reason, *, by, at=None):
        """Say that the work is not done after all, and why; what was promised because it was is taken back.

        Twice is harmless. Errors: CannotReopen without a reason.
        """
        if not reason.strip():
            raise CannotReopen(_("Say what is still to be done."))
        undone = {"status": self.Status.ACTIVE, "completed_at": None, "completed_by": None, "follow_at": None}
        if type(self).objects.filter(status=self.Status.COMPLETED).claim(self, **undone):
            self._note("reopened", None, by=by, at=at, audience=Audience.INTERNAL, body=reason.strip())
            follow("customers.reopened", self)

    def let_follow(self, at=None):
        """Note that what was to follow has followed, or that it is looked at again at ``at``."""
        type(self).objects.claim(self, follow_at=at, follow_attempts=0)

    def lease_following(self, until):
        """Note that it is tried now, and again at ``until`` should that fail."""
        type(self).objects.claim(self, follow_at=until, follow_attempts=self.follow_attempts + 1)

    @property
    def is_completed(self):
        return self.status == self.Status.COMPLETED

    def may_be_completed_by(self, access, codename):
        """Whether this member may say that it is done: who holds ``codename`` at its branch, or leads it."""
        return access.can(codename, self.branch_id) or self.technician_id == access.member.pk
