"""Choosing what a queue shows: the filters that do not stand above it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from cases.forms.choosing import known_tags
from cases.queues import Queue, filters_context
from customers.models import Account
from tenants.http import page, permission_required
from tenants.models.roles import READ

from .finding import find

FOUND = 8


@require_GET
@permission_required(READ)
def case_filters(request):
    queue = Queue(request.access, request.GET)
    template = "cases/_filters.html" if request.htmx else "cases/case_filters.html"
    return page(request, template, {"known_tags": known_tags(), **filters_context(queue)})


@require_GET
@permission_required(READ)
def case_beside(request, number, way):
    """Go to the next or the previous case of the list that the address asks for, or back to it at its end."""
    if way not in ("next", "previous"):
        raise Http404
    queue = Queue(request.access, request.GET)
    beside = queue.beside(find(request, number), forth=way == "next")
    if beside is None:
        messages.info(request, _("That was the last one here.") if way == "next" else _("That was the first one here."))
        return redirect(f"{reverse('case-list')}?{queue.query()}")
    return redirect(f"{reverse('case-detail', args=[beside])}?{queue.query()}")


@require_GET
@permission_required(READ)
def filter_customers(request):
    """Customers called so, for somebody who is writing whose cases they want."""
    text = request.GET.get("customer", "")[:60].strip()
    accounts = Account.objects.visible_to(request.access)
    found = accounts.in_order_of(accounts.search(text, FOUND).ids) if text else []
    return page(request, "cases/_customer_options.html", {"accounts": found})
