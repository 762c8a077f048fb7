"""Every key there is, once: `{% keyboard as groups %}` for the help sheet, `{% bindings %}` for js/keys.js."""

from functools import cache

from django import template
from django.utils.translation import gettext_lazy as _

register = template.Library()

# What it does, the keys (as the browser calls them), in words. Whatever carries the same data-does is what happens.
KEYBOARD = [
    (
        _("Everywhere"),
        [
            ("palette", ["Mod+k"], _("Go anywhere, do anything")),
            ("search", ["/"], _("Search")),
            ("everything", ["s"], _("Search everything")),
            ("new", ["n"], _("New case")),
            ("inbox", ["i"], _("Inbox")),
            ("send", ["Mod+Enter"], _("Send what you are writing")),
            ("dismiss", ["Escape"], _("Close what lies on top")),
            ("help", ["?"], _("This sheet")),
        ],
    ),
    (
        _("In a list of cases"),
        [
            ("next", ["j", "ArrowDown"], _("Next case")),
            ("previous", ["k", "ArrowUp"], _("Previous case")),
            ("open", ["o", "Enter"], _("Open the case")),
            ("pick", ["x"], _("Choose the case, for changing many at once")),
        ],
    ),
    (
        _("With the case you are at"),
        [
            ("mine", ["m"], _("Assign it to me")),
            ("escalate", ["e"], _("Escalate")),
            ("resolve", ["r"], _("Resolve")),
            ("next", ["j"], _("The next case of its list")),
            ("previous", ["k"], _("The previous case of its list")),
            ("back", ["u"], _("Back to the list")),
        ],
    ),
    (
        _("In the inbox"),
        [
            ("next", ["j"], _("Next message")),
            ("previous", ["k"], _("Previous message")),
            ("escalate", ["e"], _("Mark as read")),  # the same key does there what suits the place
        ],
    ),
    (
        _("After hours"),
        [
            ("next", ["j"], _("Next request")),
            ("previous", ["k"], _("Previous request")),
            ("accept", ["a"], _("Accept it, or say who it is")),
            ("pick", ["x"], _("Reject it")),
            ("mine", ["m"], _("Merge it")),
        ],
    ),
]
SHOWN = {"ArrowDown": "↓", "ArrowUp": "↑", "Escape": "Esc", "Mod": "Ctrl"}


@register.simple_tag
def keyboard():
    """Return (title, [([the parts of each key as shown], words)]) of each group."""
    return [
        (title, [([_drawn(key) for key in keys], said) for _does, keys, said in lines]) for title, lines in KEYBOARD
    ]


@register.simple_tag
@cache
def bindings():
    """Say "key:what it does" of each key."""
    return " ".join(
        {f"{key}:{does}": None for _title, lines in KEYBOARD for does, keys, _said in lines for key in keys}
    )


def _drawn(key):
    return [SHOWN.get(part, part.upper() if "+" in key and len(part) == 1 else part) for part in key.split("+")]
