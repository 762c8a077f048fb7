"""`{% still "_keys.html" %}`: include what says the same to everyone, rendered once a process and language."""

from functools import lru_cache

from django import template
from django.conf import settings
from django.template.loader import get_template
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def still(name):
    """Include the template ``name``, which may look at nothing: neither at the request nor at the clock."""
    return get_template(name).render() if settings.DEBUG else _rendered(name, get_language())


@lru_cache(maxsize=64)
def _rendered(name, language):
    return get_template(name).render()
