"""When the company and its branches are open."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from routing.forms import HolidayForm, HoursForm
from routing.hours import NeverOpen
from routing.models import Calendar, Rollout, StaleSetup, read_setup, setup_of
from tenants.http import needs_role, permission_required
from tenants.models import Branch
from tenants.models.roles import CONFIGURE
from tenants.wiring import panels

from .ruling import _was
from .settings import settings_page


class Place:
    """The company, or the branch that the address names, with its calendar; 403 for who may not set its hours."""

    def __init__(self, request, pk=None):
        self.request = request
        self.branch = get_object_or_404(Branch, pk=pk, is_root=False) if pk else None
        if not self._may(self.branch):
            raise needs_role(CONFIGURE)
        self.own = Calendar.objects.of_place(self.branch)
        self.calendar = self.own or Calendar.objects.of_place(None) or Calendar()

    def _may(self, branch):
        access = self.request.access
        return access.can_configure_everything or (branch is not None and access.can(CONFIGURE, branch.pk))

    @property
    def zone(self):
        return (self.branch and self.branch.time_zone) or self.request.company.time_zone

    @property
    def url(self):
        return reverse("branch-calendar", args=[self.branch.pk]) if self.branch else reverse("calendar")

    @property
    def public_url(self):
        """Where its public holidays are chosen."""
        pk = [self.branch.pk] if self.branch else []
        return reverse("branch-public-holidays" if pk else "public-holidays", args=pk)

    def others(self):
        """The other places whose hours this member may set, for the row of links."""
        return [branch for branch in Calendar.objects.branches() if self._may(branch)]

    def draft(self, **changes):
        return (self.own or Calendar(branch=self.branch)).drafted(**changes)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required(CONFIGURE)
def calendar(request, pk=None):
    if pk is None and not request.access.can_configure_everything:
        return redirect("branch-calendar", request.access.branches(CONFIGURE)[0])
    place = Place(request, pk)
    if request.method != "POST":
        return _shown(request, place)
    if request.POST.get("do") == "give-up" and place.own:
        place.own.give_up(by=request.member)
        return redirect(place.url)
    form = _hours_form(place, request.POST)
    return _set(request, place, form) if form.is_valid() else _shown(request, place, form, status=422)


def _hours_form(place, data=None):
    return HoursForm(data, weekly=place.calendar.intervals(), zone=place.zone, holidays=place.calendar.days())


def _set(request, place, form):
    """Save hours that were looked at, or look at what would follow from them."""
    weekly = form.weekly()
    ask = would_move(request, place.draft(weekly=weekly), form.seal())
    if ask:
        return _shown(request, place, form, was=_was(request), seal=form.seal(), panels=ask)
    try:
        Calendar.objects.set_hours(place.branch, weekly, by=request.member, was=_was(request))
    except StaleSetup as stale:
        return _shown(request, place, form, was=stale.args[0], seal=form.seal(), is_stale=True, status=409)
    messages.success(request, _("These hours are in force."))
    return redirect(place.url)


def would_move(request, draft, seal):
    """Return the panels to look at first; none when nothing depends on the calendar, or they have been looked at."""
    after = read_setup(request.company, calendar=draft)
    if after.clocks_like(setup_of(request.company)) or request.POST.get("seal") == seal:
        return []
    return panels("routing.clock", request, after)


@require_POST
@permission_required(CONFIGURE)
def holidays(request, pk=None):
    place, form = Place(request, pk), HolidayForm(request.POST)
    if place.own is None:
        raise Http404
    if not form.is_valid():
        return _shown(request, place, holiday_form=form, status=422)
    return _tried(request, place, form)


def _tried(request, place, form):
    try:
        return _closed_or_opened(request, place, form)
    except NeverOpen:
        form.add_error("day", _("That would leave no working day in a whole year."))
        return _shown(request, place, holiday_form=form, status=422)
    except StaleSetup:
        return given_up(request, place)


def given_up(request, place):
    gone = _("Somebody has given up this calendar meanwhile: the company's hours count here. No holiday was added.")
    return _shown(request, Place(request, place.branch and place.branch.pk), reasons=[gone], status=409)


def _shown(request, place, form=None, *, was=None, status=200, **more):
    holidays = place.calendar.holidays.all() if place.calendar.version and not place.calendar._state.adding else []
    context = {"place": place, "form": form or _hours_form(place), "holidays": holidays, **more}
    context["was"] = (place.own.version if place.own else 0) if was is None else was
    context.setdefault("holiday_form", HolidayForm())
    context["rollout"] = Rollout.objects.of_kind("clock")
    return settings_page(request, "routing/calendar.html", "calendar", context, kinds=["calendar"], status=status)


def _closed_or_opened(request, place, form):
    """Change a holiday that was looked at, or look at what would follow. Errors: NeverOpen, also from the look."""
    day, name, gone = (form.cleaned_data[field] for field in ("day", "name", "remove"))
    if ask := would_move(request, place.draft(also=[] if gone else [day], without=[gone]), form.seal()):
        return _shown(request, place, holiday_form=form, holiday_seal=form.seal(), holiday_panels=ask)
    if gone:
        place.own.open_on(gone, by=request.member)
    else:
        place.own.close_on(day, name, by=request.member)
    return redirect(place.url)
