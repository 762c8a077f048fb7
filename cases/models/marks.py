"""What cases are found by, their tags and their words: each says where its case stands in the queues."""

from django.db import connection, models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tenants.current import require_tenant_id
from tenants.fields import TenantForeignKey
from tenants.models import TenantLeaf, TenantModel
from tenants.querysets import TenantManager, TenantQuerySet

from .case import Case
from .tagging import LONGEST


class Mark(TenantLeaf):
    """``queue_at`` and ``resolved_at`` are those of the case, so that what has a mark is read in the order of the
    queues, and no further than a page. ``Placed`` keeps them true."""

    queue_at = models.DateTimeField(editable=False)
    resolved_at = models.DateTimeField(null=True, editable=False)

    class Meta(TenantLeaf.Meta):
        abstract = True


def in_queues(mark, name, **more):
    """Return the indexes for reading the open and the resolved cases with one mark in the order of their queues."""
    orders = {
        "open": (("queue_at", "case"), Q(resolved_at=None)),
        "resolved": (("-resolved_at", "-case"), ~Q(resolved_at=None)),
    }
    return [
        models.Index(fields=["tenant", mark, *order], name=f"{name}_{state}", condition=which, **more)
        for state, (order, which) in orders.items()
    ]


class TagQuerySet(TenantQuerySet):
    def called(self, name):
        """The tag of that name, if there is one. By hand, because a list of what has it asks nothing else first."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT id FROM cases_tag WHERE tenant_id = %s AND name = %s", [require_tenant_id(), name])
            found = cursor.fetchone()
        return self.model(pk=found[0], name=name) if found else None


class Tag(TenantModel):
    name = models.CharField(_("tag"), max_length=LONGEST)

    objects = TenantManager.of(TagQuerySet)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["tenant", "name"], name="cases_tag_name"),
        ]

    def __str__(self):
        return self.name


class CaseTag(Mark):
    case = TenantForeignKey(Case, models.CASCADE, related_name="taggings")
    tag = TenantForeignKey(Tag, models.CASCADE, related_name="taggings")

    class Meta(Mark.Meta):
        abstract = False
        constraints = [
            *Mark.Meta.constraints,
            models.UniqueConstraint(fields=["tenant", "case", "tag"], name="cases_tagged_once"),
        ]
        indexes = in_queues("tag", "cases_tag")


class CaseToken(Mark):
    """One searchable word of one case. Compared byte by byte, so that its index works behind row-level security.

    ``is_internal`` is a word that stands only where customers and installers do not read.
    """

    case = TenantForeignKey(Case, models.CASCADE, related_name="tokens")
    token = models.CharField(max_length=40, db_collation="C")
    is_internal = models.BooleanField(default=False)

    class Meta(Mark.Meta):
        abstract = False
        constraints = [
            *Mark.Meta.constraints,
            models.UniqueConstraint(fields=["tenant", "case", "token"], name="cases_token_once"),
        ]
        indexes = in_queues("token", "cases_token", include=["is_internal"])
