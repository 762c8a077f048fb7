"""Choosing what a queue shows: the filters that do not stand above it."""

from django.views.decorators.http import require_GET

from cases.forms.choosing import known_tags
from cases.queues import Queue, filters_context
from customers.models import Account
from tenants.http import page, permission_required
from tenants.models.roles import READ

FOUND = 8


@require_GET
@permission_required(READ)
def case_filters(request):
    queue = Queue(request.access, request.GET)
    template = "cases/_filters.html" if request.htmx else "cases/case_filters.html"
    return page(request, template, {"known_tags": known_tags(), **filters_context(queue)})


@require_GET
@permission_required(READ)
def filter_customers(request):
    """Customers called so, for somebody who is writing whose cases they want."""
    text = request.GET.get("customer", "")[:60].strip()
    accounts = Account.objects.visible_to(request.access)
    found = accounts.called(text).by_name()[:FOUND] if text else []
    return page(request, "cases/_customer_options.html", {"accounts": found})
