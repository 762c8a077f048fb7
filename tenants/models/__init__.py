"""Companies, their people, and the rows they own."""

from .access import BranchGroupObjectPermission
from .company import Branch, Counter, Tenant
from .heartbeat import Heartbeat
from .membership import BackBeforeGone, Membership
from .person import User
from .roles import ROLE_MATRIX, Role
from .rows import TenantLeaf, TenantModel
from .vocabulary import Spelling

__all__ = [
    "ROLE_MATRIX",
    "BackBeforeGone",
    "Branch",
    "BranchGroupObjectPermission",
    "Counter",
    "Heartbeat",
    "Membership",
    "Role",
    "Spelling",
    "Tenant",
    "TenantLeaf",
    "TenantModel",
    "User",
]
