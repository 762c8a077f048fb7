"""Callback rates as they are asked of the rows: how many returns that count, of how many completed jobs."""

from django.db.models import Count

from callbacks.rates import Rate
from customers.models import Job

from .warranty_return import WarrantyReturn


def rates_of(bar, now, technicians=None) -> dict:
    """Return the rate of everybody who completed a job or had a return in the window of ``bar``, by their ids.

    ``technicians`` are the members to look at; everybody without.
    """
    jobs = _each(Job.objects.done().done_between(bar.since(now), now), technicians)
    returns = _each(WarrantyReturn.objects.counted().opened_between(bar.since(now), now), technicians)
    return {pk: Rate(returns.get(pk, 0), jobs.get(pk, 0), bar) for pk in jobs.keys() | returns.keys()}


def _each(rows, technicians):
    """How many of ``rows`` each technician has."""
    led = rows.exclude(technician=None) if technicians is None else rows.filter(technician__in=technicians)
    return dict(led.order_by().values_list("technician").annotate(Count("pk")))
