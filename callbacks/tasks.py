"""What happens to callbacks and after-hours requests because time passed."""

from celery import shared_task

from tenants.current import require_tenant_id
from tenants.models import Tenant
from tenants.outbox import send, waiting
from tenants.tasks import SweepTask, TenantTask, by_company, due_work, leased_of, to_each_company

from .models import AfterHoursRequest, Callback, CoachingFlag, WarrantyReturn

SWEPT = {"queue": "sweeps", "expires": 60}
PER_COMPANY = 2000
PER_STEP = 200
JOBS_AT_ONCE = 200


@shared_task(name="callbacks.ring", base=TenantTask)
def ring(*ids):
    company = Tenant.objects.get(pk=require_tenant_id())
    Callback.objects.ring(ids, company.now())


@shared_task(name="callbacks.sound", base=TenantTask)
def sound(*ids):
    company = Tenant.objects.get(pk=require_tenant_id())
    AfterHoursRequest.objects.sound(ids, company.now())


@shared_task(name="callbacks.follow_jobs", base=TenantTask)
def follow_jobs(*ids):
    company = Tenant.objects.get(pk=require_tenant_id())
    for pk in ids:
        Callback.objects.follow_job(pk, company.now())


@shared_task(name="callbacks.remind_of_returns", base=TenantTask)
def remind_of_returns(*ids):
    company = Tenant.objects.get(pk=require_tenant_id())
    WarrantyReturn.objects.sound(ids, company.now())


@shared_task(name="callbacks.watch_rates", base=TenantTask)
def watch_rates():
    company = Tenant.objects.get(pk=require_tenant_id())
    CoachingFlag.objects.watch(company.now())


@shared_task(name="callbacks.sweep_alarms", base=SweepTask)
def sweep_alarms():
    hand_out("kept_callbacks_alarmed")


@shared_task(name="callbacks.sweep_orphans", base=SweepTask)
def sweep_orphans():
    """Find what nobody keeps, because its owner has left."""
    hand_out("kept_callbacks_orphaned")


@shared_task(name="callbacks.sweep_nights", base=SweepTask)
def sweep_nights():
    hand_out("kept_nights_alarmed", "callbacks.sound")


@shared_task(name="callbacks.sweep_jobs", base=SweepTask)
def sweep_jobs():
    """Find what was completed, and whose call has not followed yet."""
    if waiting("sweeps") > JOBS_AT_ONCE:
        return  # no attempt is counted that no worker has time for
    due = due_work("kept_jobs_completed", JOBS_AT_ONCE)[:JOBS_AT_ONCE]
    leased = leased_of(due, lease_jobs)
    for tenant_id, pk in due:  # each alone: one that cannot be done holds up no other
        if pk in leased and not send("callbacks.follow_jobs", pk, tenant=tenant_id, **SWEPT):
            return


@shared_task(name="callbacks.sweep_returns", base=SweepTask)
def sweep_returns():
    hand_out("kept_returns_alarmed", "callbacks.remind_of_returns")


@shared_task(name="callbacks.sweep_rates", base=SweepTask)
def sweep_rates():
    """Let every company look at the rates of its technicians: time alone moves them, so no row says when."""
    to_each_company("callbacks.watch_rates")


def lease_jobs(ids):
    company = Tenant.objects.get(pk=require_tenant_id())
    return Callback.objects.lease_jobs(ids, company.now())


def hand_out(function, task="callbacks.ring"):
    """Send what ``function`` finds to the workers, some at a time, until the broker is away."""
    for tenant_id, ids in by_company(due_work(function, PER_COMPANY)).items():
        for start in range(0, len(ids), PER_STEP):
            if not send(task, *ids[start : start + PER_STEP], tenant=tenant_id, **SWEPT):
                return
