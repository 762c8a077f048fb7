"""How a moment is written for a person: in their zone, and always with it."""

from functools import lru_cache

from django.utils import formats, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _


def written_day(day, pattern) -> str:
    """Write the date ``day`` by Django's format ``pattern``, which names no time, in the active language."""
    return _written(day, pattern, get_language())


def written_clock(local) -> str:
    """Return for example "16:40"."""
    return f"{local:%H:%M}"


@lru_cache(maxsize=4096)
def _written(day, pattern, _language):
    """A page says many moments of few days, and Django writes each anew."""
    return formats.date_format(day, pattern)


def moment_words(moment) -> str:
    """Return for example "Fri 21 Nov 2026, 16:40 EST" in the active zone; an empty text for no moment."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    return f"{written_day(local.date(), _('D j M Y'))}, {written_clock(local)} {local.tzname()}"


def day_words(moment) -> str:
    """Return for example "21 Nov 2026" in the active zone."""
    return written_day(timezone.localtime(moment).date(), _("j M Y")) if moment else ""
