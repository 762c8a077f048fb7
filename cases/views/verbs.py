"""Everything that can be done with a case: each view finds it, calls one verb, answers."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import forms
from cases.models import CannotAssign, CannotWait
from tenants.http import page, permission_required, require_grant
from tenants.models.roles import CONFIGURE, ESCALATE, RESOLVE, WRITE
from tenants.wiring import next_steps

from .acting import Sheet, act, act_in_place, changed, refused
from .finding import find, look

shown_or_done = require_http_methods(["GET", "HEAD", "POST"])


def answered(sheet, verb, said="", **how):
    return act(sheet, verb, said=said, **how) if sheet.request.method == "POST" else sheet.shown()


@require_POST
@permission_required(WRITE)
def priority(request, number):
    case = find(request, number, WRITE)
    return act_in_place(request, case, forms.PriorityForm(request.POST), case.prioritise)


@require_POST
@permission_required(WRITE)
def reason(request, number):
    case = find(request, number, WRITE)
    return act_in_place(request, case, forms.ReasonForm(request.POST), case.give_reason)


@shown_or_done
@permission_required(WRITE)
def department(request, number):
    case = find(request, number, WRITE)
    sheet = Sheet(request, case, forms.DepartmentForm, "department", holds=case.department_id)
    return answered(sheet, lambda form: case.reroute(**form.wish(), by=request.member), _("Moved."))


@shown_or_done
@permission_required(WRITE)
def assignment(request, number):
    """Give the case an owner; ``take`` gives it to whoever asks, if nobody has it."""
    case = find(request, number, WRITE)
    if request.method == "POST" and "take" in request.POST:
        return _take(request, case)
    sheet = Sheet(request, case, forms.AssignmentForm, "assignment", holds=case.owner_id)
    return answered(sheet, lambda form: case.assign(**form.wish(), by=request.member))


@shown_or_done
@permission_required(CONFIGURE)
def owner_release(request, number):
    """Let a case that was passed around have another owner again."""
    case = find(request, number, CONFIGURE)
    sheet = Sheet(request, case, forms.OwnerReleaseForm, "owner-release")
    return answered(sheet, lambda form: case.release_owner(by=request.member, **form.cleaned_data), _("Released."))


def _take(request, case):
    try:
        case.take(by=request.member)
    except CannotAssign as refusal:
        return refused(request, case, refusal.args)
    return changed(request, case, said=_("It is yours."))


@shown_or_done
@permission_required(ESCALATE)
def escalation(request, number):
    case = find(request, number, ESCALATE)
    sheet = Sheet(request, case, forms.EscalationForm, "escalation")
    return answered(sheet, lambda form: case.escalate(by=request.member, **form.cleaned_data), _("Escalated."))


@shown_or_done
@permission_required(RESOLVE)
def resolution(request, number):
    case = find(request, number, RESOLVE)
    sheet = Sheet(request, case, forms.ResolutionForm, "resolution")
    return answered(sheet, lambda form: case.resolve(by=request.member, **form.cleaned_data), _("Resolved."))


@shown_or_done
@permission_required(RESOLVE)
def closure(request, number):
    case = find(request, number, RESOLVE)
    sheet = Sheet(request, case, forms.ClosureForm, "closure")
    return answered(sheet, lambda form: case.close(by=request.member, **form.cleaned_data), _("Closed."))


@shown_or_done
@permission_required(WRITE)
def waiting(request, number):
    """Let the case wait for something; ``go-on`` ends that."""
    case = find(request, number, WRITE)
    if request.method == "POST" and "go-on" in request.POST:
        return _go_on(request, case)
    sheet = Sheet(request, case, forms.WaitingForm, "waiting", setup=case.setup)
    return answered(sheet, lambda form: case.wait(by=request.member, **form.cleaned_data), _("It waits."))


def _go_on(request, case):
    try:
        case.resume(by=request.member)
    except CannotWait as refusal:
        return refused(request, case, refusal.args)
    return changed(request, case, said=_("It goes on."))


@shown_or_done
@permission_required(WRITE)
def reopening(request, number):
    case = find(request, number, WRITE)
    sheet = Sheet(request, case, forms.ReopeningForm, "reopening")
    return answered(sheet, lambda form: case.reopen(by=request.member, **form.cleaned_data), _("Reopened."))


@shown_or_done
@permission_required(WRITE)
def edit(request, number):
    return _correct(request, number, forms.EditForm, "edit")


@shown_or_done
@permission_required(WRITE)
def next_action(request, number):
    """``step=call`` in the address proposes to call the customer back."""
    proposed = {"initial": {"next_action": _("Call the customer back")}} if request.GET.get("step") == "call" else {}
    return _correct(request, number, forms.NextActionForm, "next-action", **proposed)


@require_GET
@permission_required(WRITE)
def next_step(request, number):
    """What can happen next with the case, one choice a route."""
    case = look(request, number)
    require_grant(request, WRITE, case.branch_id)
    template = "cases/_next_steps.html" if request.htmx else "cases/case_next_step.html"
    return page(request, template, {"case": case, "steps": next_steps(request, case)})


def _correct(request, number, form_class, name, **how):
    case = find(request, number, WRITE)
    # A bound form writes into its instance before the verb has looked, so it gets an object of its own.
    sheet = Sheet(request, case, form_class, name, instance=type(case).objects.get(pk=case.pk), **how)

    def save(form):
        wanted, was = form.pairs()
        case.edit(wanted, was=was, by=request.member)

    return answered(sheet, save, _("Saved."))
