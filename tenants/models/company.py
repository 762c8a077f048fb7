"""A company, its branches and its running numbers."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from uuid_utils.compat import uuid7

from tenants.current import require_tenant_id
from tenants.prepared import rows_of

from .rows import TenantLeaf, TenantModel

OUTSIDE_WORDS = frozenset({"accounts", "companies", "livez", "readyz", "static", "status", "favicon.ico", "robots.txt"})

_NEXT = """
INSERT INTO tenants_counter (id, tenant_id, name, value) VALUES (%s, %s, %s, 1)
ON CONFLICT (tenant_id, name) DO UPDATE SET value = tenants_counter.value + 1 RETURNING value
"""

slug_shape = RegexValidator(r"^[a-z][a-z0-9-]{1,39}$", _("Two to forty small letters, digits and hyphens."))


class Tenant(models.Model):
    """One company. The table itself is not under row-level security: it is read before anyone is inside.

    ``clock_at`` is set only while a company's past is being replayed: its sweeps then live at that moment.
    ``names_version`` rises whenever a name that is shown in lists changes, so that rendered rows are made anew.
    ``setup_mark`` is another one after every change of rules, clocks and calendars, and never one that was there
    before; it is empty while the company keeps the defaults.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.CharField(max_length=40, unique=True, validators=[slug_shape])
    name = models.CharField(max_length=120)
    time_zone = models.CharField(max_length=64, default="America/New_York")
    names_version = models.PositiveIntegerField(default=1)
    setup_mark = models.UUIDField(null=True, editable=False)
    clock_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(slug__in=sorted(OUTSIDE_WORDS)), name="tenants_tenant_slug_free")
        ]

    def __str__(self):
        return self.name

    def now(self):
        """This company's present: the wall clock, or the replayed moment while its past is being replayed."""
        return self.clock_at or timezone.now()

    @classmethod
    def rename(cls):
        """Note that a name which lists show has changed in the current company."""
        cls.objects.filter(pk=require_tenant_id()).update(names_version=models.F("names_version") + 1)

    @classmethod
    def begin_setup(cls):
        """Take the current company's row, so that rules, clocks and calendars are changed one at a time."""
        return cls.objects.select_for_update(no_key=True).get(pk=require_tenant_id())

    def end_setup(self):
        """Give the changed setup a mark of its own."""
        self.setup_mark = uuid7()
        self.save(update_fields=["setup_mark"])


class Branch(TenantModel):
    """A place of work, and the one model that permissions hang on. The root branch is the whole company."""

    name = models.CharField(_("name"), max_length=80)
    is_root = models.BooleanField(default=False, editable=False)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)

    class Meta(TenantModel.Meta):
        default_permissions = ()
        permissions = [
            ("service_read", "Open and read cases"),
            ("service_write", "Comment, re-prioritise and re-route"),
            ("service_escalate", "Escalate"),
            ("service_resolve", "Resolve and close"),
            ("supplier_return_open", "Open a supplier return"),
            ("member_manage", "Manage the people of the company"),
            ("company_configure", "Configure departments, rules, clocks and calendars"),
        ]
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["tenant", "name"], name="tenants_branch_name"),
            models.UniqueConstraint(
                fields=["tenant"], condition=models.Q(is_root=True), name="tenants_branch_one_root"
            ),
        ]

    def __str__(self):
        return self.name


class Counter(TenantLeaf):
    """The last number given out per kind, for example of the company's cases."""

    name = models.CharField(max_length=40)
    value = models.BigIntegerField()

    class Meta(TenantLeaf.Meta):
        constraints = [
            *TenantLeaf.Meta.constraints,
            models.UniqueConstraint(fields=["tenant", "name"], name="tenants_counter_name"),
        ]

    @classmethod
    def next(cls, name) -> int:
        """Return the next number of this kind; numbers of a rolled-back transaction are given out again."""
        ((value,),) = rows_of(_NEXT, [uuid7(), require_tenant_id(), name])
        return value

    @classmethod
    def give_back(cls, name):
        """Take back the number that this same transaction was given last, unused."""
        cls.objects.filter(name=name).update(value=models.F("value") - 1)
