"""What happens to cases because time passed, or because a verb asked for quick work."""

from celery import shared_task
from django.db import connection

from tenants.current import require_tenant_id
from tenants.models import Heartbeat, Tenant
from tenants.outbox import send
from tenants.tasks import TenantTask

from .models import Case

BATCH = 500


def due_work(function) -> dict:
    """Return the due ids per company from a function of kept_sweeper, at most BATCH of each company."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT tenant_id, id FROM {function}(%s)", [BATCH])  # noqa: S608 - a constant of this file
        due = {}
        for tenant_id, pk in cursor.fetchall():
            due.setdefault(tenant_id, []).append(pk)
    return due


@shared_task(name="cases.triage", base=TenantTask)
def triage(pk):
    Case.objects.get(pk=pk).triage()


@shared_task(name="cases.ring", base=TenantTask)
def ring(*ids):
    company = Tenant.objects.get(pk=require_tenant_id())
    Case.objects.ring_alarms(ids, company.now())


@shared_task(name="cases.sweep_triage", ignore_result=True)
def sweep_triage():
    for tenant_id, ids in due_work("kept_cases_untriaged").items():
        for pk in ids:
            send("cases.triage", pk, tenant=tenant_id)
    Heartbeat.objects.beat("cases.sweep_triage")


@shared_task(name="cases.sweep_alarms", ignore_result=True)
def sweep_alarms():
    for tenant_id, ids in due_work("kept_cases_alarmed").items():
        send("cases.ring", *ids, tenant=tenant_id)
    Heartbeat.objects.beat("cases.sweep_alarms")
