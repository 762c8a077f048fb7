"""What a case takes over from one that is merged into it, and gives back."""

from django.apps import apps
from django.db import models

from tenants.models import Membership, Role

from .merging import NEXT


class Joining(models.Model):
    class Meta:
        abstract = True

    def take_in(self, source) -> list[str]:
        """Take over the tags, helpers and followers of ``source``, whose owner follows; return what is new here."""
        new = [thing for thing in source.things_to_give() if thing not in self.things() and self._may_have(thing)]
        self._put(new)
        return new + self._take_next_action(source)

    def give_back(self, merge):
        """Lose what came by ``merge``, unless another case that was merged here gives the same."""
        others = apps.get_model("cases.Merge").objects.standing().among([self.pk])
        for thing in merge.joined:
            if thing == NEXT:
                self._give_back_next_action(merge.source)
                continue
            heir = next((other for other in others if thing in other.source.things_to_give()), None)
            if heir:
                heir.joined = [*heir.joined, thing]
                heir.save(update_fields=["joined"])
            else:
                self._drop(thing)

    def _take_next_action(self, source):
        """Go on with what is next for ``source`` where nothing is next here, so that no promise falls off the list."""
        if self.next_action or not source.next_action or source.resolved_at:
            return []
        self.change(next_action=source.next_action, next_action_due_at=source.next_action_due_at)
        return [NEXT]

    def _give_back_next_action(self, source):
        ours, theirs = ((one.next_action, one.next_action_due_at) for one in (self, source))
        if ours == theirs:
            self.change_quietly(next_action="", next_action_due_at=None)  # settling the family makes a new version

    def next_to_say(self) -> dict:
        """What was next for this open case, for the line of history of the one that goes on with something else."""
        if not self.next_action or self.resolved_at:
            return {}
        due_at = self.next_action_due_at.isoformat() if self.next_action_due_at else ""
        return {"next_action": self.next_action, "next_action_due_at": due_at}

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
                self.taggings.get_or_create(case=self, tag_id=pk, defaults=self.place())
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
