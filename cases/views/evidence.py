"""Photos and files on a case."""

from uuid import uuid5

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.forms import CaptionForm, UploadForm
from evidence.http import serve
from evidence.models import CannotReceive, Item
from tenants.http import announce, permission_required
from tenants.models.roles import READ, WRITE

from .acting import changed
from .detail import answered, evidence_part
from .finding import family_of, find, heard_of, look


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(READ)
def gallery(request, number):
    if request.method != "POST":
        return answered(request, evidence_part(request, look(request, number)))
    case = find(request, number, WRITE)
    form = UploadForm(request.POST, request.FILES)
    return _receive(request, case, form) if form.is_valid() else _refuse(form.wrong())


def _receive(request, case, form):
    """Attach every file that was sent: a browser without scripts sends several with one key."""
    key = form.cleaned_data["client_key"]
    try:
        for place, file in enumerate(request.FILES.getlist("file")):
            case.attach(file, by=request.member, client_key=uuid5(key, str(place)) if place else key)
    except CannotReceive as refusal:
        return _refuse(refusal.args)
    return HttpResponse(status=204) if request.htmx else changed(request, case)


def _refuse(reasons):
    return HttpResponse("\n".join(reasons), status=422, content_type="text/plain; charset=utf-8")


@require_GET
@permission_required(READ)
def file(request, number, pk, size):
    case = find(request, number)
    theirs = heard_of(request, case).of(Item.objects.about_any("case", family_of(request, case)), "uploaded_at")
    return serve(get_object_or_404(theirs, pk=pk), size)


@require_POST
@permission_required(WRITE)
def caption(request, number, pk):
    case = find(request, number, WRITE)
    item = get_object_or_404(Item.objects.about_any("case", family_of(request, case)), pk=pk)
    form = CaptionForm(request.POST)
    if not form.is_valid():
        return _refuse(form.wrong())
    item.caption_as(form.cleaned_data["caption"], by=request.member)
    if not request.htmx:
        return changed(request, case)
    return announce(answered(request, evidence_part(request, look(request, number))), said=_("Saved."))
