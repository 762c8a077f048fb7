"""A merge: two cases were about the same thing, and one of them goes on for both."""

from django.db import connection, models
from django.db.models import Q

from tenants.current import require_tenant_id
from tenants.fields import TenantForeignKey
from tenants.models import Membership, TenantLeaf
from tenants.querysets import TenantManager, TenantQuerySet

from .case import Case
from .merging import UNDONE_WITHIN


class MergeQuerySet(TenantQuerySet):
    def standing(self):
        return self.filter(undone_at=None)

    def among(self, ids):
        """Merges into these cases, with the cases that were merged, the first merged first."""
        return self.filter(survivor__in=ids).select_related("source").order_by("at", "id")

    def family_of(self, *cases):
        """Lock these cases and everything that is one with them."""
        return Family(*cases)

    def one_at_a_time(self):
        """Let nobody else in this company merge or undo until the transaction ends: families change as a whole."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"merge/{require_tenant_id()}"])


class Merge(TenantLeaf):
    """``survivor`` is the one that was chosen then, which may have been merged itself since.

    ``clock`` is what the source was due by then: its start, priority and pauses; empty when it was resolved.
    ``waited`` is what the source was waiting for. ``joined`` names what the survivor was given: "tag:", "helper:" or
    "follower:" and an id, or its next action. ``moved`` are referrals.
    """

    source = TenantForeignKey(Case, models.CASCADE, related_name="merges")
    survivor = TenantForeignKey(Case, models.CASCADE, related_name="merges_into")
    by = TenantForeignKey(Membership, null=True, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = TenantForeignKey(Membership, null=True, related_name="+")
    was_resolved_at = models.DateTimeField(null=True)
    clock = models.JSONField(default=dict)
    waited = models.JSONField(default=dict)
    joined = models.JSONField(default=list)
    moved = models.JSONField(default=list)

    objects = TenantManager.of(MergeQuerySet)

    class Meta(TenantLeaf.Meta):
        constraints = [
            *TenantLeaf.Meta.constraints,
            models.UniqueConstraint(fields=["tenant", "source"], condition=Q(undone_at=None), name="cases_merged_once"),
        ]
        indexes = [models.Index(fields=["tenant", "survivor"], name="cases_merges_into", condition=Q(undone_at=None))]

    def as_fact(self) -> dict:
        """What the survivor's row remembers, so that its page and its clock read no other table."""
        told = {"id": str(self.source_id), "number": self.source.number, "summary": self.source.summary}
        return told | {"at": self.at.isoformat(), "clock": self.clock}

    def may_be_undone(self, at) -> bool:
        return at <= self.at + UNDONE_WITHIN


class Family:
    """Cases that are one by merges, locked in the order of their ids, so that nobody waits for who waits for them."""

    def __init__(self, *cases):
        ids = {pk for case in cases for pk in (case.pk, *case.merged_ids)}
        self.cases = {case.pk: case for case in Case.objects.locked().filter(pk__in=ids).order_by("pk")}

    def __getitem__(self, case):
        return self.cases[case.pk]

    def settle(self):
        """Let every row say what the standing merges make of it."""
        below, above = {}, {}
        for merge in Merge.objects.standing().among(list(self.cases)):
            below.setdefault(merge.survivor_id, []).append(merge)
            above[merge.source_id] = merge
        for case in self.cases.values():
            case.stand(above.get(case.pk), _top(case.pk, above), list(_all_below(case.pk, below)))


def _top(pk, above):
    while pk in above:
        pk = above[pk].survivor_id
    return pk


def _all_below(pk, below):
    for merge in below.get(pk, ()):
        yield merge
        yield from _all_below(merge.source_id, below)
