"""How a return stands, and what was said about it."""

from callbacks.models import WarrantyReturn
from timeline.models import Entry


def fresh(found):
    return WarrantyReturn.objects.get(pk=found.pk)


def lines_of(subject_kind, pk):
    """The kinds of the lines about it in the order in which they were written."""
    lines = Entry.objects.about(subject_kind, pk).order_by("recorded_at", "id")
    return [kind.removeprefix("callbacks-return-") for kind in lines.values_list("kind", flat=True)]


def kinds(found):
    return lines_of("warranty_return", found.pk)
