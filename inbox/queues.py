"""The inbox as its member looks at it: what is unread first, then what was read, each newest first, day by day."""

from datetime import UTC, datetime, timedelta
from itertools import groupby
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils import formats, timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenants import news

from .models import Notification
from .querysets import COUNT_CAP
from .rows import rendered

PAGE = 50
SHOWN = {"all": gettext_lazy("Everything"), "unread": gettext_lazy("Unread")}


def count_unread(access) -> str:
    """Count what is unread, as text; the bell of every page remembers it until something is told or read."""
    member = access.member
    mark = news.latest(member.pk)  # read before the rows: what changes meanwhile is news next time
    count = Notification.objects.readable_by(access).unread().capped_count()
    label = f"{COUNT_CAP - 1}+" if count >= COUNT_CAP else str(count)
    news.remember(member.pk, "unread", label, mark)
    return label


class Inbox:
    """Built from the address alone. ``after`` holds the place of a row: pages are found by it, never by counting."""

    def __init__(self, request):
        self.access, self.company = request.access, request.company
        self.show = request.GET.get("show") if request.GET.get("show") in SHOWN else "all"
        self.after = _place(request.GET.get("after", ""))
        self.readable = Notification.objects.readable_by(self.access)

    @cached_property
    def rows(self):
        """This page, and one row more to know of a next one."""
        is_past_unread = bool(self.after) and self.after[0] == "r"
        rows = [] if is_past_unread else self._part(self.readable.unread(), "u", PAGE + 1)
        if self.show == "all" and len(rows) <= PAGE:
            rows += self._part(self.readable.read(), "r", PAGE + 1 - len(rows))
        return rows

    def _part(self, rows, name, most):
        if self.after and self.after[0] == name:
            rows = rows.after(*self.after[1:])
        return list(rows.for_inbox()[:most])

    @cached_property
    def unread(self):
        return news.remembered(self.access.member.pk, "unread") or count_unread(self.access)

    def parts(self):
        """Return [(title, [(day, rows as HTML), ...]), ...]."""
        html = rendered(self.rows[:PAGE], self.company, self.query)
        parts = groupby(self.rows[:PAGE], key=lambda row: row.read_at is None)
        return [(_("New") if is_new else _("Read"), _by_day(rows, html)) for is_new, rows in parts]

    @property
    def query(self):
        return f"?show={self.show}" if self.show != "all" else ""

    def tabs(self):
        return [
            {
                "key": key,
                "label": label,
                "count": self.unread if key == "unread" else "",
                "url": address(show=key),
                "is_current": key == self.show,
            }
            for key, label in SHOWN.items()
        ]

    def next_url(self):
        last = self.rows[PAGE - 1] if len(self.rows) > PAGE else None
        return address(show=self.show, after=_as_text(last)) if last else ""


def address(route="inbox", **asked):
    asked = {name: value for name, value in asked.items() if value and value != "all"}
    return reverse(route) + (f"?{urlencode(asked)}" if asked else "")


def _by_day(rows, html):
    days = groupby(rows, key=lambda row: timezone.localtime(row.at).date())
    return [(_day_words(day), [html[row.pk] for row in some if row.pk in html]) for day, some in days]


def _day_words(day):
    today = timezone.localdate()
    known = {today: _("Today"), today - timedelta(days=1): _("Yesterday")}
    pattern = "l, j F" if day.year == today.year else "j F Y"
    return known.get(day) or formats.date_format(day, pattern)


def _as_text(row):
    return f"{'r' if row.read_at else 'u'}~{row.at.isoformat()}~{row.pk}"


def _place(text):
    part, _tilde, rest = text.partition("~")
    moment, _tilde, pk = rest.partition("~")
    try:
        when = datetime.fromisoformat(moment)
        return (part, when.astimezone(UTC), UUID(pk)) if when.tzinfo and part in "ur" else None
    except (ValueError, OverflowError):
        return None


def inbox_context(box) -> dict:
    """What the template of the inbox needs."""
    return {
        "show": box.show,
        "tabs": box.tabs(),
        "parts": box.parts(),
        "unread": box.unread,
        "newest": max((row.pk for row in box.rows), default=""),
        "here": address(show=box.show),
        "readings_url": address("inbox-readings", show=box.show),
        "next_url": box.next_url(),
    }
