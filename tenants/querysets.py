"""Questions that every company-owned row answers, and the claim that decides every race."""

from django.db import models

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


class TenantManager(models.Manager.from_queryset(TenantQuerySet)):
    """Shows the current company's rows and raises TenantRequired when asked outside of one."""

    @classmethod
    def of(cls, queryset_class):
        return type(
            f"{queryset_class.__name__}Manager", (cls.from_queryset(queryset_class),), {"use_in_migrations": False}
        )()

    def get_queryset(self):
        return super().get_queryset().filter(tenant_id=CurrentTenant())
