"""What callbacks show on the pages below them, and to whom."""

from .models import AfterHoursRequest, Callback


def visible_to(access):
    return Callback.objects.visible_to(access)


def nights_visible_to(access):
    return AfterHoursRequest.objects.visible_to(access)
