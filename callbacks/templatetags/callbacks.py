"""How a callback is begun with a tap: the address that the device opens, and its symbol."""

from django import template

from callbacks.models import ContactMethod
from callbacks.panels import sees_rates

register = template.Library()

SCHEMES = {ContactMethod.CALL: "tel", ContactMethod.TEXT: "sms", ContactMethod.MAIL: "mailto"}
SIGNS = {ContactMethod.CALL: "call", ContactMethod.TEXT: "source-text", ContactMethod.MAIL: "mail"}


@register.filter
def dial(callback):
    """Return the tel:, sms: or mailto: address by which they want to be reached; empty when we do not have it."""
    return reach(callback, callback.contact_method)


@register.filter
def reach(callback, method):
    address = callback.email if method == ContactMethod.MAIL else callback.phone
    return f"{SCHEMES[method]}:{address}" if address else ""


@register.filter
def way(callback):
    return SIGNS[callback.contact_method]


register.filter(sees_rates)
