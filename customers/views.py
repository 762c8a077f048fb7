"""Customers: finding one, and everything about one."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tenants.http import answer, go, needs_role, page, permission_required, require_grant
from tenants.models.roles import READ, RESOLVE, WRITE
from tenants.wiring import panels

from .forms import ComplaintForm, CorrectionForm, NoteForm, ReopeningForm, SettlementForm
from .models import Account, CannotCorrect, CannotSettle, Complaint, Job, Order, StaleCorrection
from .panels import BESIDE, MAIN, page_of, section_for, sections_of, tabs_of

PAGE = 50
shown_or_done = require_http_methods(["GET", "HEAD", "POST"])
FOUND = 8
FEED = 200


@require_GET
@permission_required(READ)
def account_list(request):
    q, after = request.GET.get("q", "")[:100].strip(), request.GET.get("after", "")
    visible = Account.objects.visible_to(request.access)
    found = visible.search(q) if q else None
    accounts = visible.page_of(found, after, PAGE + 1)
    more = {"q": q, "after": accounts[PAGE - 1].number} if len(accounts) > PAGE else None
    address = more and f"{reverse('account-list')}?{urlencode(more)}"
    context = {"accounts": accounts[:PAGE], "q": q, "found": found, "next_url": address}
    return page(request, "customers/_accounts.html" if request.htmx else "customers/account_list.html", context)


@require_GET
@permission_required(READ)
def account_detail(request, number):
    account = get_object_or_404(Account.objects.visible_to(request.access).for_page(request.access), number=number)
    hung, history = panels("customers.account", request, account), panels("customers.account.history", request, account)
    main, beside = sections_of(account, MAIN), sections_of(account, BESIDE)
    context = {
        "account": account,
        "panels": hung,
        "sections": main,
        "history": history,
        "beside": beside,
        "tabs": tabs_of(hung, main, beside, history),
    }
    return page(request, "customers/account_detail.html", context)


@shown_or_done
@permission_required(WRITE)
def account_correction(request, number):
    """How a customer is called and reached."""
    account = get_object_or_404(Account.objects.visible_to(request.access), number=number)
    return _corrected(request, account, account, reverse("account-correction", args=[number]))


@shown_or_done
@permission_required(WRITE)
def contact_correction(request, number, pk):
    """The same of a person to speak with."""
    account = get_object_or_404(Account.objects.visible_to(request.access), number=number)
    contact = get_object_or_404(account.contacts, pk=pk)
    return _corrected(request, account, contact, reverse("contact-correction", args=[number, pk]))


def _corrected(request, account, row, post_url):
    form = CorrectionForm(request.POST if request.method == "POST" else None, row=row)
    status = _correct(request, row, form) if request.method == "POST" else 200
    if status is None:
        messages.success(request, _("Saved."))
        return go(request, account)
    template = "customers/_correction.html" if request.htmx else "customers/correction.html"
    return page(request, template, {"form": form, "account": account, "row": row, "post_url": post_url}, status=status)


def _correct(request, row, form):
    """Correct ``row`` as the form says; return the status that says why not, if so."""
    if not form.is_valid():
        return 422
    try:
        row.correct(**form.wish(), by=request.member)
    except CannotCorrect as refusal:
        form.add_error(None, list(refusal.args))
        return 422
    except StaleCorrection as stale:
        form.clash(stale.args)
        return 409


@require_GET
@permission_required(READ)
def account_shelf(request, number, kind):
    """Everything of one kind that belongs to a customer."""
    section = section_for(kind, request.access)
    if section is None:
        raise Http404
    account = get_object_or_404(Account.objects.visible_to(request.access), number=number)
    rows = account.shelf_of(kind, request.access, after=request.GET.get("after", ""))
    context = {"account": account, "section": section, **page_of(rows)}
    return page(request, "customers/_shelf_page.html" if request.htmx else "customers/account_shelf.html", context)


@shown_or_done
@permission_required(WRITE)
def account_complaint(request, number):
    """Note what the customer complains about."""
    account = get_object_or_404(Account.objects.visible_to(request.access), number=number)
    form = ComplaintForm(_sent(request))
    if not form.is_valid():
        return _asked(request, account, form, "customers/_form_complaint.html")
    account.note_complaint(by=request.member, **form.cleaned_data)
    return _noted(request, account, _("Noted."))


@shown_or_done
@permission_required(RESOLVE)
def complaint_settlement(request, number, pk):
    """Say what was done about a complaint."""
    account = get_object_or_404(Account.objects.visible_to(request.access), number=number)
    found = get_object_or_404(Complaint.objects.about(account).for_list(), pk=pk)
    form, template = SettlementForm(_sent(request), complaint=found), "customers/_form_settlement.html"
    if not form.is_valid():
        return _asked(request, account, form, template)
    try:
        found.settle(by=request.member, **form.cleaned_data)
    except CannotSettle as refusal:
        return _asked(request, account, form, template, reasons=refusal.args)
    return _noted(request, account, _("Settled."))


def _sent(request):
    return request.POST if request.method == "POST" else None


def _asked(request, account, form, template, **more):
    """The sheet, or a page of its own in a browser without scripts; 422 when something is wrong with what was sent."""
    context = {"account": account, "form": form, "post_url": request.path, "back_url": account.get_absolute_url()}
    context |= {"question": template, **more}
    status = 422 if form.is_bound else 200
    return page(request, template if request.htmx else "customers/account_question.html", context, status=status)


def _noted(request, account, said):
    messages.success(request, said)
    return go(request, account)


@require_GET
@permission_required(READ)
def job_detail(request, number):
    job = get_object_or_404(Job.objects.visible_to(request.access).for_page(), number=number)
    return page(request, "customers/job_detail.html", _job(request, job))


@require_POST
@permission_required(WRITE)
def job_notes(request, number):
    """Leave a note in the milestone feed; ``case`` links the case that it is about."""
    job = get_object_or_404(Job.objects.visible_to(request.access).for_page(), number=number)
    require_grant(request, WRITE, job.branch_id)
    form = NoteForm(request.POST, access=request.access)
    if not form.is_valid():
        return page(request, "customers/job_detail.html", _job(request, job, form), status=422)
    job.note(by=request.member, **form.said())
    return answer(request, to=job, said=_("Noted."))


@require_POST
@permission_required(WRITE)
def job_completion(request, number):
    """Say that the work is done: somebody of the branch, or the technician who leads it."""
    job = get_object_or_404(Job.objects.visible_to(request.access).for_page(), number=number)
    if not job.may_be_completed_by(request.access, WRITE):
        raise needs_role(WRITE)
    job.complete(by=request.member)
    messages.success(request, _("The work is done."))
    return go(request, job)


@shown_or_done
@permission_required(WRITE)
def job_reopening(request, number):
    """Say that it is not done after all."""
    job = get_object_or_404(Job.objects.visible_to(request.access).for_page(), number=number)
    require_grant(request, WRITE, job.branch_id)
    form = ReopeningForm(_sent(request), job=job)
    if not form.is_valid():
        return _asked(request, job.account, form, "customers/_form_reopening.html", back_url=job.get_absolute_url())
    job.reopen(by=request.member, **form.cleaned_data)
    messages.success(request, _("Work goes on."))
    return go(request, job)


def _job(request, job, form=None):
    may_note = request.access.can(WRITE, job.branch_id)
    return {
        "job": job,
        "may_complete": not job.is_completed and job.may_be_completed_by(request.access, WRITE),
        "may_reopen": job.is_completed and may_note,
        "lines": job.feed().readable_by(request.access).for_page()[:FEED],
        "orders": job.orders.all(),
        "form": form or (may_note and NoteForm(access=request.access, case=request.GET.get("case", ""))),
        "panels": panels("customers.job", request, job),
    }


@require_GET
@permission_required(READ)
def order_detail(request, number):
    order = get_object_or_404(Order.objects.visible_to(request.access).for_page(), number=number)
    context = {"order": order, "lines": order.lines.all(), "panels": panels("customers.order", request, order)}
    return page(request, "customers/order_detail.html", context)


def looked_up(request) -> dict:
    """The few best answers to the ``q`` of the address: a name, number, phone, e-mail or address."""
    q = request.GET.get("q", "")[:100].strip()
    visible = Account.objects.visible_to(request.access)
    found = visible.search(q, FOUND) if q else None
    return {"q": q, "found": found, "results": visible.in_order_of(found.ids) if found else []}


@require_GET
@permission_required(WRITE)
def customer_lookup(request):
    """What is found while somebody types."""
    return page(request, "customers/_lookup_results.html", looked_up(request))
