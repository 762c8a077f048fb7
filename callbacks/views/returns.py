"""Returns to finished jobs: the board, opening one from what it is about, and its page."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from callbacks.boards.returns import ReturnBoard, returns_context
from callbacks.forms import OriginForm, ReturnForm
from callbacks.models import CannotCallBack, WarrantyReturn
from callbacks.panels import return_context
from tenants.http import go, page, permission_required, require_grant
from tenants.models.roles import READ, WRITE

from .inside import inside
from .lists import pulse_of


def find(request, number):
    """The return of that number as its page shows it, for somebody who may see it, else 404."""
    return get_object_or_404(WarrantyReturn.objects.visible_to(request.access).for_page(), number=number)


def find_to_act(request, number, permission=WRITE):
    """The same for somebody who may do something with it, else 403."""
    found = find(request, number)
    require_grant(request, permission, found.branch_id)
    return found


@require_GET
@permission_required(READ)
@inside
def return_list(request):
    template = "callbacks/_return_list.html" if request.htmx.target == "queue" else "callbacks/return_list.html"
    return page(request, template, returns_context(ReturnBoard(request)))


@require_GET
@permission_required(READ)
@inside
def return_pulse(request):
    """Say whether the board on the page is still true, as the list of callbacks does."""
    return pulse_of(request, ReturnBoard(request))


@require_GET
@permission_required(READ)
def return_detail(request, number):
    """The page of a return, which reads its own part anew."""
    part = "callbacks/_return.html" if request.htmx.target == "return" else "callbacks/return_detail.html"
    return page(request, part, return_context(request, find(request, number)))


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(WRITE)
@inside
def return_new(request):
    """Open a return from a callback, a case, a job or a customer, with the original job proposed."""
    data = request.POST if request.method == "POST" else None
    subject = OriginForm(request.GET if data is None else data, access=request.access).subject()
    if "account" not in subject:
        raise Http404
    form = ReturnForm(data, subject=subject, access=request.access, now=request.company.now())
    return _shown(request, form) if data is None else _opened(request, form)


def _opened(request, form):
    if not form.is_valid():
        return _shown(request, form, 422)
    try:
        found = WarrantyReturn.objects.open_for(by=request.member, **form.told())
    except CannotCallBack as refusal:
        return _shown(request, form, 422, reasons=refusal.args)
    return go(request, found.get_absolute_url())


def _shown(request, form, status=200, **more):
    named = {name: thing for name, thing in form.subject.items() if name != "job"}
    context = {"form": form, "subject": form.subject, "named": named, "post_url": reverse("return-new"), **more}
    template = "callbacks/_form_return_new.html" if request.htmx else "callbacks/return_new.html"
    return render(request, template, context, status=status)
