"""What one member may do, computed once a request from guardian's rows on the branches."""

from dataclasses import dataclass, field
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

from .current import require_tenant_id
from .models import Branch, Membership
from .models.roles import CONFIGURE, READ, RESOLVE, WRITE, Role
from .prepared import rows_of


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
    def can_read(self):
        return self.can(READ)

    @property
    def can_write(self):
        """Whether this member works cases anywhere: the New case button of every page."""
        return self.can(WRITE)

    @property
    def can_settle(self):
        """Whether this member resolves cases anywhere, and so settles complaints: a customer is of no branch."""
        return self.can(RESOLVE)

    @property
    def can_configure(self):
        """Whether this member sets up anything: the Settings entry of every page."""
        return self.can(CONFIGURE)

    @property
    def can_configure_everything(self):
        """Whether they do so for the whole company, and not only for a branch."""
        return self.branches(CONFIGURE) is None

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


PERSON, PLACE = ("id", "role", "is_guest", "off_duty_since", "off_duty_until"), ("id", "name", "is_root", "time_zone")
# By hand, because every request asks it and building it from querysets costs more than answering it.
_ASKED = """
SELECT m.id, m.role, m.is_guest, m.off_duty_since, m.off_duty_until, b.id, b.name, b.is_root, b.time_zone,
    g.content_object_id, held.is_root, p.codename
FROM tenants_membership m
JOIN tenants_user u ON u.id = m.user_id AND u.is_active
JOIN tenants_branch b ON b.id = m.branch_id
LEFT JOIN (
    tenants_user_groups ug
    JOIN tenants_branchgroupobjectpermission g ON g.group_id = ug.group_id
    JOIN tenants_branch held ON held.id = g.content_object_id
    JOIN auth_permission p ON p.id = g.permission_id
) ON ug.user_id = m.user_id AND g.tenant_id = m.tenant_id
WHERE m.tenant_id = %s AND m.user_id = %s AND m.deactivated_at IS NULL
"""


def access_of(user, company=None) -> Access | None:
    """Return the access of ``user`` in the company of the scope, in one query; None for a stranger."""
    tenant_id = require_tenant_id()
    rows = rows_of(_ASKED, [tenant_id, user.pk])
    if not rows:
        return None
    person, place = zip(PERSON, rows[0], strict=False), zip(PLACE, rows[0][len(PERSON) :], strict=False)
    branch = _known(Branch, tenant_id, **dict(place))
    member = _known(Membership, tenant_id, user=user, branch=branch, **dict(person))
    if company is not None:
        member.tenant = company
    grants, root_id = {}, None
    for held, is_root, codename in (row[-3:] for row in rows if row[-1]):
        grants[held] = grants.get(held, frozenset()) | {codename}
        root_id = held if is_root else root_id
    return Access(member=member, root_id=root_id, grants=grants)


def _known(model, tenant_id, **fields):
    """Return a row as it was read, not a new one."""
    row = model(tenant_id=tenant_id, **fields)
    row._state.adding, row._state.db = False, connection.alias
    return row
