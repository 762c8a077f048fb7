"""How every button of a case is answered: the form, the refusal, the clash, or what changed."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import (
    CannotAnswer,
    CannotAssign,
    CannotClose,
    CannotEscalate,
    CannotMerge,
    CannotMove,
    CannotRefer,
    CannotReopen,
    CannotResolve,
    CannotWait,
    StaleEdit,
)
from customers.models import CannotSettle
from routing.models import DepartmentIsGone
from tenants.http import announce, answer, page_behind

from .detail import answered, header_part, page_context

REFUSALS = (
    CannotAnswer,
    CannotAssign,
    CannotClose,
    CannotEscalate,
    CannotMerge,
    CannotMove,
    CannotRefer,
    CannotReopen,
    CannotResolve,
    CannotSettle,
    CannotWait,
    DepartmentIsGone,
)


class Sheet:
    """One small form: in the sheet over the page, or on a page of its own in a browser without scripts.

    ``name`` is the resource: it names the address ``case-<name>`` and the templates ``_form_<name>``, ``case_<name>``.
    ``under`` is what stands in its address after the case's number.
    """

    def __init__(self, request, case, form_class, name, *, under=(), **how):
        self.request, self.case, self.name, self.under = request, case, name, under
        self.form = form_class(request.POST if request.method == "POST" else None, **how)

    def shown(self, status=200, **more):
        file = self.name.replace("-", "_")
        template = f"cases/_form_{file}.html" if self.request.htmx else f"cases/case_{file}.html"
        return self._answer(template, status, **more)

    def _answer(self, template, status, **more):
        post_url = reverse(f"case-{self.name}", args=[self.case.number, *self.under])
        more["in_queue"] = is_in_queue(self.request)
        context = {"case": self.case, "form": self.form, "post_url": post_url, **more}
        return render(self.request, template, context, status=status)

    def clashed(self, stale):
        """409 with the difference: what the person wrote is still in the form, and sending it again is knowing."""
        self.form.clash({name for name, *_sides in stale.args})
        return self.shown(409, **clash_context(self.case, stale))


def act(sheet, verb, *, said="", event="case-changed"):
    """Run ``verb`` with the sheet's form: 422 when it is not clean or refused, 409 when it is stale."""
    if not sheet.form.is_valid():
        return sheet.shown(422)
    try:
        verb(sheet.form)
    except StaleEdit as stale:
        return sheet.clashed(stale)
    except REFUSALS as refusal:
        return sheet.shown(422, reasons=refusal.args)
    return changed(sheet.request, sheet.case, said=said, event=event)


def act_in_place(request, case, form, verb):
    """The same for a control that stands in the header: what is wrong is said there, a clash is asked in the sheet."""
    if not form.is_valid():
        wrong = [message for messages in form.errors.values() for message in messages]
        return header(request, case, status=422, reasons=wrong)
    try:
        verb(**form.cleaned_data, by=request.member)
    except StaleEdit as stale:
        template = "cases/_conflict.html" if request.htmx else "cases/case_question.html"
        context = {"case": case, "post_url": request.path, **clash_context(case, stale)}
        return render(request, template, context, status=409)
    return changed(request, case)


def clash_context(case, stale):
    """What clashed, field by field in words, and whose change it was."""
    last = case.history().events().for_page().first()
    return {
        "conflicts": [_side_by_side(case, *clash) for clash in stale.args],
        "who": last.actor.name if last and last.actor else "",
        "when": last.at if last else None,
    }


def _side_by_side(case, name, theirs, yours):
    model_field = case._meta.get_field(name)
    labels = dict(model_field.flatchoices)
    return {
        "field": name,
        "was_field": "was",
        "label": model_field.verbose_name,
        "theirs": labels.get(theirs, theirs or _("empty")),
        "yours": labels.get(yours, yours or _("empty")),
        "theirs_value": theirs,
        "yours_value": yours,
    }


def header(request, case, status=200, **more):
    """The header anew; in a browser without scripts the whole page, with what was wrong on top."""
    case = type(case).objects.for_page().get(pk=case.pk)
    if not request.htmx:
        return render(request, "cases/case_detail.html", page_context(request, case, **more), status=status)
    return answered(request, header_part(request, case, **more), status)


def changed(request, case, said="", event="case-changed"):
    """Answer a verb that was done: the header anew for HTMX, the case's page for a browser."""
    if not request.htmx:
        return answer(request, to=case, said=said)
    if is_in_queue(request):
        return announce(HttpResponse(status=204), event="queue-changed", said=said)
    return announce(header(request, case), event=event, said=said)


def refused(request, case, reasons):
    """Answer a button that was refused without a form: beside it on the case's page, in a toast over the queue."""
    if is_in_queue(request):
        return announce(HttpResponse(status=204), said=" ".join(reasons), kind="problem")
    return header(request, case, status=422, reasons=reasons)


def is_in_queue(request) -> bool:
    """Whether HTMX asks from the page of the queues, where no header of a case stands."""
    return page_behind(request).path == reverse("case-list")
