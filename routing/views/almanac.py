"""Taking over the public holidays of a country or state into a calendar."""

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from routing.forms import PublicHolidaysForm
from routing.hours import NeverOpen
from routing.models import StaleSetup
from tenants.http import permission_required
from tenants.models.roles import CONFIGURE

from .calendars import Place, given_up, would_move
from .settings import settings_page


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(CONFIGURE)
def public_holidays(request, pk=None):
    place = Place(request, pk)
    if place.own is None:
        raise Http404
    form = _form(request, place)
    if not form.is_bound:
        return _shown(request, place, form)
    return _taken(request, place, form) if form.is_valid() else _shown(request, place, form, status=422)


def _form(request, place):
    """The form of what was posted, or of the country that the address asks for."""
    is_post = request.method == "POST"
    today = timezone.localdate(timezone=ZoneInfo(place.zone))
    how = {"zone": place.zone, "since": today, "kept": place.own.days()}
    return PublicHolidaysForm(request.POST if is_post else None, asked=request.POST if is_post else request.GET, **how)


def _taken(request, place, form):
    try:
        return _looked_at(request, place, form, form.chosen())
    except NeverOpen:
        form.add_error("days", _("That would leave no working day in a whole year."))
        return _shown(request, place, form, status=422)
    except StaleSetup:
        return given_up(request, place)


def _looked_at(request, place, form, days):
    """Take over days that were looked at, or look at what would follow. Errors: NeverOpen, also from the look."""
    if ask := would_move(request, place.draft(also=days), form.seal()):
        return _shown(request, place, form, seal=form.seal(), panels=ask)
    place.own.take_over(days, of=form.where, by=request.member)
    count = len(days)
    said = ngettext("%(n)s public holiday is in the calendar.", "%(n)s public holidays are in the calendar.", count)
    messages.success(request, said % {"n": count})
    return redirect(place.url)


def _shown(request, place, form, *, status=200, **more):
    closed = [day for day in range(7) if not place.own.intervals().get(day)]
    context = {"place": place, "form": form, "closed": closed, **more}
    return settings_page(
        request, "routing/public_holidays.html", "calendar", context, kinds=["calendar"], status=status
    )
