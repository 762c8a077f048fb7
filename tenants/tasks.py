"""The two kinds of tasks: a step for one company, carried in the message's header, and a sweep over all of them."""

import logging

from celery import Task, current_app
from django.db import connection

from .current import TenantRequired, tenant_scope
from .models import Heartbeat, Tenant
from .models.heartbeat import SILENT_AFTER
from .outbox import later, send

log = logging.getLogger(__name__)

DELETED_AT_ONCE = 500  # rows, so that nobody waits for it


class TenantTask(Task):
    """Runs inside the company named in the message header. Without one it is an error, not a guess."""

    abstract = True
    ignore_result = True

    def __call__(self, *args, **kwargs):
        with tenant_scope(company_of(self)):
            return super().__call__(*args, **kwargs)


class SweepTask(Task):
    """Finds what is due in every company. Having been through, it leaves a heartbeat; its silence is shown."""

    abstract = True
    ignore_result = True

    def __call__(self, *args, **kwargs):
        super().__call__(*args, **kwargs)
        Heartbeat.objects.beat(self.name)


def silent_sweeps(now) -> list[str]:
    """Return the frequent sweeps of the schedule that have not been through lately, or never."""
    schedule = current_app.conf.beat_schedule
    often = [name for name, entry in schedule.items() if entry["schedule"] < SILENT_AFTER.total_seconds()]
    return Heartbeat.objects.silent_among(often, now)


def company_of(task):
    """Return the company in the header of the message that ``task`` runs for. Errors: TenantRequired."""
    tenant = (task.request.headers or {}).get("tenant")
    if not tenant:
        raise TenantRequired(f"{task.name} was sent without a company")
    return tenant


def due_work(function, most) -> list:
    """Return pairs of company and id from a function of kept_sweeper: at most ``most`` of a company, each in turn."""
    with connection.cursor() as cursor:
        cursor.callproc(function, [most])
        return cursor.fetchall()


def by_company(pairs) -> dict:
    """Return the ids of ``pairs`` under their companies."""
    companies = {}
    for tenant_id, pk in pairs:
        companies.setdefault(tenant_id, []).append(pk)
    return companies


def leased_of(due, lease) -> set:
    """Lease what each company has due; what goes wrong in one is told and stays there."""
    leased = set()
    for tenant_id, ids in by_company(due).items():
        try:
            with tenant_scope(tenant_id):
                leased.update(lease(ids))
        except Exception:
            log.exception("What company %s has due could not be leased", tenant_id)
    return leased


def to_each_company(name):
    """Send the task ``name`` for every company."""
    for tenant_id in Tenant.objects.values_list("pk", flat=True):
        if not send(name, tenant=tenant_id):
            return


def delete_in_steps(name, *some):
    """Delete the first rows of each of the querysets ``some``; the task ``name`` of this company deletes the next."""
    if max(rows.delete_some(DELETED_AT_ONCE) for rows in some) == DELETED_AT_ONCE:
        later(name)
