"""What is done with one return: findings, photos, the cause, what follows, and who looks at it next and when."""

from uuid import uuid5

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from callbacks import forms
from callbacks.models import CannotCallBack, WarrantyReturn
from callbacks.panels import may_object
from cases.forms import UploadForm
from evidence.http import serve
from evidence.models import CannotReceive
from tenants.http import needs_role, permission_required
from tenants.models.roles import CONFIGURE, READ, WRITE

from .acting import CHANGED, Sheet, done
from .returns import find, find_to_act

shown_or_done = require_http_methods(["GET", "HEAD", "POST"])


class ReturnSheet(Sheet):
    """One small form about a return. ``name`` names its address ``return-<name>`` and its template."""

    stale = gettext_lazy("Somebody has changed this return meanwhile. Look at it once more, then send again.")
    found = staticmethod(find_to_act)

    def __init__(self, request, warranty_return, name, form_class):
        self.request, self.callback, self.name = request, warranty_return, name
        data = request.POST if request.method == "POST" else None
        self.form = form_class(data, warranty_return=warranty_return)

    def shown(self, status=200, **more):
        part = f"callbacks/_form_return_{self.name}.html"
        post_url = reverse(f"return-{self.name}", args=[self.callback.number])
        context = {"warranty_return": self.callback, "form": self.form, "part": part, "post_url": post_url, **more}
        template = part if self.request.htmx else "callbacks/return_question.html"
        return render(self.request, template, context, status=status)


@shown_or_done
@permission_required(WRITE)
def finding(request, number):
    asked = ("finding", forms.FindingForm, WarrantyReturn.note_finding, _("Written down."))
    return ReturnSheet.asked(request, number, *asked)


@shown_or_done
@permission_required(CONFIGURE)
def cause(request, number):
    """Only who manages the branch says whether it was us."""
    asked = ("cause", forms.CauseForm, WarrantyReturn.decide, _("Decided."))
    return ReturnSheet.asked(request, number, *asked, CONFIGURE)


@shown_or_done
@permission_required(CONFIGURE)
def settlement(request, number):
    """Confirm what follows from the cause."""
    asked = ("settlement", forms.SettleForm, WarrantyReturn.settle, _("Settled."))
    return ReturnSheet.asked(request, number, *asked, CONFIGURE)


@shown_or_done
@permission_required(CONFIGURE)
def withdrawal(request, number):
    asked = ("withdrawal", forms.NoReturnForm, WarrantyReturn.withdraw, _("Taken back."))
    return ReturnSheet.asked(request, number, *asked, CONFIGURE)


@shown_or_done
@permission_required(WRITE)
def plan(request, number):
    asked = ("plan", forms.PlanForm, WarrantyReturn.plan, _("Planned."))
    return ReturnSheet.asked(request, number, *asked)


@shown_or_done
@permission_required(WRITE)
def assignment(request, number):
    """Give it to somebody else; ``take`` gives it to whoever asks."""
    sheet = ReturnSheet(request, find_to_act(request, number), "assignment", forms.HandForm)
    if request.method == "POST" and "take" in request.POST:
        return sheet.taken()
    return sheet.answered(sheet.callback.assign, _("Passed on."))


@shown_or_done
@permission_required(WRITE)
def objection(request, number):
    """Its technician or who manages the branch says that it should not count."""
    found = find_to_act(request, number)
    if not may_object(request.access, found):
        raise needs_role(CONFIGURE)
    sheet = ReturnSheet(request, found, "objection", forms.ObjectionForm)
    return sheet.answered(found.object_to, _("Written down. Who manages the branch answers."))


@shown_or_done
@permission_required(CONFIGURE)
def answer(request, number):
    """Uphold the return or drop it."""
    asked = ("answer", forms.AnswerForm, WarrantyReturn.answer_objection, _("Answered."))
    return ReturnSheet.asked(request, number, *asked, CONFIGURE)


@require_http_methods(["POST"])
@permission_required(WRITE)
def evidence(request, number):
    """Attach every file that was sent: a browser without scripts sends several with one key."""
    found = find_to_act(request, number)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _refused(form.wrong())
    try:
        _attach(request, found, form.cleaned_data["client_key"])
    except (CannotReceive, CannotCallBack) as refusal:
        return _refused(refusal.args)
    return HttpResponse(status=204) if request.htmx else done(request, found, _("Attached."), CHANGED)


def _attach(request, found, key):
    for place, file in enumerate(request.FILES.getlist("file")):
        found.attach(file, by=request.member, client_key=uuid5(key, str(place)) if place else key)


def _refused(reasons):
    return HttpResponse("\n".join(reasons), status=422, content_type="text/plain; charset=utf-8")


@require_GET
@permission_required(READ)
def file(request, number, pk, size):
    return serve(get_object_or_404(find(request, number).evidence, pk=pk), size)
