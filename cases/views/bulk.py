"""Doing one thing with many cases of a queue, and what became of each."""

import time

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.forms.bulk import BULK_FORMS
from cases.forms.choosing import known_tags
from cases.models import MOST, BulkJob, Deed
from cases.queues import Queue
from tenants.http import announce, page, permission_required
from tenants.models.roles import WRITE


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(WRITE)
def bulk(request, deed):
    """Ask what exactly, then do it with each case."""
    if request.method != "POST":
        return _asked(request, deed, BULK_FORMS[deed](request.GET or None, auto_id="bulk-%s"))
    form = BULK_FORMS[deed](request.POST, auto_id="bulk-%s")
    if not form.is_valid():
        return _asked(request, deed, form, status=422)
    wanted = form.cleaned_data
    job = BulkJob.objects.begin(deed, form.facts(), wanted["chosen"], by=request.member, key=wanted["key"])
    if not request.htmx:
        return redirect("bulk-report", job.pk)
    return announce(render(request, "cases/_bulk_sheet.html", _told(job, what=job.what())), event="bulk-done")


def _asked(request, deed, form, status=200):
    is_new = request.method != "POST"
    context = {
        "form": BULK_FORMS[deed](auto_id="bulk-%s") if is_new else form,
        "deed": Deed(deed),
        "many": _number(request.GET.get("many", "")) or len(form.asked),
        "cases": form.asked,
        "seen": request.GET.get("seen", ""),
        "known_tags": known_tags() if "tag" in form.fields else [],
        "post_url": reverse(f"bulk-{deed}"),
    }
    template = "cases/_bulk_form.html" if request.htmx else "cases/case_bulk.html"
    return page(request, template, context, status=status)


def _number(text):
    return int(text) if text.isdecimal() and len(text) < 6 else 0


def _told(job, **more):
    return {"job": job, "done": len(job.outcomes), "many": len(job.chosen), "rows": job.report(), **more}


@require_GET
@permission_required(WRITE)
def bulk_report(request, pk):
    """What became of each case; while a worker is at it, how far it is."""
    job = get_object_or_404(BulkJob.objects.about(request.member), pk=pk)
    if not request.htmx:
        return page(request, "cases/case_bulk_report.html", _told(job, what=job.what()))
    return announce(
        page(request, "cases/_bulk_report.html", _told(job)), event="queue-changed" if job.finished_at else None
    )


@require_POST
@permission_required(WRITE)
def bulk_again(request, pk):
    """Go on with a job that was given up."""
    job = get_object_or_404(BulkJob.objects.about(request.member), pk=pk)
    job.try_again(by=request.member)
    if not request.htmx:
        return redirect("bulk-report", job.pk)
    return page(request, "cases/_bulk_report.html", _told(job))


@require_GET
@permission_required(WRITE)
def case_numbers(request):
    """The first cases of a queue, to choose them all: what is chosen is what was there when it was chosen."""
    queue = Queue(request.access, request.GET)
    numbers = queue.rows_of(queue.name).values_list("number", "version")[:MOST]
    picks = " ".join(f"{number}~{version}" for number, version in numbers)
    return page(request, "cases/_picks.html", {"picks": picks, "seen": int(time.time())})
