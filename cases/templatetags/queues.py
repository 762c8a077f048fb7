"""Small questions of the templates of queues."""

from django import template

register = template.Library()


@register.filter
def of(counts, key):
    """The value for ``key``, which may be an id; nothing where there is none."""
    return counts.get(str(key), "") if counts else ""
