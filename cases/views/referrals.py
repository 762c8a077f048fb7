"""Referrals: those of one case, what is done with one of them, and the list of a department."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases import forms
from cases.boards import ReferralBoard, board_context
from cases.models import CannotAnswer, Referral
from cases.panels import answers_for, referrals_context
from tenants.http import NeedsRole, announce, page, permission_required
from tenants.models.roles import READ, WRITE

from .acting import Sheet, changed, header
from .finding import find, find_inside
from .verbs import answered, shown_or_done

CHANGED = "case-changed referrals-changed"


@require_GET
@permission_required(READ)
def referrals(request, number):
    case = find_inside(request, number)
    template = "cases/_referrals.html" if request.htmx else "cases/case_referrals.html"
    return page(request, template, referrals_context(request, case))


@shown_or_done
@permission_required(WRITE)
def referral(request, number):
    """Refer the case to another department."""
    case = find(request, number, WRITE)
    sheet = Sheet(request, case, forms.ReferralForm, "referral", about=case)
    return answered(
        sheet, lambda form: case.refer(by=request.member, **form.cleaned_data), _("Referred."), event=CHANGED
    )


def _find(request, number, pk):
    """The case and its referral, for somebody who answers for the department that was asked."""
    case = find(request, number, WRITE)
    found = get_object_or_404(Referral.objects.about(case).with_seats_of(request.member), pk=pk)
    if not answers_for(request.access, found):
        said = _("This is for the people of %(department)s, and for who resolves cases.")
        raise NeedsRole(said % {"department": found.department.name})
    return case, found


@require_POST
@permission_required(WRITE)
def acceptance(request, number, pk):
    case, found = _find(request, number, pk)
    return _done(request, case, found.accept, _("It is yours."))


@require_POST
@permission_required(WRITE)
def withdrawal(request, number, pk):
    """Who asked may say that no answer is needed any more; so may everybody who works the case."""
    case = find(request, number, WRITE)
    return _done(request, case, get_object_or_404(Referral.objects.about(case), pk=pk).withdraw, _("Withdrawn."))


def _done(request, case, verb, said):
    try:
        verb(by=request.member)
    except CannotAnswer as refusal:
        return header(request, case, status=422, reasons=refusal.args)
    if request.htmx and request.htmx.target == "queue":  # a button of the list, which then reads itself anew
        return announce(HttpResponse(status=204), event="queue-changed", said=said)
    return changed(request, case, said=said, event=CHANGED)


@shown_or_done
@permission_required(WRITE)
def answer(request, number, pk):
    case, found = _find(request, number, pk)
    sheet = Sheet(request, case, forms.AnswerForm, "referral-answer", under=[pk], referral=found)
    return answered(
        sheet, lambda form: found.reply(by=request.member, **form.cleaned_data), _("Answered."), event=CHANGED
    )


@shown_or_done
@permission_required(WRITE)
def giving_back(request, number, pk):
    case, found = _find(request, number, pk)
    sheet = Sheet(request, case, forms.ReturnForm, "referral-return", under=[pk], referral=found)
    return answered(
        sheet, lambda form: found.give_back(by=request.member, **form.cleaned_data), _("Given back."), event=CHANGED
    )


@require_GET
@permission_required(READ)
def referral_list(request):
    board = _board(request)
    template = "cases/_referral_list.html" if request.htmx.target == "queue" else "cases/referral_list.html"
    return page(request, template, board_context(board))


@require_GET
@permission_required(READ)
def referral_pulse(request):
    """Say whether the list on the page is still true: 204, with the event that makes it read itself anew if not."""
    is_news = _board(request).stamp != request.GET.get("stamp")
    return announce(HttpResponse(status=204), event="queue-changed" if is_news else None)


def _board(request):
    if not request.access.is_inside:
        raise Http404
    return ReferralBoard(request)
