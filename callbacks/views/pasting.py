"""Pasting what an answering service wrote: what is made of the text is shown, corrected, and then kept."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from callbacks.forms import PastedForms, TextForm, read_as
from callbacks.models import AfterHoursRequest
from tenants.http import answer, page, permission_required
from tenants.models.roles import WRITE

KEEP = "keep"


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(WRITE)
def paste(request):
    if request.method == "POST" and request.POST.get("do") == KEEP:
        return _keep(request)
    form = TextForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return page(request, "callbacks/after_hours_paste.html", {"form": form}, status=422 if form.errors else 200)
    heard = form.heard(request.POST.get("do", ""))
    return _preview(request, form, read_as(heard))


def _preview(request, form, several, status=200):
    """What was read from the text, each request in a form of its own; the text itself stays at hand."""
    splits = form.is_valid() and form.has_blank_lines
    context = {"form": form, "several": several, "splits": splits}
    return page(request, "callbacks/after_hours_preview.html", context, status)


def _keep(request):
    several = PastedForms(request.POST)
    if not several.is_valid():
        return _preview(request, TextForm(request.POST), several, 422)
    kept = [one for one in several if one not in several.deleted_forms]
    for one in kept:
        AfterHoursRequest.objects.receive(
            by=request.member, source=AfterHoursRequest.Source.PASTED, **one.as_received()
        )
    said = ngettext("%(n)s request kept.", "%(n)s requests kept.", len(kept)) % {"n": len(kept)}
    return answer(request, to="after-hours", said=said if kept else _("Nothing was kept."))
