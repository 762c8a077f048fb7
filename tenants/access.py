"""What one member may do, computed once a request from guardian's rows on the branches."""

from dataclasses import dataclass, field
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject

from .models import BranchGroupObjectPermission, Membership
from .models.roles import WRITE, Role


@dataclass(frozen=True)
class Access:
    """The grants of ``member``: branch id -> codenames. A grant on the root branch holds everywhere."""

    member: Membership
    root_id: UUID | None
    grants: dict[UUID, frozenset[str]] = field(default_factory=dict)

    def branches(self, codename) -> list[UUID] | None:
        """Return the branches where ``codename`` is held; None means every branch of the company."""
        held = [branch for branch, codenames in self.grants.items() if codename in codenames]
        return None if self.root_id in held else held

    def can(self, codename, branch_id=None) -> bool:
        """Say whether ``codename`` is held at that branch, or anywhere when no branch is named."""
        branches = self.branches(codename)
        return branches is None or (bool(branches) if branch_id is None else branch_id in branches)

    @property
    def can_write(self):
        """Whether this member works cases anywhere: the New case button of every page."""
        return self.can(WRITE)

    @property
    def is_inside(self):
        """Whether this is one of the company's own people: an installer reads only what customers may."""
        return self.role != Role.INSTALLER

    @property
    def role(self):
        return self.member.role

    def zone(self, company) -> ZoneInfo:
        """The zone this member reads times in: their own, else their branch's, else the company's."""
        return ZoneInfo(self.member.user.time_zone or self.member.branch.time_zone or company.time_zone)


def access_of(user) -> Access | None:
    """Return the access of ``user`` in the company of the scope, in one query; None for a stranger."""
    held = BranchGroupObjectPermission.objects.filter(group__user=OuterRef("user_id")).values(
        one=JSONObject(branch="content_object_id", root="content_object__is_root", codename="permission__codename")
    )
    member = (
        Membership.objects.active()
        .with_person()
        .filter(user=user, user__is_active=True)
        .annotate(held=ArraySubquery(held), at_root=F("branch__is_root"))
        .first()
    )
    return member and _from_rows(member, member.held)


def _from_rows(member, rows):
    grants, root_id = {}, None
    for row in rows:
        branch = UUID(row["branch"])
        grants[branch] = grants.get(branch, frozenset()) | {row["codename"]}
        root_id = branch if row["root"] else root_id
    return Access(member=member, root_id=root_id, grants=grants)
