"""`{% unread request.member as count %}`: how many are unread, as far as that is known without asking anybody."""

from django import template

from tenants import news

register = template.Library()


@register.simple_tag
def unread(member):
    """Return for example "3" or "99+"; None when it is not known, and the bell asks for it by itself."""
    return news.remembered(member.pk, "unread") if member else None
