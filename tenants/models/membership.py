"""A person's place in one company: the source that roles and grants follow."""

from django.db import connection, models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenants import news
from tenants.fields import TenantForeignKey
from tenants.querysets import TenantManager, TenantQuerySet

from .company import Branch, Tenant
from .person import User
from .roles import CONFIGURES, WORKS_CASES, Role, role_group
from .rows import TenantModel


class BackBeforeGone(ValueError):
    """Somebody cannot be back on duty before they have gone."""


class MembershipQuerySet(TenantQuerySet):
    def active(self):
        return self.filter(deactivated_at=None)

    def working_cases(self):
        return self.active().filter(role__in=WORKS_CASES)

    def configuring(self, branch):
        """The active people who may set up ``branch``, or the whole company where it is None."""
        return self.active().filter(Q(branch=branch) | Q(branch__is_root=True), role__in=CONFIGURES)

    def on_duty(self, at):
        return self.active().filter(Q(off_duty_since=None) | Q(off_duty_until__lte=at))

    def by_name(self):
        return self.order_by("user__name", "pk")

    def with_person(self):
        return self.select_related("user", "branch")

    @transaction.atomic
    def admit(self, user, role, *, by, branch=None):
        """Give ``user`` a role at ``branch``, or in the whole company. Admitting twice changes the role."""
        branch = branch or Branch.objects.get(is_root=True)
        member, _created = self.get_or_create(user=user, defaults={"role": role, "branch": branch})
        member.user.groups.remove(*member.own_groups())
        member.role, member.branch, member.deactivated_at = Role(role), branch, None
        member.save()
        user.groups.add(role_group(branch, role))
        Tenant.rename()
        news.tell()
        return member


class Membership(TenantModel):
    """``off_duty_since`` is set while somebody is given no new work, ``off_duty_until`` if they said how long.

    Once that moment has passed they are on duty again, though nobody has touched the row.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    branch = TenantForeignKey(Branch, verbose_name=_("branch"))
    deactivated_at = models.DateTimeField(null=True, editable=False)
    is_guest = models.BooleanField(default=False, editable=False)
    off_duty_since = models.DateTimeField(null=True, editable=False)
    off_duty_until = models.DateTimeField(null=True, editable=False)

    objects = TenantManager.of(MembershipQuerySet)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["tenant", "user"], name="tenants_membership_once"),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self):
        return self.user.name

    @property
    def initials(self):
        words = self.user.name.split()
        return "".join(word[0] for word in words[:1] + words[1:][-1:]).upper()

    @property
    def works_cases(self):
        return self.deactivated_at is None and self.role in WORKS_CASES

    def is_on_duty(self, at):
        return self.off_duty_since is None or (self.off_duty_until is not None and self.off_duty_until <= at)

    @property
    def is_off_duty(self):
        """Whether this person takes no new work now, for the menu and for lists of people."""
        return not self.is_on_duty(timezone.now())

    @transaction.atomic
    def go_off_duty(self, *, by, until=None, at=None):
        """Give this person no new work by itself until ``until``, or until they come back. Errors: BackBeforeGone."""
        at = at or timezone.now()
        if until is not None and until <= at:
            raise BackBeforeGone(at, until)
        since = at if self.is_on_duty(at) else self.off_duty_since
        type(self).objects.claim(self, off_duty_since=since, off_duty_until=until)
        news.tell()

    @transaction.atomic
    def come_on_duty(self, *, by):
        """Let this person be given new work again. Twice is harmless."""
        type(self).objects.claim(self, off_duty_since=None, off_duty_until=None)
        news.tell()

    def own_groups(self):
        return self.user.groups.filter(name__startswith=f"t:{self.tenant_id}:")

    @transaction.atomic
    def deactivate(self, *, by, at=None):
        """End this membership: no grant is left, and the next request of the person is refused."""
        if type(self).objects.active().claim(self, deactivated_at=at or timezone.now()):
            self.user.groups.remove(*self.own_groups())
            news.tell()


def companies_of(user) -> list[tuple[Tenant, str]]:
    """Return the companies where ``user`` is an active member, with the role there, by company name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tenant_id, role FROM kept_companies_of(%s)", [user.pk])
        roles = dict(cursor.fetchall())
    companies = Tenant.objects.filter(pk__in=roles).order_by("name")
    return [(company, Role(roles[company.pk]).label) for company in companies]
