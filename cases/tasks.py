"""What happens to cases because time passed, or because a verb asked for quick work."""

from celery import shared_task
from django.conf import settings

from routing.models import Rollout
from tenants.current import require_tenant_id
from tenants.models import Tenant
from tenants.outbox import send, waiting
from tenants.tasks import SweepTask, TenantTask, by_company, delete_in_steps, due_work, leased_of, to_each_company

from .models import BulkJob, Case, Referral
from .models.rolling import STEPS

SWEPT = {"queue": "sweeps", "expires": 60}
TRIAGES_AT_ONCE = 200
ALARMS_PER_COMPANY = 2500
ALARMS_PER_STEP = 500
BULK_PER_COMPANY = 5


@shared_task(name="cases.triage", base=TenantTask)
def triage(pk):
    Case.objects.triage(pk)


@shared_task(name="cases.ring", base=TenantTask)
def ring(*ids):
    company = Tenant.objects.get(pk=require_tenant_id())
    Case.objects.ring_alarms(ids, company.now())


@shared_task(name="cases.chase", base=TenantTask)
def chase(*ids):
    company = Tenant.objects.get(pk=require_tenant_id())
    Referral.objects.chase(ids, company.now())


@shared_task(name="cases.bulk", base=TenantTask)
def bulk(pk, behind=None):
    BulkJob.objects.get(pk=pk).go_on(behind=behind and int(behind))


@shared_task(name="cases.sweep_bulk", base=SweepTask)
def sweep_bulk():
    if waiting("sweeps") > TRIAGES_AT_ONCE / 2:
        return  # no attempt is counted that no worker has time for
    due = due_work("kept_cases_bulk", BULK_PER_COMPANY)
    leased = leased_of(due, BulkJob.objects.lease)
    for tenant_id, pk in due:
        if pk in leased and not send("cases.bulk", pk, tenant=tenant_id, **SWEPT):
            return


@shared_task(name="cases.sweep_triage", base=SweepTask)
def sweep_triage():
    room = TRIAGES_AT_ONCE - waiting("sweeps")
    if room < TRIAGES_AT_ONCE / 2:
        return  # the workers are not yet through with what was found before
    due = due_work("kept_cases_untriaged", room)[:room]
    leased = leased_of(due, Case.objects.lease_triage)
    for tenant_id, pk in due:  # each company in turn, as they were found
        if pk in leased and not send("cases.triage", pk, tenant=tenant_id, **SWEPT):
            return
    if leased and len(due) == room:
        send("cases.sweep_triage", **SWEPT)  # looks for more once these are done


@shared_task(name="cases.sweep_alarms", base=SweepTask)
def sweep_alarms():
    for tenant_id, ids in by_company(due_work("kept_cases_alarmed", ALARMS_PER_COMPANY)).items():
        for start in range(0, len(ids), ALARMS_PER_STEP):
            if not send("cases.ring", *ids[start : start + ALARMS_PER_STEP], tenant=tenant_id, **SWEPT):
                return


@shared_task(name="cases.sweep_referrals", base=SweepTask)
def sweep_referrals():
    for tenant_id, ids in by_company(due_work("kept_referrals_alarmed", ALARMS_PER_STEP)).items():
        if not send("cases.chase", *ids, tenant=tenant_id, **SWEPT):
            return


@shared_task(name="cases.resume", base=TenantTask)
def resume(pk):
    company = Tenant.objects.get(pk=require_tenant_id())
    Case.objects.get(pk=pk).resume_when_due(company.now())


@shared_task(name="cases.sweep_waiting", base=SweepTask)
def sweep_waiting():
    one_by_one("kept_cases_resuming", "cases.resume")


@shared_task(name="cases.outlive", base=TenantTask)
def outlive(pk):
    company = Tenant.objects.get(pk=require_tenant_id())
    Case.objects.get(pk=pk).outlive_owner(at=company.now())


@shared_task(name="cases.sweep_orphans", base=SweepTask)
def sweep_orphans():
    """Find whose owner has left."""
    one_by_one("kept_cases_orphaned", "cases.outlive")


@shared_task(name="cases.follow_rules", base=TenantTask)
def follow_rules(pk, rollout):
    Case.objects.get(pk=pk).follow_rules(by=Rollout.objects.get(pk=rollout).by)


@shared_task(name="cases.follow_clock", base=TenantTask)
def follow_clock(pk, rollout):
    Case.objects.get(pk=pk).follow_clock(by=Rollout.objects.get(pk=rollout).by)


@shared_task(name="cases.roll_out", base=TenantTask)
def roll_out(pk, goes_on=""):
    """Hand out the next cases of a change of the setup, and itself again behind them, so that companies take turns."""
    rollout = Rollout.objects.lease(pk, goes_on=bool(goes_on))
    for case in Case.objects.carry(rollout) if rollout else []:
        if not send(STEPS[rollout.kind], case, pk, tenant=rollout.tenant_id, **SWEPT):
            return
    if rollout and rollout.goes_on:
        send("cases.roll_out", pk, "on", tenant=rollout.tenant_id, **SWEPT)


@shared_task(name="cases.sweep_rollouts", base=SweepTask)
def sweep_rollouts():
    for tenant_id, pk in due_work("kept_routing_rollouts", TRIAGES_AT_ONCE):
        if not send("cases.roll_out", pk, tenant=tenant_id, **SWEPT):
            return


@shared_task(name="cases.prune", ignore_result=True)
def prune():
    to_each_company("cases.prune_company")


@shared_task(name="cases.prune_company", base=TenantTask)
def prune_company():
    company = Tenant.objects.get(pk=require_tenant_id())
    old = BulkJob.objects.finished_before(company.now() - settings.KEPT_FOR["finished bulk jobs"])
    delete_in_steps("cases.prune_company", old)


def one_by_one(function, task):
    """Hand out what ``function`` finds, as far as the workers have room."""
    room = TRIAGES_AT_ONCE - waiting("sweeps")
    for tenant_id, pk in due_work(function, room)[:room] if room > 0 else []:
        if not send(task, pk, tenant=tenant_id, **SWEPT):
            return
