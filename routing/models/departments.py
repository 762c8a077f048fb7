"""Departments, who works in them, and whom they give new cases to."""

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from routing.querysets import DepartmentQuerySet, SeatQuerySet
from tenants import news
from tenants.fields import TenantForeignKey
from tenants.models import Branch, Membership, Tenant, TenantLeaf, TenantModel
from tenants.prepared import rows_of
from tenants.querysets import TenantManager
from tenants.wiring import refusals

from .noting import note

FALLBACK = "support"  # where the default rules send anything else
_SEAT = "SELECT 1 FROM routing_departmentmember WHERE tenant_id = %s AND department_id = %s AND member_id = %s"


class CannotRemove(Exception):
    """The department is still needed, or needs its people. ``args`` are the reasons, ready to show."""


class DepartmentIsGone(Exception):
    """Somebody has removed the department meanwhile. ``args`` are the reasons, ready to show."""


class CannotName(Exception):
    """There is another department of that name. ``args`` are the reasons, ready to show."""


class Giving(models.TextChoices):
    POOL = "pool", gettext_lazy("Nobody: new cases wait in the pool until somebody takes them")
    LEAST_LOADED = "least_loaded", gettext_lazy("Whoever is on duty and has the fewest open cases")


class DepartmentVerbs(DepartmentQuerySet):
    @transaction.atomic
    def found(self, name, *, by, branch=None, giving=Giving.POOL, at=None):
        """Add a department. Errors: CannotName."""
        Tenant.begin_setup()
        self.refuse_name(name)
        department = self.create(key=self.free_key(name), name=name, branch=branch, giving=giving)
        Tenant.rename()
        note("department", by=by, at=at, act="added", name=name)
        return department

    def refuse_name(self, name, but=None):
        """Raise CannotName when another department has this name already."""
        if self.filter(name__iexact=name).exclude(pk=but and but.pk).exists():
            raise CannotName(_("There is a department with this name already."))

    def free_key(self, name):
        """Return a key made of ``name`` that no department has."""
        stem = slugify(name).replace("-", "_")[:32] or "department"
        taken = set(self.filter(key__startswith=stem).values_list("key", flat=True))
        return next(key for key in (stem, *(f"{stem}_{n}" for n in range(2, 1000))) if key not in taken)


class Department(TenantModel):
    """A team that cases are routed to. ``branch`` is set where each branch has its own, as branch managers do.

    Rules name departments by ``key``, so that one rule can send each case to that department of its own branch.
    """

    key = models.CharField(max_length=40)
    name = models.CharField(gettext_lazy("name"), max_length=80)
    branch = TenantForeignKey(
        Branch, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("only for the branch")
    )
    giving = models.CharField(
        gettext_lazy("who gets a new case"), max_length=12, choices=Giving.choices, default=Giving.POOL
    )

    objects = TenantManager.of(DepartmentVerbs)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["tenant", "key", "branch"], nulls_distinct=False, name="routing_department_once"
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def gives_by_itself(self):
        return self.giving == Giving.LEAST_LOADED

    def has_member(self, member) -> bool:
        return bool(rows_of(_SEAT, [self.tenant_id, self.pk, member.pk]))

    @transaction.atomic
    def call(self, name, *, by, at=None):
        """Give the department another name; its key, and so every rule, stays. Errors: CannotName."""
        if name == self.name:
            return
        Tenant.begin_setup()
        type(self).objects.refuse_name(name, but=self)
        before = self.name
        type(self).objects.claim(self, name=name)
        Tenant.rename()
        news.tell()
        note("department", by=by, at=at, act="renamed", name=name, before=before)

    @transaction.atomic
    def give_to(self, giving, *, by, at=None):
        """Decide who gets its new cases. What lies in its pool already stays there."""
        if giving != self.giving:
            type(self).objects.claim(self, giving=Giving(giving))
            note("department", by=by, at=at, act=giving, name=self.name)

    @transaction.atomic
    def enrol(self, member, *, by=None, at=None):
        """Let ``member`` work in this department; twice is harmless."""
        _seat, is_new = DepartmentMember.objects.get_or_create(department=self, member=member)
        if is_new and by is not None:
            note("department", by=by, at=at, act="joined", name=self.name, member=member.name)

    @transaction.atomic
    def dismiss(self, member, *, by, at=None):
        """Let ``member`` no longer work here; their cases stay theirs. Twice is harmless.

        Errors: CannotRemove for the last one while rules or open cases point here.
        """
        here = self.seats.taken().locked().order_by("pk")  # in one order: two who dismiss one another wait in turn
        if [seat.member_id for seat in here] == [member.pk]:
            self._refuse("routing.empty", _("%(name)s would be without anybody.") % {"name": self.name})
        gone, _rows = self.seats.filter(member=member).delete()
        if gone:
            note("department", by=by, at=at, act="left", name=self.name, member=member.name)

    @transaction.atomic
    def remove(self, *, by, at=None):
        """Take the department away. Errors: CannotRemove while rules or cases point to it, or it is the fallback.

        Twice is harmless.
        """
        Tenant.begin_setup()
        if not type(self).objects.filter(pk=self.pk).locked():
            return  # whoever was sending something here is through, and is counted among what needs it
        if self.key == FALLBACK and self.branch_id is None:
            raise CannotRemove(_("%(name)s takes what no rule is about, so it stays.") % {"name": self.name})
        self._refuse("routing.remove", _("%(name)s is still needed.") % {"name": self.name})
        self.seats.all().delete()
        name = self.name
        self.delete()
        Tenant.rename()
        note("department", by=by, at=at, act="removed", name=name)

    def hold(self):
        """Let nobody remove the department before the transaction ends. Errors: DepartmentIsGone."""
        if not type(self).objects.filter(pk=self.pk).select_for_update(no_key=True):
            raise DepartmentIsGone(_("%(name)s does not exist any more.") % {"name": self.name})

    def _refuse(self, verb, opening):
        if reasons := [*self.rules_that_point_here(), *refusals(verb, self)]:
            raise CannotRemove(opening, *reasons)

    def rules_that_point_here(self) -> list[str]:
        """Say which rules in force send cases here and nowhere else when this department is gone."""
        from .setup import setup_of  # the setup knows the departments' rules, and this one asks it

        others = type(self).objects.filter(key=self.key).exclude(pk=self.pk)
        if self.branch_id and others.filter(Q(branch=None)).exists():
            return []
        rules = setup_of(self.tenant).rules
        places = [place for place, rule in enumerate(rules, 1) if rule.department_key == self.key]
        return [_("Rule %(place)s sends cases here.") % {"place": place} for place in places]


class DepartmentMember(TenantLeaf):
    """``given_at`` is when the department last gave this person a case by itself."""

    department = TenantForeignKey(Department, models.CASCADE, related_name="seats")
    member = TenantForeignKey(Membership, models.CASCADE, related_name="departments")
    given_at = models.DateTimeField(null=True, editable=False)

    objects = TenantManager.of(SeatQuerySet)

    class Meta(TenantLeaf.Meta):
        constraints = [
            *TenantLeaf.Meta.constraints,
            models.UniqueConstraint(fields=["tenant", "department", "member"], name="routing_seat_once"),
        ]

    def note_given(self, at=None):
        type(self).objects.claim(self, given_at=at or timezone.now())
