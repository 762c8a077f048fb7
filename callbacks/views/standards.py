"""What the company promises when it calls back: by when, when again, and who hears that it is late."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from callbacks.explanations import examples, standards_words
from callbacks.forms import StandardsForm
from callbacks.models import CallbackStandards, standards_noted
from routing.models import Calendar, StaleSetup
from routing.views.settings import company_wide, settings_page
from tenants.wiring import Panel


@require_http_methods(["GET", "HEAD", "POST"])
@company_wide
def callback_standards(request):
    version, in_force = CallbackStandards.objects.in_force()
    if request.method != "POST":
        return _shown(request, StandardsForm(standards=in_force), was=version)
    form = StandardsForm(request.POST, standards=in_force)
    if not form.is_valid():
        return _shown(request, form, was=was_of(request), status=422)
    is_seen = request.POST.get("seal") == form.seal() and request.POST.get("do") == "save"
    return _save(request, form) if is_seen else _preview(request, form, in_force)


def _preview(request, form, in_force):
    """Show by when each kind would be promised on a Friday afternoon."""
    hours = Calendar.objects.office_hours(request.member.branch)
    rows = examples(form.standards(), in_force, hours, request.company.now())
    found = [Panel("examples", "callbacks/_standards_examples.html", {"rows": rows})]
    unseen = request.POST.get("do") == "save"
    return _shown(request, form, was=was_of(request), panels=found, seal=form.seal(), unseen=unseen)


def _save(request, form):
    try:
        CallbackStandards.objects.write(form.standards(), by=request.member, was=was_of(request))
    except StaleSetup as stale:
        version, theirs = stale.args
        told = {"seal": form.seal(), "theirs": standards_words(theirs)}
        return _shown(request, form, was=version, status=409, **told)
    messages.success(request, _("These times are in force. What was promised already stays promised."))
    return redirect("callback-standards")


def was_of(request):
    was = request.POST.get("was", "")
    return int(was) if was.isdecimal() and len(was) < 9 else 0


def _shown(request, form, *, was, status=200, **more):
    context = {"form": form, "was": was, "policy": CallbackStandards.objects.newest(), **more}
    how = {"lately": standards_noted(), "status": status}
    return settings_page(request, "callbacks/standards.html", "callback-standards", context, kinds=[], **how)
