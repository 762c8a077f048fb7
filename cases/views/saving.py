"""Views that people keep: the menu, the page where they are looked after, and what is done with them."""

from django.http import QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.forms.saving import ViewForm, may_share
from cases.models import CannotSave, SavedView
from cases.queues import Queue, counts_of_views, normal_query
from tenants.http import needs_role, page, permission_required
from tenants.models.roles import READ, RESOLVE


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(READ)
def views(request):
    """The views this member sees; a post keeps what the queue is asked for as another one."""
    if request.method == "POST":
        return _kept(request)
    context = _context(request, form=_form(request, initial={"query": request.GET.urlencode()}))
    if request.htmx:
        return page(request, "cases/_views.html", context)
    return page(request, "cases/case_views.html", context)


@require_GET
@permission_required(READ)
def view_counts(request):
    """The same list with how many cases are in each, counted up to a bound in one statement."""
    context = _context(request)
    return page(
        request, "cases/_view_list.html", {**context, "counts": counts_of_views(request.access, context["views"])}
    )


def _form(request, data=None, **how):
    return ViewForm(data, access=request.access, normal=normal_query, **how)


def _context(request, **more):
    seen = list(SavedView.objects.visible_to(request.access).by_name().with_home(request.member))
    asked = QueryDict(request.GET.urlencode())
    return {"views": seen, "may_share": may_share(request.access), "queue": Queue(request.access, asked), **more}


def _kept(request):
    form = _form(request, request.POST)
    try:
        if form.is_valid():
            wanted = form.cleaned_data
            return redirect(SavedView.objects.keep(**wanted, by=request.member))
    except CannotSave as refusal:
        form.add_error(refusal.field, refusal.args)
    return page(request, "cases/case_views.html", _context(request, form=form), status=422)


def _own(request, pk):
    """The view that this member may change: their own, and what is shared if they may share."""
    view = get_object_or_404(SavedView.objects.visible_to(request.access).by_name(), pk=pk)
    if view.owner_id != request.member.pk and not may_share(request.access):
        raise needs_role(RESOLVE)
    return view


@require_POST
@permission_required(READ)
def view(request, pk):
    """Rename it, share it or keep it for oneself, or let it ask for what the queue is asked for now."""
    known, form = _own(request, pk), _form(request, request.POST)
    try:
        if form.is_valid():
            known.change(by=request.member, **form.cleaned_data)
            return redirect(known if form.cleaned_data["query"] else "case-views")
    except CannotSave as refusal:
        form.add_error(refusal.field, refusal.args)
    return page(request, "cases/case_views.html", _context(request, wrong=form, wrong_pk=known.pk), status=422)


@require_POST
@permission_required(READ)
def view_removal(request, pk):
    _own(request, pk).remove(by=request.member)
    return redirect("case-views")


@require_POST
@permission_required(READ)
def view_home(request, pk):
    """Begin with this view from now on, or no more."""
    get_object_or_404(SavedView.objects.visible_to(request.access), pk=pk).begin_with(by=request.member)
    return redirect("case-views")
