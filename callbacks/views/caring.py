"""What happens after a large job: whether somebody calls, after which work, and what they say."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from callbacks.explanations import care_preview, care_words
from callbacks.forms import CareForm
from callbacks.models import AfterCare, care_noted
from routing.models import StaleSetup
from routing.views.settings import company_wide, settings_page
from tenants.wiring import Panel

from .standards import was_of


@require_http_methods(["GET", "HEAD", "POST"])
@company_wide
def after_job(request):
    version, in_force = AfterCare.objects.in_force()
    if request.method != "POST":
        return _shown(request, CareForm(care=in_force), was=version)
    form = CareForm(request.POST, care=in_force)
    if not form.is_valid():
        return _shown(request, form, was=was_of(request), status=422)
    is_seen = request.POST.get("seal") == form.seal() and request.POST.get("do") == "save"
    return _save(request, form) if is_seen else _preview(request, form, in_force)


def _preview(request, form, in_force):
    """Show the words with names in them, and which of the latest jobs count."""
    context = care_preview(form.care(), in_force, caller=request.member, company=request.company)
    found = [Panel("care", "callbacks/_care_preview.html", context)]
    unseen = request.POST.get("do") == "save"
    return _shown(request, form, was=was_of(request), panels=found, seal=form.seal(), unseen=unseen)


def _save(request, form):
    try:
        AfterCare.objects.write(form.care(), by=request.member, was=was_of(request))
    except StaleSetup as stale:
        version, theirs = stale.args
        return _shown(request, form, was=version, status=409, seal=form.seal(), theirs=care_words(theirs))
    messages.success(request, _("This is in force for what is completed from now on."))
    return redirect("after-job-settings")


def _shown(request, form, *, was, status=200, **more):
    context = {"form": form, "was": was, "policy": AfterCare.objects.newest(), **more}
    how = {"lately": care_noted(), "status": status}
    return settings_page(request, "callbacks/care.html", "after-job-settings", context, kinds=[], **how)
