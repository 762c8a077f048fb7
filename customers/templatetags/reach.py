"""How an address is written so that it breaks where a reader would break it."""

from django import template
from django.utils.html import format_html

register = template.Library()


@register.filter
def mail(address):
    """Let an e-mail address break before its @, and nowhere else if it can be helped."""
    name, at, host = address.partition("@")
    return format_html("{}<wbr>{}{}", name, at, host)
