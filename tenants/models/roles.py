"""Who may do what: one constant, kept in step with guardian's rows on Branch."""

from django.contrib.auth.models import Group, Permission
from django.db import models
from django.utils.translation import gettext_lazy as _

READ, WRITE, ESCALATE, RESOLVE = "service_read", "service_write", "service_escalate", "service_resolve"
RETURN_OPEN, MEMBERS, CONFIGURE = "supplier_return_open", "member_manage", "company_configure"


class Role(models.TextChoices):
    SUPPORT = "support", _("Support")
    SUPPORT_LEAD = "support_lead", _("Support lead")
    SERVICE = "service", _("Service")
    TECHNICIAN = "technician", _("Technician")
    INSTALLER = "installer", _("Installer")
    BUYER = "buyer", _("Buyer")
    MANAGER = "manager", _("Manager")
    OWNER = "owner", _("Owner")
    ADMIN = "admin", _("Administrator")
    EXECUTIVE = "executive", _("Executive")


ROLE_MATRIX = {
    Role.SUPPORT: (READ, WRITE, ESCALATE),
    Role.SUPPORT_LEAD: (READ, WRITE, ESCALATE, RESOLVE),
    Role.SERVICE: (READ, WRITE),
    Role.TECHNICIAN: (READ, WRITE),
    Role.INSTALLER: (READ,),
    Role.BUYER: (RETURN_OPEN,),
    Role.MANAGER: (READ, WRITE, ESCALATE, RESOLVE, RETURN_OPEN, CONFIGURE),
    Role.OWNER: (READ, WRITE, ESCALATE, RESOLVE, RETURN_OPEN, MEMBERS, CONFIGURE),
    Role.ADMIN: (READ, WRITE, ESCALATE, RESOLVE, RETURN_OPEN, MEMBERS, CONFIGURE),
    Role.EXECUTIVE: (READ,),
}

READS_CASES = frozenset(role for role, allowed in ROLE_MATRIX.items() if READ in allowed)
WORKS_CASES = frozenset(role for role, allowed in ROLE_MATRIX.items() if WRITE in allowed)
CONFIGURES = frozenset(role for role, allowed in ROLE_MATRIX.items() if CONFIGURE in allowed)


def roles_with(codename) -> list[str]:
    """Return the labels of the roles that hold ``codename``, for the sentence that refuses somebody."""
    return [str(role.label) for role, allowed in ROLE_MATRIX.items() if codename in allowed]


def role_group(branch, role) -> Group:
    """Return the group of everyone with ``role`` at ``branch``, its grants in step with ROLE_MATRIX."""
    from .access import BranchGroupObjectPermission

    group, _created = Group.objects.get_or_create(name=f"t:{branch.tenant_id}:b:{branch.pk}:{role}")
    wanted = set(Permission.objects.filter(content_type__app_label="tenants", codename__in=ROLE_MATRIX[Role(role)]))
    grants = BranchGroupObjectPermission.objects.filter(group=group, content_object=branch)
    grants.exclude(permission__in=wanted).delete()
    held = set(grants.values_list("permission_id", flat=True))
    for permission in wanted:
        if permission.pk not in held:
            BranchGroupObjectPermission.objects.assign_perm(permission, group, branch)
    return group
