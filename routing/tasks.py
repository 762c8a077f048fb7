"""What happens to the setup because time passed."""

from celery import shared_task

from tenants.current import require_tenant_id
from tenants.models import Tenant
from tenants.tasks import SweepTask, TenantTask, to_each_company

from .models import Calendar


@shared_task(name="routing.watch_holidays", base=TenantTask)
def watch_holidays():
    company = Tenant.objects.get(pk=require_tenant_id())
    Calendar.objects.watch(company.now())


@shared_task(name="routing.sweep_holidays", base=SweepTask)
def sweep_holidays():
    """Let every company look at its calendars: the year alone ends them, so no row says when."""
    to_each_company("routing.watch_holidays")
