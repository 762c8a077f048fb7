"""What a case takes over from one that is merged into it, and gives back."""

from django.apps import apps
from django.db import models

from tenants.models import Membership, Role


class Joining(models.Model):
    class Meta:
        abstract = True

    def take_in(self, source) -> list[str]:
        """Take over the tags, helpers and followers of ``source``, whose owner follows; return what is new here."""
        new = [thing for thing in source.things_to_give() if thing not in self.things() and self._may_have(thing)]
        self._put(new)
        return new

    def give_back(self, merge):
        """Lose what came by ``merge``, unless another case that was merged here gives the same."""
        others = apps.get_model("cases.Merge").objects.standing().among([self.pk])
        for thing in merge.joined:
            heir = next((other for other in others if thing in other.source.things_to_give()), None)
            if heir:
                heir.joined = [*heir.joined, thing]
                heir.save(update_fields=["joined"])
            else:
                self._drop(thing)

    def things(self) -> list[str]:
        parts = self.involvements.exclude(part="guest").order_by("id").values_list("part", "member")
        tags = self.taggings.order_by("id").values_list("tag", flat=True)
        return [*(f"{part}:{member}" for part, member in parts), *(f"tag:{tag}" for tag in tags)]

    def things_to_give(self) -> list[str]:
        if self.owner_id is None:
            return self.things()
        part = "helper" if self.owner.role == Role.TECHNICIAN else "follower"  # who sees only what is theirs
        return [*self.things(), f"{part}:{self.owner_id}"]

    def _may_have(self, thing):
        """Nobody is made to follow their own case, or one of a branch that they do not see."""
        kind, pk = thing.split(":")
        if kind == "tag":
            return True
        member = Membership.objects.select_related("branch").get(pk=pk)
        sees = member.branch.is_root or member.branch_id == self.branch_id
        return sees and member.pk != self.owner_id

    def _put(self, things):
        for thing in things:
            kind, pk = thing.split(":")
            if kind == "tag":
                self.taggings.get_or_create(case=self, tag_id=pk, defaults={"is_open": self.resolved_at is None})
            else:
                self.involvements.get_or_create(case=self, member_id=pk, part=kind)

    def _drop(self, thing):
        kind, pk = thing.split(":")
        rows = self.taggings.filter(tag=pk) if kind == "tag" else self.involvements.filter(member=pk, part=kind)
        rows.delete()

    def take_referrals(self, source) -> list[str]:
        """Let what other departments were asked about ``source`` be answered here; return the ids."""
        ids = [str(pk) for pk in source.referrals.values_list("pk", flat=True)]
        self._move_referrals(source, self, ids)
        return ids

    def take_back_referrals(self, merge, top):
        """Those that came by ``merge`` and are still at the last survivor come back."""
        self._move_referrals(top, self, merge.moved)

    @staticmethod
    def _move_referrals(origin, target, ids):
        if not ids:
            return
        origin.referrals.filter(pk__in=ids).update(case=target)
        for case in (origin, target):
            rows = case.referrals
            case.change(referrals_made=rows.count(), referrals_open=rows.open().count())
