"""A foreign key that cannot point into another company."""

from django.db import models

from .constraints import TenantFK


class TenantForeignKey(models.ForeignKey):
    """Reference a company-owned row by (tenant, id).

    The plain constraint is replaced by a composite one, which this field adds to its model by itself. There is no
    index unless asked for: an index that helps starts with the tenant and is written in ``Meta``.
    """

    def __init__(self, to, on_delete=models.PROTECT, **kwargs):
        kwargs.setdefault("db_index", False)
        kwargs["db_constraint"] = False
        super().__init__(to, on_delete, **kwargs)

    def contribute_to_class(self, cls, name, private_only=False, **kwargs):
        super().contribute_to_class(cls, name, private_only=private_only, **kwargs)
        if cls.__module__ == "__fake__":
            return  # a model of a migration's past, whose constraints are written out in the migration
        meta = cls._meta
        rule = f"{meta.app_label}_{meta.model_name}_{name}_tfk"
        if not meta.abstract and all(known.name != rule for known in meta.constraints):
            meta.constraints = [*meta.constraints, TenantFK(field=name, name=rule)]
            meta.original_attrs["constraints"] = meta.constraints

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("db_constraint", None)
        kwargs.pop("db_index", None)
        if self.db_index:
            kwargs["db_index"] = True
        return name, path, args, kwargs
