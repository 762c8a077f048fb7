"""Customers: finding one, and everything about one."""

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tenants.http import answer, page, permission_required, require_grant
from tenants.models.roles import READ, WRITE
from tenants.wiring import panels

from .forms import NoteForm
from .models import Account, Job, Order
from .panels import BESIDE, MAIN, SECTIONS, page_of, sections_of, tabs_of

PAGE = 50
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


@require_GET
@permission_required(READ)
def account_shelf(request, number, kind):
    """Everything of one kind that belongs to a customer."""
    if kind not in SECTIONS:
        raise Http404
    account = get_object_or_404(Account.objects.visible_to(request.access), number=number)
    rows = account.shelf_of(kind, request.access, after=request.GET.get("after", ""))
    context = {"account": account, "section": SECTIONS[kind], **page_of(rows)}
    return page(request, "customers/_shelf_page.html" if request.htmx else "customers/account_shelf.html", context)


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


def _job(request, job, form=None):
    may_note = request.access.can(WRITE, job.branch_id)
    return {
        "job": job,
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
