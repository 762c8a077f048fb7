"""`{% nights request.access as waiting %}`: how many requests wait, as far as that is known without asking anybody."""

from django import template
from django.urls import get_script_prefix
from django.utils.translation import gettext as _

from callbacks.models import board_of
from tenants import news
from tenants.models.roles import WRITE

register = template.Library()


@register.simple_tag
def nights(access):
    """Return for example "3"; None when it is not known, and the page asks for it by itself."""
    return news.remembered(board_of(access.member.tenant_id), f"waiting/{access.member.pk}")


@register.filter
def dispatches(access):
    """Whether this member decides about what came in at night."""
    return access.is_inside and access.can(WRITE)


@register.filter
def lasting(span):
    """Return for example "6 h 10 min"; nothing for nothing."""
    if span is None:
        return ""
    minutes = int(span.total_seconds()) // 60
    days, hours = divmod(minutes // 60, 24)
    if days:
        return _("%(days)s d %(hours)s h") % {"days": days, "hours": hours}
    if hours:
        return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": minutes % 60}
    return _("%(minutes)s min") % {"minutes": minutes}


@register.filter
def mounted(address):
    """Return the path of the company's page that has this ``address`` inside the company."""
    return get_script_prefix().rstrip("/") + address
