"""Why callbacks say no to a lower app's verb."""

from django.utils.translation import gettext as _

from .models import Callback, WarrantyReturn


def open_callbacks(case) -> list[str]:
    """What was promised about a case is said, or taken back, before it is closed."""
    said = _("%(owner)s has promised a call that nobody has made yet: #%(number)s, %(reason)s. Log its outcome first.")
    asked = Callback.objects.of_family(case).open().due_first().select_related("owner__user")
    return [said % {"owner": one.owner.name, "number": one.number, "reason": one.reason} for one in asked]


def open_returns(case) -> list[str]:
    """Whether it was us is decided, and what follows settled, before the case is closed."""
    said = _("Return #%(number)s to job %(job)s is still open. %(owner)s looks after it: settle it first.")
    found = WarrantyReturn.objects.of_family(case).open().due_first().for_rows()
    return [said % {"number": one.number, "job": one.job.number, "owner": one.owner.name} for one in found]
