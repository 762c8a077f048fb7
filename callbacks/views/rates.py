"""Callback rates: of those whose branch one manages, or one's own; and the answer to a coaching flag."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from callbacks.boards.rates import RateBoard
from callbacks.forms import AcknowledgementForm
from callbacks.models import CannotCallBack, CoachingFlag
from callbacks.panels import sees_rates
from tenants.http import answer, needs_role, page, permission_required
from tenants.models.roles import CONFIGURE, READ

from .acting import CHANGED
from .inside import inside


def _board(request):
    """The rates that this member may see. Errors: 403 for everybody but technicians and who manages a branch."""
    if not sees_rates(request.access):
        raise needs_role(CONFIGURE)
    return RateBoard(request)


@require_GET
@permission_required(READ)
@inside
def rate_list(request):
    board = _board(request)
    if board.is_own:
        return redirect("rate-detail", request.member.pk)
    return page(request, "callbacks/rates.html", board.list_context())


@require_GET
@permission_required(READ)
@inside
def rate_detail(request, pk):
    board = _board(request)
    technician = board.technician(pk)
    if technician is None:
        raise Http404
    return page(request, "callbacks/rate.html", board.detail_context(technician))


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(CONFIGURE)
def acknowledgement(request, pk):
    """Say what is done about the coaching flag of a technician."""
    flags = CoachingFlag.objects.visible_to(request.access).for_page().raised()
    flag = get_object_or_404(flags, technician=pk)
    form = AcknowledgementForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _asked(request, flag, form)
    return _acknowledged(request, flag, form) if form.is_valid() else _asked(request, flag, form, 422)


def _acknowledged(request, flag, form):
    try:
        flag.acknowledge(form.cleaned_data["note"], by=request.member)
    except CannotCallBack as refusal:
        return _asked(request, flag, form, 422, reasons=refusal.args)
    to = reverse("rate-detail", args=[flag.technician_id])
    return answer(request, to=to, event=CHANGED, said=_("Written down."))


def _asked(request, flag, form, status=200, **more):
    back_url = reverse("rate-detail", args=[flag.technician_id])
    context = {"flag": flag, "form": form, "post_url": request.path, "back_url": back_url, **more}
    template = "callbacks/_form_acknowledgement.html" if request.htmx else "callbacks/acknowledgement.html"
    return render(request, template, context, status=status)
