"""Who wants to know how a case goes on, and telling them."""

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q

from inbox.models import About, Notification
from tenants import news

from .merging import lands_on_survivor
from .vocabulary import Priority


class Followed(models.Model):
    class Meta:
        abstract = True

    @lands_on_survivor
    @transaction.atomic
    def follow(self, *, by):
        """Let the actor be told how this case goes on; twice is harmless."""
        _row, is_new = self.involvements.get_or_create(case=self, member=by, part="follower")
        if is_new:
            news.tell()

    @transaction.atomic
    def unfollow(self, *, by):
        gone, _rows = self.involvements.filter(member=by, part="follower").delete()
        if gone:
            news.tell()

    def tell(self, members, what, *, by, at, key, about=About.MINE, internal=True, **facts):
        """Tell ``members`` about this case, in the calling verb's transaction. See Notification.objects.tell."""
        told = {"about": about, "facts": facts, "actor": by, "at": at, "is_internal": internal, **self.told_about()}
        ids = {member.pk for member in members}
        Notification.objects.tell_all([Notification(member_id=pk, what=what, key=str(key), **told) for pk in ids])

    def told_about(self) -> dict:
        """What a notification says of the case that it is about."""
        return {
            "subject_kind": "case",
            "subject_id": self.pk,
            "subject_label": str(self),
            "address": self.address,
            "is_urgent": self.priority == Priority.URGENT,
        }

    def tell_followers(self, what, *, by, at, key, internal=True, **facts):
        """Tell the owner, the helpers and the followers: those of them who may open the case."""
        helps = self.involvements.filter(member=OuterRef("pk"), part="helper")
        follows = self.involvements.filter(member=OuterRef("pk"), part="follower")
        readers = type(self).objects.readers_of(self).annotate(is_theirs=Q(pk=self.owner_id) | Exists(helps))
        people = list(readers.filter(Q(is_theirs=True) | Exists(follows)))
        for about, is_theirs in ((About.MINE, True), (About.FOLLOWING, False)):
            some = [member for member in people if member.is_theirs is is_theirs]
            self.tell(some, what, by=by, at=at, key=key, about=about, internal=internal, **facts)

    @property
    def address(self):
        """The path of this case inside the company, also where no request says how companies are mounted."""
        return f"/cases/{self.number}/"
