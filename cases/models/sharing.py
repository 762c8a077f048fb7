"""Opening one case to one person who would not see it otherwise, and taking that back."""

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tenants.models import Membership
from tenants.models.roles import READS_CASES

from .assigning import CannotAssign


class CannotShare(CannotAssign):
    """This case cannot be opened to this member. ``args`` are the reasons, ready to show."""


class Shared(models.Model):
    """A guest of a case reads it, and comments when their role works cases anywhere."""

    class Meta:
        abstract = True

    @transaction.atomic
    def share(self, member, *, by, at=None):
        """Let ``member`` open this case. Who sees it anyway, or is a guest already, is left as they are.

        Errors: CannotShare when their role reads no cases.
        """
        self.lock()
        if self.is_seen_by(member):
            return
        if member.deactivated_at or member.role not in READS_CASES:
            raise CannotShare(_("The role of %(name)s does not include reading cases.") % {"name": member.name})
        self.involvements.create(case=self, member=member, part="guest")
        Membership.objects.filter(pk=member.pk).update(is_guest=True)
        self.record("shared", by=by, at=at or timezone.now(), member=member.name, given=True)

    @transaction.atomic
    def unshare(self, member, *, by, at=None):
        """Close the case to a guest, who follows it no longer either; twice is harmless."""
        self.lock()
        gone, _rows = self.involvements.filter(member=member, part="guest").delete()
        if gone:
            self.involvements.filter(member=member, part="follower").delete()
            self.record("shared", by=by, at=at or timezone.now(), member=member.name, given=False)

    def is_seen_by(self, member) -> bool:
        return type(self).objects.readers_of(self).filter(pk=member.pk).exists()

    def has_guest(self, member) -> bool:
        return any(part.member_id == member.pk and part.part == "guest" for part in self.involvements.all())

    @property
    def guests(self):
        return [part.member for part in self.involvements.all() if part.part == "guest"]
