"""Merging two cases into one, and taking them apart again."""

from django.contrib import messages
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.explanations import what_a_merge_does
from cases.forms import MergeForm
from cases.models import CannotMerge, Case
from tenants.http import go, page, permission_required, require_grant
from tenants.models.roles import WRITE

from .acting import Sheet, header
from .finding import find


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(WRITE)
def merge(request, number):
    """First choose with which case, then see what will happen, then do it."""
    case = find(request, number, WRITE)
    case.refuse_merged()
    other = _other(request, case)
    if other is None:
        return _choose(request, case)
    sheet = Sheet(request, case, MergeForm, "merge", this=case, other=other, keep=request.GET.get("keep"))
    return _merge(request, sheet) if request.method == "POST" else _compared(sheet)


def _other(request, case):
    """The other case, when one is named that this member may write to."""
    asked = (request.POST.get("other") or request.GET.get("other", "")).strip()
    if not asked.isdecimal() or int(asked[:9]) == case.number:
        return None
    other = get_object_or_404(Case.objects.visible_to(request.access), number=int(asked[:9]))
    require_grant(request, WRITE, other.branch_id)
    return other


def _choose(request, case):
    q = request.GET.get("q", "")[:100].strip()
    found = Case.objects.visible_to(request.access).candidates_for(case, q)
    context = {"case": case, "q": q, "candidates": found, "post_url": reverse("case-merge", args=[case.number])}
    status = 422 if request.method == "POST" else 200
    if request.htmx.target == "merge-candidates":
        return page(request, "cases/_merge_candidates.html", context)
    template = "cases/_merge_choice.html" if request.htmx else "cases/case_merge_choice.html"
    return page(request, template, context, status=status)


def _compared(sheet, status=200, **more):
    form = sheet.form
    does = what_a_merge_does(form.source, form.survivor)
    return sheet.shown(status, sides=list(form.sides.values()), does=does, **more)


def _merge(request, sheet):
    form = sheet.form
    if not form.is_valid():
        return _compared(sheet, 422)
    try:
        form.source.merge_into(form.survivor, by=request.member, confirmed=form.cleaned_data.get("confirmed", False))
    except CannotMerge as refusal:
        return _compared(sheet, 422, reasons=refusal.args)
    said = _("#%(source)s is merged into this case.") % {"source": form.source.number}
    messages.success(request, said, extra_tags=reverse("case-separation", args=[form.source.number]))
    return go(request, form.survivor)


@require_POST
@permission_required(WRITE)
def separation(request, number):
    """Undo the merge of this case."""
    case = find(request, number, WRITE)
    try:
        case.take_apart(by=request.member)
    except CannotMerge as refusal:
        return header(request, case, status=422, reasons=refusal.args)
    messages.success(request, _("#%(number)s is a case of its own again.") % {"number": case.number})
    return go(request, case)
