"""A change of the setup on its way to the open cases."""

from datetime import timedelta

from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from tenants.fields import TenantForeignKey
from tenants.models import Membership, TenantLeaf
from tenants.outbox import later
from tenants.querysets import TenantManager, TenantQuerySet

LEASE = timedelta(seconds=20)
# Longer than any transaction that may still decide by what was in force before.
SETTLES_AFTER = timedelta(seconds=130)


class RolloutQuerySet(TenantQuerySet):
    def want(self, kind, company, *, by, at):
        """Ask workers to carry the setup with the company's mark to the open cases, from the first one on."""
        fresh = dict.fromkeys(("cursor", "carried_at", "finished_at", "leased_until"))
        fresh |= {"mark": company.setup_mark, "by": by, "wanted_at": at, "found": 0, "handed_out": 0, "passes": 0}
        rollout, _new = self.update_or_create(kind=kind, defaults=fresh)
        later("cases.roll_out", rollout.pk)
        return rollout

    def unfinished(self):
        return self.filter(finished_at=None)

    @transaction.atomic
    def lease(self, pk, *, goes_on=False):
        """Return the unfinished rollout ``pk`` if nobody else works on it now, leased; else None.

        ``goes_on`` is said by the one who works on it already.
        """
        free = self.unfinished().filter(pk=pk)
        if not goes_on:
            free = free.filter(Q(leased_until=None) | Q(leased_until__lte=Now()))
        return self.get(pk=pk) if free.update(leased_until=Now() + LEASE) else None

    def of_kind(self, kind):
        return self.filter(kind=kind).first()


class Rollout(TenantLeaf):
    """The one rollout of a kind in a company; a later change begins it anew.

    ``mark`` says which change it carries: a step of an earlier one writes nothing any more. ``cursor`` is how far the
    pass over the open cases has come and ``found`` how many it has found to change; ``handed_out`` counts them over
    all passes. It is carried out when a pass has found none, and finished when one that began after every
    transaction from before the change had ended has found none either. ``passes`` counts those that have found some.
    """

    class Kind(models.TextChoices):
        RULES = "rules"
        CLOCK = "clock"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    mark = models.UUIDField()
    by = TenantForeignKey(Membership, null=True, related_name="+")
    wanted_at = models.DateTimeField()
    cursor = models.UUIDField(null=True)
    found = models.PositiveIntegerField(default=0)
    handed_out = models.PositiveIntegerField(default=0)
    carried_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    leased_until = models.DateTimeField(null=True)
    passes = models.PositiveSmallIntegerField(default=0)

    rests_until = None

    objects = TenantManager.of(RolloutQuerySet)

    class Meta(TenantLeaf.Meta):
        constraints = [
            *TenantLeaf.Meta.constraints,
            models.UniqueConstraint(fields=["tenant", "kind"], name="routing_rollout_kind"),
        ]
        indexes = [models.Index(fields=["tenant"], name="routing_rollout_due", condition=Q(finished_at=None))]

    @property
    def is_under_way(self):
        return self.carried_at is None

    @property
    def goes_on(self):
        """Whether the next step may be taken at once."""
        return self.finished_at is None and self.rests_until is None

    def step(self, found, cursor):
        """Note that a step has found so many cases and come to ``cursor``; False when another change has begun."""
        return self._note(found=F("found") + found, handed_out=F("handed_out") + found, cursor=cursor)

    def end_pass(self, now):
        """Note that a pass is through: if it has found something look again, else come to rest.

        What is found again and again is broken: it is looked for ever more rarely.
        """
        found = type(self).objects.get(pk=self.pk).found
        if found:
            wait = LEASE * 2 ** min(self.passes - 1, 8) if self.passes > 1 else None
            return self._rest(now + wait if wait else None, found=0, passes=F("passes") + 1)
        done, settles_at = {"carried_at": self.carried_at or now}, self.wanted_at + SETTLES_AFTER
        if now >= settles_at:
            return self._rest(None, finished_at=now, **done)
        return self._rest(settles_at, **done)

    def _rest(self, until, **changes):
        self.rests_until = until
        return self._note(leased_until=until, cursor=None, **changes)

    def _note(self, **changes):
        return type(self).objects.filter(mark=self.mark).claim(self, **changes)
