"""Opening a case: whom it is about, what is known of them, what is there already, and the form itself."""

from uuid import uuid4

from django.contrib import messages
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.explanations import proposal
from cases.forms import CaseForm, RepeatForm
from cases.models import AvoidedDuplicate, CannotMention, CannotOpen, CannotRepeat, Case, SentBefore
from cases.panels import what_is_open, why_likely
from customers.models import Account
from customers.views import looked_up
from tenants.http import go, page, permission_required
from tenants.models.roles import WRITE
from tenants.wiring import panels

from .finding import find

CHOSEN = "customer-chosen"


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(WRITE)
def case_new(request):
    if request.method != "POST":
        form = CaseForm(access=request.access, account=_account(request), asked=request.GET.dict())
        return _shown(request, form)
    form = _again(request)
    return _open(request, form) if form.is_valid() else _shown(request, form, status=422)


def _open(request, form):
    try:
        case = Case.objects.open_for(form.account, by=request.member, **form.reported())
    except CannotOpen as refusal:
        return _shown(request, form, status=422, reasons=refusal.args)
    except SentBefore as before:
        return _asked(request, before)
    return _sent(request, case)


def _asked(request, before):
    """Show what was written now, to become a note or another case: the form was sent before in other words."""
    (case,) = before.args
    return _shown(request, _again(request, anew=True), status=422, sent=case)


def _sent(request, case, said=""):
    """Lead to the case, and let the browser forget its draft."""
    if said:
        messages.success(request, said)
    sent = go(request, case)
    sent["HX-Trigger"] = "case-sent"
    return sent


def _shown(request, form, status=200, **more):
    """The form with what can be chosen, and what it would become as it stands."""
    urls = {"proposal_url": reverse("case-proposal"), "likely_url": reverse("case-likely")}
    found = {} if form.account else looked_up(request)
    context = {"form": form.with_choices(), "account": form.account, **urls, **found, **more}
    return page(request, "cases/_case_form.html" if request.htmx else "cases/case_form.html", context, status=status)


def _account(request):
    """The customer that the form or the address names, when this member may see them."""
    asked = request.POST.get("account") or request.GET.get("account", "")
    return Account.objects.visible_to(request.access).for_opening().named(asked).first() if asked else None


@require_GET
@permission_required(WRITE)
def case_customer(request):
    """The part of the form that is about the customer: whom it is about, or the question; what follows from what."""
    form = CaseForm(access=request.access, account=_account(request), asked=_leading(request))
    context = {"form": form.with_choices(), "account": form.account, "was": request.GET.get("was", "")}
    shown = page(request, "cases/_intake_customer.html", context)
    shown["HX-Trigger-After-Settle"] = CHOSEN
    return shown


def _leading(request):
    """What was chosen so far, without what follows from the choice that was just made."""
    asked = request.GET.dict()
    overruled = {
        "contract": ("job", "site", "order_line"),
        "job": ("contract", "site"),
        "order_line": ("job", "contract"),
    }
    for name in overruled.get(request.htmx.trigger_name, ()):
        asked.pop(name, None)
    return asked


@require_GET
@permission_required(WRITE)
def case_context(request):
    """What is known of the customer who speaks: what is open, what they were told, what was promised."""
    account = _account(request)
    known = what_is_open(request, account) if account else {}
    hung = panels("customers.intake", request, account) if account else []
    context = {"account": account, "panels": hung, **known}
    return page(request, "cases/_intake_context.html" if request.htmx else "cases/case_context.html", context)


@require_POST
@permission_required(WRITE)
def case_likely(request):
    """The open cases that this may be about. Posted, because what customers say belongs in no address."""
    asked = request.POST
    account = (
        Account.objects.visible_to(request.access).named(asked["account"]).first() if asked.get("account") else None
    )
    text = f"{asked.get('summary', '')[:160]} {asked.get('description', '')[:4_000]}"
    concerned = {name: asked.get(name, "") for name in ("contact", "site", "contract", "job", "asset", "order_line")}
    visible = Case.objects.visible_to(request.access)
    found = visible.likely(account, text=text, phone=asked.get("new_phone", "")[:40], **concerned) if account else []
    context = {"account": account, "likely": [(case, likeness, why_likely(likeness)) for case, likeness in found]}
    return page(request, "cases/_likely.html", context)


@require_POST
@permission_required(WRITE)
def case_repeats(request, number):
    """Note what was typed on this case instead of opening another."""
    case, form = find(request, number, WRITE), RepeatForm(request.POST)
    if not form.is_valid():
        return _shown(request, _again(request), status=422)
    try:
        case.hear_again(by=request.member, **form.heard(case.account.contacts.all()))
    except (CannotMention, CannotRepeat) as refusal:
        return _shown(request, _again(request), status=422, reasons=refusal.args)
    except SentBefore as before:
        return _asked(request, before)
    return _sent(request, case, said=_thanks(request, case))


def _again(request, *, anew=False):
    """The form as it was sent; ``anew`` it counts as one that was not sent yet."""
    sent = request.POST.copy()
    if anew:
        sent["opening_key"] = uuid4()
    return CaseForm(sent, access=request.access, account=_account(request))


def _thanks(request, case):
    told = _("%(name)s is told.") % {"name": case.owner.name} if case.owner else _("Nobody owns it yet.")
    count = AvoidedDuplicate.objects.heard_by(request.member).capped_count()
    avoided = ngettext("%(n)s duplicate avoided by you.", "%(n)s duplicates avoided by you.", count) % {"n": count}
    return " ".join([_("Noted on #%(number)s.") % {"number": case.number}, told, avoided])


@require_GET
@permission_required(WRITE)
def case_proposal(request):
    """What severity, urgency and reason, as chosen so far, would make of the case."""
    return page(request, "cases/_proposal.html", {"proposal": proposal(request.GET, request.company)})
