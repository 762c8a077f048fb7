"""A customer passed between people: hand-overs are counted, and at the limit one owner is fixed."""

from datetime import timedelta

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from tenants.fields import TenantForeignKey
from tenants.models import Membership

from .alarms import LEADS
from .assigning import CannotAssign

SLIP = timedelta(minutes=10)  # given back so soon it was a slip, and no hand-over


class OwnerIsFixed(CannotAssign):
    """The case keeps its owner until a manager releases it. ``args`` are the reasons, ready to show."""


class HandedOver(models.Model):
    """``hand_overs`` counts how often another person became the owner; ``handed_from`` is who had it before.

    Source: docs/adr, "hand-overs are counted on the case".
    """

    hand_overs = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    handed_over_at = models.DateTimeField(null=True, editable=False)
    handed_from = TenantForeignKey(Membership, null=True, editable=False, related_name="+")
    owner_fixed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    def pass_to(self, member, at) -> dict:
        """Return what changes in the locked row when ``member``, or nobody, becomes the owner after the present one."""
        before = self.owner_id or self.handed_from_id
        if member is None:
            return {"handed_from_id": before}
        if before in (None, member.pk):
            return {}
        if self._is_given_back_to(member, at):
            return {"hand_overs": self.hand_overs - 1, "handed_from_id": None}
        counted = {"hand_overs": self.hand_overs + 1, "handed_from_id": before, "handed_over_at": at}
        return counted | ({"owner_fixed_at": at} if counted["hand_overs"] >= self.setup.hand_over_limit else {})

    def _is_given_back_to(self, member, at):
        is_soon = self.handed_over_at is not None and at <= self.handed_over_at + SLIP
        return bool(self.hand_overs and self.owner_id and is_soon and member.pk == self.handed_from_id)

    @property
    def is_owner_fixed(self):
        """An owner who has left fixes nothing: the case needs another one."""
        return self.owner_fixed_at is not None and self.owner is not None and self.owner.deactivated_at is None

    @property
    def people_so_far(self):
        return self.hand_overs + 1

    def refuse_another_owner(self):
        """Raise OwnerIsFixed while the present owner is fixed."""
        if self.is_owner_fixed:
            facts = {"people": self.hand_overs + 1, "name": self.owner.name}
            said = _("Passed between %(people)s people: %(name)s stays the owner until a manager releases the case.")
            raise OwnerIsFixed(said % facts)

    @transaction.atomic
    def release_owner(self, *, by, reason, at=None):
        """Let the case have another owner again, and count anew. Twice is harmless.

        Errors: OwnerIsFixed without a reason.
        """
        self.lock()
        if self.owner_fixed_at is None:
            return
        if not reason.strip():
            raise OwnerIsFixed(_("Say why the owner may change again."))
        people = self.hand_overs + 1
        self.change(owner_fixed_at=None, hand_overs=0, handed_from=None)
        self.record("released", by=by, at=at or timezone.now(), reason=reason.strip(), people=people)

    def tell_leads(self, *, by, at, key):
        """Tell who leads at this case's branch that it was passed around."""
        leads = type(self).objects.readers_of(self).filter(role__in=LEADS)
        self.tell(
            leads, "cases-passed-around", by=by, at=at, key=key, people=self.hand_overs + 1, owner=self.owner.name
        )
