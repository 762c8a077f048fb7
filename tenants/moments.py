"""How a moment is written for a person: in their zone, and always with it."""

from django.utils import formats, timezone
from django.utils.translation import gettext as _


def moment_words(moment) -> str:
    """Return for example "Fri 21 Nov 2026, 16:40 EST" in the active zone; an empty text for no moment."""
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    return f"{formats.date_format(local, _('D j M Y, H:i'))} {local.tzname()}"


def day_words(moment) -> str:
    """Return for example "21 Nov 2026" in the active zone."""
    return formats.date_format(timezone.localtime(moment), _("j M Y")) if moment else ""
