"""A week of callbacks, day by day, as one member may see it."""

from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.http import urlencode

from callbacks.forms import CallbackFilters
from callbacks.models import Callback

MOST = 500
DAYS = 7


class Week:
    """The week from the Monday before the ``day`` of the address; days are those of whoever looks."""

    def __init__(self, request):
        self.access, self.now = request.access, request.company.now()
        self.filters = CallbackFilters(request.GET, access=self.access)
        self.today = timezone.localtime(self.now).date()
        self.begins = _monday_of(_day(request.GET.get("day", ""), self.today))

    @cached_property
    def found(self):
        start, end = (_midnight(self.begins + timedelta(days=days)) for days in (0, DAYS))
        visible = self.filters.narrow(Callback.objects.visible_to(self.access)).promised_still()
        return list(visible.due_between(start, end).for_rows().due_first()[: MOST + 1])

    def days(self):
        """Return a row for each day: its date, whether it is today, and what is due on it."""
        days = [self.begins + timedelta(days=count) for count in range(DAYS)]
        due = {day: [] for day in days}
        for callback in self.found[:MOST]:
            due[timezone.localtime(callback.due_at).date()].append(callback)
        return [{"day": day, "is_today": day == self.today, "callbacks": due[day]} for day in days]

    def address(self, day=None):
        asked = {"day": day.isoformat() if day else "", **self.filters.chosen}
        return f"{reverse('callback-calendar')}?{urlencode({name: value for name, value in asked.items() if value})}"

    def context(self) -> dict:
        week = timedelta(days=DAYS)
        return {
            "days": self.days(),
            "begins": self.begins,
            "ends": self.begins + timedelta(days=DAYS - 1),
            "form": self.filters,
            "more": len(self.found) > MOST,
            "is_now": self.begins == _monday_of(self.today),
            "here_url": self.address(self.begins),
            "today_url": self.address(),
            "previous_url": self.address(self.begins - week),
            "next_url": self.address(self.begins + week),
        }


def _monday_of(day):
    return day - timedelta(days=day.weekday())


def _midnight(day):
    return timezone.make_aware(datetime.combine(day, time.min))


def _day(text, fallback):
    """The date that ``text`` names, of a year in which one can live; else ``fallback``."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return fallback
    return day if 1990 <= day.year < 2100 else fallback
