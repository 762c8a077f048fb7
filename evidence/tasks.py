"""What happens to files because time passed, or because one has just come in."""

from celery import shared_task
from django.utils import timezone

from tenants.current import tenant_scope
from tenants.outbox import send
from tenants.tasks import SweepTask, TenantTask, company_of, due_work, to_each_company

from .models import Item

MOST_PER_COMPANY = 20


@shared_task(name="evidence.clean", bind=True, ignore_result=True, soft_time_limit=60, time_limit=75)
def clean(self, pk):
    """Not a TenantTask: no transaction may wait for the child, so the verb opens its own short scopes."""
    with tenant_scope(company_of(self)):
        item = Item.objects.get(pk=pk)
    item.make_clean()


@shared_task(name="evidence.sweep", base=SweepTask)
def sweep():
    for tenant_id, pk in due_work("kept_evidence_due", MOST_PER_COMPANY):
        send("evidence.clean", pk, tenant=tenant_id)


@shared_task(name="evidence.tidy", ignore_result=True)
def tidy():
    to_each_company("evidence.tidy_company")


@shared_task(name="evidence.tidy_company", base=TenantTask)
def tidy_company():
    Item.objects.tidy(timezone.now())
