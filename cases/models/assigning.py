"""Whose case it is: one accountable owner, helpers, followers."""

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from inbox.models import About
from tenants.fields import TenantForeignKey
from tenants.models import Membership


class CannotAssign(Exception):
    """This member cannot own or help with the case. ``args`` are the reasons, ready to show."""


class TakenAlready(CannotAssign):
    """Somebody else was quicker."""


class Assignable(models.Model):
    """``owner_chosen`` tells an owner whom somebody decided on from one the case merely began with."""

    owner = TenantForeignKey(Membership, null=True, editable=False, related_name="cases")
    owner_chosen = models.BooleanField(default=False, editable=False)

    class Meta:
        abstract = True

    @transaction.atomic
    def assign(self, member, *, by, was=None, at=None):
        """Make ``member`` the one owner, or nobody. The same again is harmless.

        Errors: StaleEdit when the owner is no longer the one in ``was``; CannotAssign when the member's role or branch
        does not let them work this case; OwnerIsFixed when it was passed between too many people.
        """
        self.lock()
        self.refuse_stale({"owner": member}, was or {})
        if member is not None:
            self.refuse_helper(member)
        if member == self.owner and self.owner_chosen == (member is not None):
            return
        former, at, was_fixed = self.owner, at or timezone.now(), self.is_owner_fixed
        if member != former:
            self.refuse_another_owner()
        self.change(**self.pass_to(member, at), owner=member, owner_chosen=member is not None)
        names = {"before": former.name if former else "", "after": member.name if member else ""}
        line = self.record("assigned", by=by, at=at, **names)
        how = {"by": by, "at": at, "key": line.pk, **names}
        self.tell([member] if member else [], "cases-assigned", about=About.ASSIGNED, **how)
        self.tell([former] if former else [], "cases-passed-on", **how)
        if self.is_owner_fixed and not was_fixed:
            self.tell_leads(by=by, at=at, key=line.pk)

    @transaction.atomic
    def take(self, *, by, at=None):
        """Make the actor the owner of a case that nobody owns. Errors: TakenAlready, CannotAssign."""
        self.lock()
        if self.owner_id not in (None, by.pk):
            raise TakenAlready(_("%(name)s has this case already.") % {"name": self.owner.name})
        self.assign(by, by=by, at=at)

    @transaction.atomic
    def add_helper(self, member, *, by, at=None):
        """Let ``member`` help; twice is harmless. Errors: CannotAssign."""
        self.lock()
        self.refuse_helper(member)
        _row, is_new = self.involvements.get_or_create(case=self, member=member, part="helper")
        if is_new:
            at = at or timezone.now()
            line = self.record("helper", by=by, at=at, member=member.name, joined=True)
            self.tell([member], "cases-helper", by=by, at=at, key=line.pk, about=About.ASSIGNED)

    @transaction.atomic
    def remove_helper(self, member, *, by, at=None):
        self.lock()
        gone, _rows = self.involvements.filter(member=member, part="helper").delete()
        if gone:
            self.record("helper", by=by, at=at or timezone.now(), member=member.name, joined=False)

    @transaction.atomic
    def outlive_owner(self, *, at=None):
        """Let an open case whose owner has left be whose its department makes it, or the pool's. Twice is harmless."""
        at = at or timezone.now()
        self.lock("owner__user", "department", "branch")
        former = self.owner
        if self.resolved_at or former is None or former.deactivated_at is None:
            return
        with self.as_one():
            self.change(**self.pass_to(None, at), owner=None, owner_chosen=False)
            given = self.given_by(self.department, at)
            names = {"before": former.name, "after": given.get("given", "")}
            line = self.record("assigned", by=None, at=at, has_left=True, **names)
        if self.owner:
            self.tell_who_was_given_it(at=at, key=line.pk)

    def refuse_helper(self, member):
        """Raise CannotAssign unless ``member`` works cases of this case's branch."""
        if not member.works_cases:
            raise CannotAssign(_("%(name)s does not work cases.") % {"name": member.name})
        if not member.branch.is_root and member.branch_id != self.branch_id:
            names = {"name": member.name, "branch": self.branch.name}
            raise CannotAssign(_("%(name)s does not see cases of %(branch)s.") % names)

    def owner_after_moving_to(self, department, *, by_hand, at):
        """Settle who owns the locked row once it is in ``department``; return the facts for its line of history."""
        owner, facts = self.owner, {"kept_owner": ""}
        if owner is not None and (self.owner_chosen or self.is_owner_fixed):
            return {"kept_owner": owner.name}
        if owner is not None:
            if department is not None and department.has_member(owner):
                return {}
            follower = self.involvements.model(case=self, member=owner, part="follower")
            self.involvements.bulk_create([follower], ignore_conflicts=True)
            self.change(**self.pass_to(None, at), owner=None)
            facts = {"released": owner.name, "by_hand": by_hand}
        return facts | self.given_by(department, at)

    @property
    def helpers(self):
        return [part.member for part in self.involvements.all() if part.part == "helper"]

    @property
    def followers(self):
        return [part.member for part in self.involvements.all() if part.part == "follower"]
