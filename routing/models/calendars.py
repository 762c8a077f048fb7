"""When the company, or one of its branches, is open: weekly hours and holidays."""

from datetime import time

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from routing.hours import OpeningHours
from tenants.fields import TenantForeignKey
from tenants.models import Branch, Tenant, TenantLeaf, TenantModel
from tenants.querysets import TenantManager

from .noting import note
from .rollouts import Rollout
from .stale import StaleSetup
from .watching import Watched, WatchingQuerySet

WEEKDAYS = range(7)
OFFICE = dict.fromkeys(range(5), ((time(8), time(17)),))  # until a company says otherwise


def as_written(weekly) -> dict:
    """Return weekly hours as they stand in the row."""
    return {str(day): [[f"{o:%H:%M}", f"{c:%H:%M}"] for o, c in weekly.get(day, ())] for day in WEEKDAYS}


class CalendarQuerySet(WatchingQuerySet):
    def of_place(self, branch):
        """The calendar of ``branch`` itself, or the company's when it is None."""
        return self.filter(branch=branch).first()

    def branches(self):
        """The branches that may have hours of their own."""
        return Branch.objects.exclude(is_root=True).order_by("name")

    def for_list(self):
        return self.select_related("branch").prefetch_related("holidays")

    def office_hours(self, branch):
        """Return when ``branch`` is open: by its own calendar, the company's, or Monday to Friday from 8 to 17."""
        found = {calendar.branch_id: calendar for calendar in self.for_list().filter(Q(branch=branch) | Q(branch=None))}
        zone = branch.time_zone or branch.tenant.time_zone
        calendar = found.get(branch.pk) or found.get(None)
        return calendar.hours(branch.tenant, zone=zone) if calendar else OpeningHours(zone, OFFICE)

    @transaction.atomic
    def set_hours(self, branch, weekly, *, by, was, at=None):
        """Give the company, or one branch, these weekly hours; the same again are harmless.

        ``weekly`` maps weekdays to (opens, closes) pairs, ``was`` is the version that the person saw, 0 for none.
        Errors: StaleSetup, BadHours, NeverOpen.
        """
        at = at or timezone.now()
        company = Tenant.begin_setup()
        calendar = self.of_place(branch)
        written = as_written(weekly)
        if calendar and calendar.weekly == written:
            return calendar
        if (calendar.version if calendar else 0) != was:
            raise StaleSetup(calendar.version if calendar else 0, calendar)
        calendar = calendar or Calendar(branch=branch, version=0)
        calendar.weekly, calendar.version = written, calendar.version + 1
        calendar.hours(company).trial(timezone.localdate(at))
        calendar.save()
        company.end_setup()
        Rollout.objects.want("clock", company, by=by, at=at)
        note("calendar", by=by, at=at, act="hours", place=calendar.place)
        return calendar


class Calendar(Watched, TenantModel):
    """``weekly`` holds "08:00"-like pairs under the weekdays "0" (Monday) to "6", in the zone of the place."""

    branch = TenantForeignKey(Branch, null=True, related_name="+")
    weekly = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)

    _drafted = None

    objects = TenantManager.of(CalendarQuerySet)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["tenant", "branch"], nulls_distinct=False, name="routing_calendar_place"),
        ]

    def __str__(self):
        return self.place

    @property
    def place(self):
        """The name of the branch, empty for the company."""
        return self.branch.name if self.branch else ""

    def intervals(self):
        """Return the weekly hours as times: weekday -> (opens, closes) pairs."""
        return {
            int(day): tuple((time.fromisoformat(opens), time.fromisoformat(closes)) for opens, closes in pairs)
            for day, pairs in self.weekly.items()
        }

    def hours(self, company, *, zone="", also=()):
        """Return the opening hours in the zone of the place, or in ``zone``; with the days ``also`` as holidays."""
        zone = zone or (self.branch and self.branch.time_zone) or company.time_zone
        return OpeningHours(zone, self.intervals(), self.days().union(also))

    def days(self) -> frozenset:
        """Return the holidays, or those of a draft."""
        if self._drafted is not None or self._state.adding:
            return self._drafted or frozenset()
        return frozenset(holiday.day for holiday in self.holidays.all())

    def drafted(self, *, weekly=None, also=(), without=()):
        """Return an unsaved calendar as it would be after a change, for a look at what would follow."""
        draft = Calendar(branch=self.branch, weekly=self.weekly if weekly is None else as_written(weekly))
        draft._drafted = self.days().union(also).difference(without)
        return draft

    @transaction.atomic
    def close_on(self, day, name, *, by, at=None):
        """Make ``day`` a holiday; twice is harmless.

        Errors: NeverOpen when there is no working day left; StaleSetup when the calendar was given up meanwhile.
        """
        if self._close_on({day: name}, company := Tenant.begin_setup(), at := at or timezone.now()):
            self._changed(company, by, at, act="closed", day=day.isoformat(), name=name)

    @transaction.atomic
    def take_over(self, holidays, *, of, by, at=None):
        """Make every day of ``holidays``, day -> name, a holiday: the public ones ``of`` a Region. Twice is harmless.

        Errors: as of close_on, and then none of them is added.
        """
        if new := self._close_on(holidays, company := Tenant.begin_setup(), at := at or timezone.now()):
            first, last = (day.isoformat() for day in (new[0], new[-1]))
            self._changed(company, by, at, act="taken", count=len(new), of=of.name, first=first, last=last)

    def _close_on(self, holidays, company, at):
        """Write what is new of ``holidays``, and return those days in order."""
        calendar = type(self).objects.for_list().filter(pk=self.pk).first()
        if calendar is None:
            raise StaleSetup(0, None)
        calendar.hours(company, also=holidays).trial(timezone.localdate(at))
        new = sorted(holidays.keys() - calendar.days())
        Holiday.objects.bulk_create([Holiday(calendar=calendar, day=day, name=holidays[day]) for day in new])
        return new

    @transaction.atomic
    def open_on(self, day, *, by, at=None):
        """Make ``day`` no holiday any more; twice is harmless."""
        at = at or timezone.now()
        company = Tenant.begin_setup()
        holiday = self.holidays.filter(day=day).first()
        if holiday:
            holiday.delete()
            self._changed(company, by, at, act="opened", day=day.isoformat(), name=holiday.name)

    @transaction.atomic
    def give_up(self, *, by, at=None):
        """Let a branch keep the company's hours again; twice is harmless. The company's own calendar stays."""
        if self.branch_id is None:
            return
        at = at or timezone.now()
        company = Tenant.begin_setup()
        place, rows = self.place, type(self).objects.filter(pk=self.pk)
        if not rows.exists():
            return
        self.holidays.all().delete()
        rows.delete()
        company.end_setup()
        Rollout.objects.want("clock", company, by=by, at=at)
        note("calendar", by=by, at=at, act="given-up", place=place)

    def _changed(self, company, by, at, **facts):
        company.end_setup()
        Rollout.objects.want("clock", company, by=by, at=at)
        note("calendar", by=by, at=at, place=self.place, **facts)


class Holiday(TenantLeaf):
    """A day on which a calendar is closed, whatever its weekday says."""

    calendar = TenantForeignKey(Calendar, models.CASCADE, related_name="holidays")
    day = models.DateField(_("day"))
    name = models.CharField(_("name"), max_length=60)

    class Meta(TenantLeaf.Meta):
        constraints = [
            *TenantLeaf.Meta.constraints,
            models.UniqueConstraint(fields=["tenant", "calendar", "day"], name="routing_holiday_once"),
        ]
        ordering = ["day"]
