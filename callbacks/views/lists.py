"""Callbacks as lists: one's own of today, those of everybody, and the week."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from callbacks.boards.calendar import Week
from callbacks.boards.listing import CallbackBoard, board_context
from callbacks.boards.today import Today, today_context
from callbacks.forms import SubjectForm
from callbacks.panels import panel_of
from tenants.http import announce, page, permission_required
from tenants.models.roles import READ

from .inside import inside


@require_GET
@permission_required(READ)
@inside
def today(request):
    template = "callbacks/_today.html" if request.htmx.target == "queue" else "callbacks/today.html"
    return page(request, template, today_context(request))


@require_GET
@permission_required(READ)
@inside
def callback_list(request):
    template = "callbacks/_list.html" if request.htmx.target == "queue" else "callbacks/callback_list.html"
    return page(request, template, board_context(CallbackBoard(request)))


@require_GET
@permission_required(READ)
@inside
def callback_pulse(request):
    """Say whether the list on the page is still true."""
    return pulse_of(request, CallbackBoard(request) if "tab" in request.GET else Today(request))


def pulse_of(request, board):
    """204, with the event that makes the page read ``board`` anew when it has changed since the page was made."""
    is_news = board.stamp != request.GET.get("stamp")
    return announce(HttpResponse(status=204), event="queue-changed" if is_news else None)


@require_GET
@permission_required(READ)
@inside
def callbacks_of(request, what, number):
    """The callbacks of a case, a job, an order or a customer: their panel, read anew."""
    panel = panel_of(request, SubjectForm({what: number}, access=request.access).subject())
    if panel is None:
        raise Http404
    return page(request, panel.template if request.htmx else "callbacks/callbacks_of.html", {"panel": panel.context})


@require_GET
@permission_required(READ)
@inside
def calendar(request):
    template = "callbacks/_week.html" if request.htmx.target == "queue" else "callbacks/calendar.html"
    return page(request, template, Week(request).context())
