"""The words behind what a line of a job's feed holds."""

from django import template

from customers.models import Milestone

register = template.Library()


@register.filter
def milestone(value):
    """Say a milestone by its label."""
    return dict(Milestone.choices).get(value, value)
