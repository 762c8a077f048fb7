"""`{% icon "priority" case.priority %}`: one symbol of the sprite, named by its parts."""

from functools import lru_cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html

register = template.Library()


@register.simple_tag
@lru_cache(maxsize=512)
def icon(*parts: str):
    """Draw the symbol ``parts`` joined by a dash. It is decoration: the word stands beside it."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>',
        static("icons/sprite.svg"),
        "-".join(parts),
    )
