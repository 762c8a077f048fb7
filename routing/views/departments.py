"""Departments, their people, and one's own duty."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from routing.forms import DepartmentForm, DutyForm, HandOversForm, SeatForm
from routing.models import CannotName, CannotRemove, Department, HandOvers, StaleSetup
from tenants.http import answer, page, permission_required
from tenants.models.roles import WRITE

from .settings import company_wide, settings_page

shown_or_done = require_http_methods(["GET", "HEAD", "POST"])
TAB, KINDS = "department-list", ["department", "hand-overs"]


@shown_or_done
@company_wide
def department_list(request):
    form = DepartmentForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("department-detail", Department.objects.found(by=request.member, **form.cleaned_data).pk)
        except CannotName as refusal:
            form.add_error("name", refusal.args[0])
    return _listed(request, form, status=422 if form.errors else 200)


def _listed(request, form, hand_overs=None, status=200):
    hand_overs = hand_overs or HandOversForm(limit=HandOvers.objects.in_force())
    context = {"departments": Department.objects.for_list(), "form": form, "hand_overs": hand_overs}
    return settings_page(request, "routing/department_list.html", TAB, context, kinds=KINDS, status=status)


@require_POST
@company_wide
def hand_overs(request):
    """How often a case may be handed on."""
    form = HandOversForm(request.POST, limit=HandOvers.objects.in_force())
    if not form.is_valid():
        return _listed(request, DepartmentForm(), form, status=422)
    try:
        HandOvers.objects.set_limit(**form.cleaned_data, by=request.member)
    except StaleSetup as stale:
        form.clash(stale.args[0])
        return _listed(request, DepartmentForm(), form, status=409)
    messages.success(request, _("Saved."))
    return redirect("department-list")


@shown_or_done
@company_wide
def department_detail(request, pk):
    department = get_object_or_404(Department, pk=pk)
    form = DepartmentForm(request.POST if request.method == "POST" else None, department=department)
    if request.method == "POST" and form.is_valid() and _saved(request, department, form):
        return redirect("department-detail", pk)
    return _shown(request, department, form=form, status=422 if form.errors else 200)


def _saved(request, department, form):
    """Save what the form says and return True; a name that is taken is said at the field."""
    try:
        department.call(form.cleaned_data["name"], by=request.member)
        department.give_to(form.cleaned_data["giving"], by=request.member)
    except CannotName as refusal:
        form.add_error("name", refusal.args[0])
        return False
    messages.success(request, _("Saved."))
    return True


def _shown(request, department, *, form=None, seat_form=None, reasons=(), status=200):
    context = {
        "department": department,
        "seats": department.seats.for_list(),
        "form": form or DepartmentForm(department=department),
        "seat_form": seat_form or SeatForm(department=department),
        "reasons": reasons,
    }
    return settings_page(request, "routing/department_detail.html", TAB, context, kinds=KINDS, status=status)


@require_POST
@company_wide
def people(request, pk):
    department = get_object_or_404(Department, pk=pk)
    form = SeatForm(request.POST, department=department)
    if not form.is_valid():
        return _shown(request, department, seat_form=form, status=422)
    try:
        _seat(department, form.cleaned_data, request.member)
    except CannotRemove as refusal:
        return _shown(request, department, reasons=refusal.args, status=422)
    return redirect("department-detail", pk)


def _seat(department, said, by):
    if said["remove"]:
        department.dismiss(said["remove"], by=by)
    else:
        department.enrol(said["member"], by=by)


@require_POST
@company_wide
def removal(request, pk):
    department = get_object_or_404(Department, pk=pk)
    try:
        department.remove(by=request.member)
    except CannotRemove as refusal:
        return _shown(request, department, reasons=refusal.args, status=422)
    messages.success(request, _("%(name)s is gone.") % {"name": department.name})
    return redirect("department-list")


@shown_or_done
@permission_required(WRITE)
def duty(request):
    """Go off duty, until a moment or until one comes back; ``back`` ends it."""
    form = DutyForm(request.POST if request.method == "POST" else None)
    template = "routing/_form_duty.html" if request.htmx else "routing/duty.html"
    if request.method != "POST" or not form.is_valid():
        return page(request, template, {"form": form}, status=422 if form.errors else 200)
    if "back" in request.POST:
        request.member.come_on_duty(by=request.member)
        return answer(request, to="home", said=_("You are on duty again."))
    request.member.go_off_duty(by=request.member, until=form.cleaned_data["until"])
    return answer(request, to="home", said=_("You are off duty: no case is given to you by itself."))
