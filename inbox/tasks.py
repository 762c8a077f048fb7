"""What becomes of mails because time passed, or because one has just been written."""

from celery import shared_task
from django.conf import settings

from tenants.current import require_tenant_id
from tenants.models import Tenant
from tenants.outbox import send, waiting
from tenants.tasks import (
    SweepTask,
    TenantTask,
    by_company,
    company_of,
    delete_in_steps,
    due_work,
    to_each_company,
)

from .models import Delivery, Notification

MOST_PER_COMPANY = 100
AT_ONCE = 10
MESSAGES_AT_ONCE = 20


@shared_task(name="inbox.deliver", bind=True, ignore_result=True, soft_time_limit=20, time_limit=25)
def deliver(self, *ids):
    """Not a TenantTask: no transaction may wait for the mail server, so the verb opens its own short scopes."""
    Delivery.objects.post(company_of(self), ids)


@shared_task(name="inbox.sweep_deliveries", base=SweepTask)
def sweep_deliveries():
    if waiting("mail") > MESSAGES_AT_ONCE:
        return  # the workers are not yet through with what was found before
    for tenant_id, ids in by_company(due_work("kept_inbox_due", MOST_PER_COMPANY)).items():
        for start in range(0, len(ids), AT_ONCE):
            if not send("inbox.deliver", *ids[start : start + AT_ONCE], tenant=tenant_id, expires=60):
                return


@shared_task(name="inbox.prune", ignore_result=True)
def prune():
    to_each_company("inbox.prune_company")


@shared_task(name="inbox.prune_company", base=TenantTask)
def prune_company():
    now, kept_for = Tenant.objects.get(pk=require_tenant_id()).now(), settings.KEPT_FOR
    read = Notification.objects.read_before(now - kept_for["read notifications"])
    sent = Delivery.objects.sent_before(now - kept_for["sent mails"])
    delete_in_steps("inbox.prune_company", read, sent)
