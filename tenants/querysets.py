"""Questions that every company-owned row answers, and the claim that decides every race."""

from django.db import models
from django.db.models import Q

from .current import require_tenant_id


class CurrentTenant(models.Expression):
    """The company of the scope, asked for when the query is sent, so class-level querysets are harmless."""

    output_field = models.UUIDField()

    def as_sql(self, compiler, connection):
        return "%s", [require_tenant_id()]


class TenantQuerySet(models.QuerySet):
    def claim(self, row, **changes) -> bool:
        """Change ``row`` if it is still in this queryset; False when somebody else was quicker."""
        if not self.filter(pk=row.pk).update(**changes):
            return False
        for name, value in changes.items():
            if not hasattr(value, "resolve_expression"):
                setattr(row, name, value)
        return True

    def delete_some(self, most) -> int:
        """Delete at most ``most`` of these rows with what hangs on them; return how many these were."""
        ids = list(self.order_by().values_list("pk", flat=True)[:most])
        self.model.objects.filter(pk__in=ids).delete()
        return len(ids)

    def locked(self):
        return self.select_for_update(of=("self",))


class PromisedQuerySet(TenantQuerySet):
    """What is ``due_at`` some moment and ``finished_at`` another, in lists whose pages are found by a row's place."""

    def due_first(self):
        return self.order_by("due_at", "id")

    def newest_finished_first(self):
        return self.order_by("-finished_at", "-id")

    def due_after(self, row):
        """The rest of a due-first list after ``row``."""
        return self.filter(Q(due_at__gt=row.due_at) | Q(due_at=row.due_at, id__gt=row.pk), due_at__gte=row.due_at)

    def due_before(self, row):
        """What precedes ``row`` in a due-first list, nearest first."""
        earlier = Q(due_at__lt=row.due_at) | Q(due_at=row.due_at, id__lt=row.pk)
        return self.filter(earlier, due_at__lte=row.due_at).order_by("-due_at", "-id")

    def finished_before(self, row):
        """The rest of a newest-finished-first list after ``row``."""
        at = row.finished_at
        return self.filter(Q(finished_at__lt=at) | Q(finished_at=at, id__lt=row.pk), finished_at__lte=at)

    def finished_after(self, row):
        """What precedes ``row`` in a newest-finished-first list, nearest first."""
        at = row.finished_at
        later = Q(finished_at__gt=at) | Q(finished_at=at, id__gt=row.pk)
        return self.filter(later, finished_at__gte=at).order_by("finished_at", "id")


class TenantManager(models.Manager.from_queryset(TenantQuerySet)):
    """Shows the current company's rows and raises TenantRequired when asked outside of one."""

    @classmethod
    def of(cls, queryset_class):
        return type(
            f"{queryset_class.__name__}Manager", (cls.from_queryset(queryset_class),), {"use_in_migrations": False}
        )()

    def get_queryset(self):
        return super().get_queryset().filter(tenant_id=CurrentTenant())
