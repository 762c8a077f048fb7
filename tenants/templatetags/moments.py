"""The one filter that shows a moment to a person: in their zone, short, with the whole truth on hover."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from tenants.moments import written_clock, written_day

register = template.Library()


def words(local, now) -> str:
    """Say ``local`` as briefly as ``now`` allows: 16:40, Yesterday 16:40, Fri 16:40, 12 Mar 16:40, 12 Mar 2025."""
    days = (local.date() - now.date()).days
    clock = written_clock(local)
    if days == 0:
        return _("Today %(clock)s") % {"clock": clock}
    if days == -1:
        return _("Yesterday %(clock)s") % {"clock": clock}
    if days == 1:
        return _("Tomorrow %(clock)s") % {"clock": clock}
    if abs(days) < 7:
        return f"{written_day(local.date(), 'D')} {clock}"
    if local.year == now.year:
        return f"{written_day(local.date(), 'j M')} {clock}"
    return written_day(local.date(), "j M Y")


@register.filter
def moment(value):
    """Show an aware datetime in the viewer's zone as a ``<time>``; nothing for nothing."""
    if isinstance(value, str) and value:
        value = datetime.fromisoformat(value)  # as timeline facts hold it
    if not value:
        return ""
    local = timezone.localtime(value)
    whole = f"{written_day(local.date(), 'l, j F Y')}, {written_clock(local)} {local.tzname()}"
    return format_html(
        '<time datetime="{}" title="{}">{}</time>', value.isoformat(), whole, words(local, timezone.localtime())
    )
