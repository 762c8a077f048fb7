"""One member's inbox: the list, the bell on every page, and what they want by mail."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import get_script_prefix
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tenants import news
from tenants.http import announce, answer, go, page

from .forms import PreferenceForm, ReadingForm
from .models import Delivery, Notification, Preference
from .queues import Inbox, count_unread, inbox_context

DEAD_SHOWN = 3

shown_or_done = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
def inbox(request):
    template = "inbox/_list.html" if request.htmx.target == "inbox-list" else "inbox/notification_list.html"
    return page(request, template, inbox_context(Inbox(request)))


@require_GET
def pulse(request):
    """The bell anew when its number has changed; 204 while it has not."""
    mark = news.latest(request.member.pk)  # read before the count: what changes meanwhile is news next time
    unread = count_unread(request.access)
    if unread != request.GET.get("seen"):
        return announce(render(request, "inbox/_bell.html", {"unread": unread}), event="inbox-arrived")
    response = HttpResponse(status=204)
    response.quiet_at = (request.member.pk, mark)
    return response


def find(request, pk):
    return get_object_or_404(Notification.objects.readable_by(request.access).for_list(), pk=pk)


@shown_or_done
def notification(request, pk):
    """Open one: having posted, it is read, and the browser is where it leads. The page posts by itself."""
    told = find(request, pk)
    if request.method != "POST":
        return page(request, "inbox/notification_detail.html", {"notification": told})
    told.read(by=request.member)
    return go(request, get_script_prefix().rstrip("/") + told.address)


@require_POST
def reading(request, pk):
    find(request, pk).read(by=request.member)
    return _listed(request)


@require_POST
def readings(request):
    """Mark everything as read that had been told when the page was shown."""
    form = ReadingForm(request.POST)
    until = form.cleaned_data["until"] if form.is_valid() else None
    Notification.objects.readable_by(request.access).told_until(until).mark_read(by=request.member)
    return _listed(request)


def _listed(request):
    if not request.htmx:
        return go(request, "inbox")
    listed = render(request, "inbox/_list.html", inbox_context(Inbox(request)))
    return announce(listed, event="inbox-changed")


@shown_or_done
def preferences(request):
    member = request.member
    preference = Preference.objects.by_member([member.pk])[member.pk]
    form = PreferenceForm(request.POST if request.method == "POST" else None, preference=preference)
    if request.method == "POST" and form.is_valid():
        Preference.objects.settle(member, by=member, **form.cleaned_data)
        return answer(request, to="inbox-preferences", said=_("Saved."))
    dead = Delivery.objects.to_member(member).dead().newest_first()[:DEAD_SHOWN]
    context = {"form": form, "dead": dead}
    return page(request, "inbox/preferences.html", context, status=422 if form.errors else 200)
