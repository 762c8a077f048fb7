"""Promising a callback, from a case, a job, an order, a customer or from nowhere."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from callbacks.forms import PromiseForm, SubjectForm
from callbacks.models import Callback, CannotCallBack
from customers.views import looked_up
from tenants.http import answer, go, page_behind, permission_required, require_grant
from tenants.models.roles import WRITE

from .acting import CHANGED
from .inside import inside

ABOUT = ("case", "job", "order", "account")


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(WRITE)
@inside
def callback_new(request):
    """Promise a call to whom the address names; without anybody, ask whom."""
    asked = request.POST if any(name in request.POST for name in ABOUT) else request.GET
    if not any(name in asked for name in ABOUT):
        return _whom(request)
    subject = SubjectForm(asked, access=request.access).subject()
    if "account" not in subject:
        raise Http404
    form = PromiseForm(request.POST if request.method == "POST" else None, subject=subject, by=request.member)
    require_grant(request, WRITE, form.branch.pk)
    return _promised(request, form) if request.method == "POST" else _shown(request, form)


def _whom(request):
    template = "callbacks/_who.html" if request.htmx.target == "callback-who" else "callbacks/callback_new.html"
    return render(request, template, looked_up(request))


def _promised(request, form):
    if not form.is_valid():
        return _shown(request, form, 422)
    try:
        promise = Callback.objects.follow_up if form.is_follow_up else Callback.objects.promise
        callback = promise(by=request.member, **form.told())
    except CannotCallBack as refusal:
        return _shown(request, form, 422, reasons=refusal.args)
    if request.htmx and page_behind(request).path == request.path:
        return go(request, callback.get_absolute_url())
    return answer(request, to=form.comes_from or callback, event=CHANGED, said=_("Promised."))


def _shown(request, form, status=200, **more):
    context = {"form": form, "subject": form.subject, "post_url": reverse("callback-new"), **more}
    template = "callbacks/_form_promise.html" if request.htmx else "callbacks/callback_promise.html"
    return render(request, template, context, status=status)
