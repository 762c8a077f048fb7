"""The words behind what a timeline line holds: values become labels, columns their names."""

from django import template
from django.utils.html import format_html, format_html_join

from cases.forms.filtering import options as written
from cases.models import Case
from cases.names import pieces
from customers.models import Contract

register = template.Library()

MOVED = ("contract", "account", "site", "installer", "branch")
SIGNS = {
    "cases-opened": "open",
    "cases-clocked": "due",
    "cases-moved": "contract",
    "cases-routed": "route",
    "cases-reason": "edit",
    "cases-edited": "edit",
    "cases-prioritised": "priority-high",
    "cases-escalated": "escalate",
    "cases-assigned": "user-check",
    "cases-helper": "user-plus",
    "cases-shared": "eye",
    "cases-at-risk": "risk",
    "cases-breached": "late",
    "cases-waiting": "pause",
    "cases-resumed": "play",
    "cases-unanswered": "late",
    "cases-resolved": "resolve",
    "cases-closed": "close",
    "cases-reopened": "reopen",
    "cases-merged": "merge",
    "cases-unmerged": "merge",
    "cases-released": "handover",
    "cases-tagged": "tag",
    "cases-attached": "paperclip",
    "cases-referred": "send",
    "cases-referral-accepted": "user-check",
    "cases-referral-answered": "comment",
    "cases-referral-returned": "refused",
    "cases-referral-withdrawn": "x",
    "cases-referral-at-risk": "risk",
    "cases-referral-overdue": "late",
    "cases-referral-moved": "due",
    "callbacks-promised": "call",
    "callbacks-assigned": "user-check",
    "callbacks-tried": "call",
    "callbacks-moved": "due",
    "callbacks-renumbered": "edit",
    "callbacks-withdrawn": "x",
    "callbacks-escalated": "complaint",
    "callbacks-missed": "late",
    "callbacks-climbed": "bell",
    "callbacks-job-joined": "plus",
    "callbacks-job-left": "refresh",
    "callbacks-review-asked": "star",
    "callbacks-decided": "resolve",
    "customers-complained": "complaint",
    "customers-complaint-settled": "resolve",
}


@register.filter
def word(value, field):
    """Say ``value`` of that field of a case by its label, in small letters as inside of a sentence."""
    labels = dict(Case._meta.get_field(field).flatchoices)
    label = str(labels.get(value, value))
    return label if field == "breach_cause" else label[:1].lower() + label[1:]


@register.filter
def field_name(name):
    field = Case._meta.get_field(name)
    return str(field.verbose_name).capitalize()


@register.filter
def contract_status(value):
    """Say the status of a contract as inside of a sentence."""
    return str(dict(Contract.Status.choices).get(value, value)).lower()


@register.filter
def changed_sides(facts):
    """Return the (field, [before, after]) pairs among the facts of a line."""
    return [(name, sides) for name, sides in facts.items() if name in MOVED]


@register.filter
def options(choices, chosen=None):
    """Write the options of a select."""
    return written(choices, chosen)


@register.filter
def mentions(body, names):
    """Draw ``body`` with a chip for each person it names, by their name of today; ``names`` is id -> name."""
    chips = ((_chip(words, pk, names),) for words, pk in pieces(body))
    return format_html_join("", "{}", chips)


def _chip(words, pk, names):
    if pk is None:
        return words
    name = names.get(pk)
    return format_html('<span class="mention">@{}</span>', name) if name else f"@{words}"


@register.filter
def sign(kind):
    """The symbol of a kind of timeline line."""
    return SIGNS.get(kind, "mark")
