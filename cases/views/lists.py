"""The queues."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from cases.models import SavedView
from cases.queues import Queue, queue_context
from cases.rows import rendered
from tenants import news
from tenants.http import page, permission_required
from tenants.models.roles import READ


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
