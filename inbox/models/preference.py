"""What a member wants by mail, and when they want to be left in peace."""

from datetime import time
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from inbox.hours import peace_ends_at
from tenants.fields import TenantForeignKey
from tenants.models import Membership, TenantLeaf
from tenants.querysets import TenantManager, TenantQuerySet


def mailed_at_first():
    return ["mention", "assigned", "promise"]


class PreferenceQuerySet(TenantQuerySet):
    def by_member(self, members) -> dict:
        """Return the preference of each of ``members``, theirs or what everybody begins with, by the member's id."""
        known = {row.member_id: row for row in self.filter(member__in=members)}
        return {pk: known.get(pk) or self.model(member_id=pk) for pk in members}

    def settle(self, member, *, by, **wanted):
        """Keep what ``member`` wants from now on."""
        self.update_or_create(member=member, defaults=wanted)


class Preference(TenantLeaf):
    """Without a row a member has what everybody begins with. ``mailed`` are values of About."""

    member = TenantForeignKey(Membership, models.CASCADE, related_name="+")
    mailed = ArrayField(models.CharField(max_length=12), default=mailed_at_first, blank=True)
    quiet_from = models.TimeField(_("quiet from"), null=True, blank=True, default=time(20))
    quiet_until = models.TimeField(_("quiet until"), null=True, blank=True, default=time(7))

    objects = TenantManager.of(PreferenceQuerySet)

    class Meta(TenantLeaf.Meta):
        constraints = [
            *TenantLeaf.Meta.constraints,
            models.UniqueConstraint(fields=["tenant", "member"], name="inbox_preference_once"),
        ]

    def wants_mail(self, about) -> bool:
        return about in self.mailed

    def peace_ends_at(self, moment, zone: ZoneInfo):
        """When the quiet hours end in which ``moment`` lies; None when it lies in none."""
        return peace_ends_at(moment, zone, self.quiet_from, self.quiet_until)
