"""The queues, and opening a case."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from cases.explanations import proposal
from cases.forms import CaseForm
from cases.models import CannotOpen, Case, SavedView
from cases.queues import Queue, queue_context
from cases.rows import rendered
from customers.models import Account
from customers.views import looked_up
from tenants import news
from tenants.http import page, permission_required
from tenants.models.roles import READ, WRITE


@require_GET
@permission_required(READ)
def case_list(request):
    if not request.GET and (home := SavedView.objects.home_of(request.member)):
        return redirect(home)
    queue = Queue(request.access, request.GET)
    context = queue_context(queue, rendered(queue.page_keys, request.company))
    return page(request, "cases/_queue.html" if request.htmx.target == "queue" else "cases/case_list.html", context)


@require_GET
@permission_required(READ)
def case_pulse(request):
    """Say whether the queue on the page is still true: 204, with the event that makes it read itself anew if not."""
    answer = HttpResponse(status=204)
    mark = news.latest(request.company.pk)  # read before the queue: what changes meanwhile is news next time
    if Queue(request.access, request.GET).stamp != request.GET.get("stamp"):
        answer["HX-Trigger"] = "queue-changed"
    else:
        answer.quiet_at = (request.company.pk, mark)
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(WRITE)
def case_new(request):
    account, access = _account(request), request.access
    if request.method != "POST" and account is None:
        return page(request, "cases/case_form.html", looked_up(request))
    if request.method != "POST":
        return _shown(request, CaseForm(access=access, account=account, asked=request.GET))
    form = CaseForm(request.POST, access=access, account=account)
    return _open(request, form) if form.is_valid() else _shown(request, form, status=422)


def _open(request, form):
    reported = form.reported()
    key = reported.pop("opening_key")
    try:
        case = Case.objects.open_for(form.account, by=request.member, opening_key=key, **reported)
    except CannotOpen as refusal:
        return _shown(request, form, status=422, reasons=refusal.args)
    return redirect(case)


def _shown(request, form, status=200, **more):
    """The form with what can be chosen, and what it would become as it stands."""
    context = {"form": form.with_choices(), "account": form.account, "warning": form.warning(), **more}
    return page(request, "cases/case_form.html", {**context, "proposal_url": reverse("case-proposal")}, status=status)


def _account(request):
    """The customer that the form or the address names, when this member may see them."""
    asked = request.POST.get("account") or request.GET.get("account", "")
    return Account.objects.visible_to(request.access).named(asked).first()


@require_GET
@permission_required(WRITE)
def case_proposal(request):
    """What severity, urgency and reason, as chosen so far, would make of the case."""
    return page(request, "cases/_proposal.html", {"proposal": proposal(request.GET, request.company)})
