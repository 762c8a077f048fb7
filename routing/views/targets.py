"""Priorities and clock: how long each priority has, which hours count, what the clock stands still for."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from routing.explanations import target_words
from routing.forms import LabelForm, TargetsForm
from routing.models import BadTargets, Rollout, SlaPolicy, StaleSetup, WaitingLabel, read_setup
from routing.models.policies import refuse_unkeepable
from tenants.wiring import panels

from .ruling import _was
from .settings import company_wide, settings_page


@require_http_methods(["GET", "HEAD", "POST"])
@company_wide
def clock(request):
    version, in_force = SlaPolicy.objects.in_force()
    labels = WaitingLabel.objects.labels()
    if request.method != "POST":
        return _shown(request, TargetsForm(targets=in_force, labels=labels), was=version)
    form = TargetsForm(request.POST, targets=in_force, labels=labels)
    if not form.is_valid():
        return _shown(request, form, was=_was(request), status=422)
    is_seen = request.POST.get("seal") == form.seal() and request.POST.get("do") == "save"
    return _save(request, form) if is_seen else _preview(request, form)


def _preview(request, form):
    """Show how many open cases would be due at another time."""
    targets = form.targets()
    try:
        refuse_unkeepable(targets, request.company, request.company.now())
    except BadTargets as bad:
        return _shown(request, form, was=_was(request), reasons=bad.args, status=422)
    found = panels("routing.clock", request, read_setup(request.company, targets=targets))
    unseen = request.POST.get("do") == "save"
    return _shown(request, form, was=_was(request), panels=found, seal=form.seal(), unseen=unseen)


def _save(request, form):
    try:
        SlaPolicy.objects.write(form.targets(), by=request.member, was=_was(request))
    except BadTargets as bad:
        return _shown(request, form, was=_was(request), reasons=bad.args, status=422)
    except StaleSetup as stale:
        theirs = target_words(*stale.args[1:], WaitingLabel.objects.labels())
        return _shown(request, form, was=stale.args[0], seal=form.seal(), theirs=theirs, status=409)
    messages.success(request, _("These targets are in force."))
    return redirect("sla-policy")


@require_POST
@company_wide
def labels(request):
    form = LabelForm(request.POST, labels=WaitingLabel.objects.labels())
    if not form.is_valid():
        version, in_force = SlaPolicy.objects.in_force()
        targets = TargetsForm(targets=in_force, labels=WaitingLabel.objects.labels())
        return _shown(request, targets, was=version, label_form=form, status=422)
    for key, label in form.cleaned_data.items():
        WaitingLabel.objects.call(key, label, by=request.member)
    messages.success(request, _("Saved. No due time has moved."))
    return redirect("sla-policy")


def _shown(request, form, *, was, status=200, **more):
    context = {"form": form, "was": was, "policy": SlaPolicy.objects.newest(), **more}
    context.setdefault("label_form", LabelForm(labels=WaitingLabel.objects.labels()))
    context["rollout"] = Rollout.objects.of_kind("clock")
    kinds = ["policy", "waiting"]
    return settings_page(request, "routing/clock.html", "sla-policy", context, kinds=kinds, status=status)
