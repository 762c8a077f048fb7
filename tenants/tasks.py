"""The task class that carries the company into the worker."""

from celery import Task

from .current import TenantRequired, tenant_scope


class TenantTask(Task):
    """Runs inside the company named in the message header. Without one it is an error, not a guess."""

    abstract = True
    ignore_result = True

    def __call__(self, *args, **kwargs):
        tenant = (self.request.headers or {}).get("tenant") or self.request.get("tenant")
        if not tenant:
            raise TenantRequired(f"{self.name} was sent without a company")
        with tenant_scope(tenant):
            return super().__call__(*args, **kwargs)
