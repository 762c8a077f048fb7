"""Giving many callbacks to somebody else at once, each by the same verb, with a report of each."""

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from callbacks.forms import ReassignForm
from callbacks.models import Callback, CannotCallBack
from tenants.http import NeedsRole, announce, permission_required, require_grant
from tenants.models.roles import WRITE

from .acting import CHANGED
from .inside import inside

MOST = 50  # a page of the list


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(WRITE)
@inside
def reassignment(request):
    """Ask who calls instead, then pass each of the chosen on and say what became of it."""
    asked = request.POST if request.method == "POST" else request.GET
    numbers = [int(text) for text in asked.getlist("callback")[:MOST] if text.isdecimal() and len(text) < 10]
    chosen = list(Callback.objects.visible_to(request.access).among(numbers).for_rows())
    form = ReassignForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid() or not chosen:
        return _shown(request, {"form": form, "chosen": chosen}, 422 if request.method == "POST" else 200)
    report = [(callback, _passed_on(request, callback, form.cleaned_data["member"])) for callback in chosen]
    failed = [(callback, reasons) for callback, reasons in report if reasons]
    context = {"report": failed, "passed": len(report) - len(failed), "member": form.cleaned_data["member"]}
    return announce(_shown(request, context), event=CHANGED)


def _passed_on(request, callback, member):
    """Return why it was not passed on; nothing when it was."""
    try:
        require_grant(request, WRITE, callback.branch_id)
        callback.assign(member, by=request.member)
    except NeedsRole:
        return [_("Your role does not include this at %(branch)s.") % {"branch": callback.branch.name}]
    except CannotCallBack as refusal:
        return refusal.args
    return []


def _shown(request, context, status=200):
    part = "callbacks/_report.html" if "passed" in context else "callbacks/_form_reassignment.html"
    template = part if request.htmx else "callbacks/callback_bulk.html"
    return render(request, template, {"part": part, **context}, status=status)
