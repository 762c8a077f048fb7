"""What callbacks show on the pages below them, and to whom."""

from .models import Callback


def visible_to(access):
    return Callback.objects.visible_to(access)
