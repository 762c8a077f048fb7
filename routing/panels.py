"""What of the setup is open to whom, for the pages below."""

from .models import Calendar


def calendars_visible_to(access):
    return Calendar.objects.visible_to(access)
