"""What of callbacks is found by the search over everything: by number, customer, phone, or what it is about."""

from django.utils.translation import gettext as _

from tenants.moments import moment_words
from tenants.wiring import Group, Hit
from tenants.words import excerpt, marked, words_of

from .models import Callback

FEW = 5


def callbacks(access, text):
    """What is still to be done first, by when; then what was finished last."""
    visible = Callback.objects.visible_to(access)
    rows = visible.saying(text, by_customer=True).first_hits(FEW + 1)
    links = [(_("More callbacks like this: write more of it"), "")] if len(rows) > FEW else []
    words = words_of(text)
    return [Group("callbacks", _("Callbacks"), [_hit(one, words, text) for one in rows[:FEW]], "", links)]


def _hit(callback, words, text):
    due = _("due %(at)s") % {"at": moment_words(callback.due_at)}
    when = due if callback.is_open else str(callback.get_status_display())
    return Hit(
        "call",
        callback.get_absolute_url(),
        [(f"#{callback.number} ", False), *marked(callback.reason, words)],
        [callback.account.name, when, callback.owner.name],
        excerpt(callback.summary, words),
        is_exact=text.removeprefix("#") == str(callback.number),
    )
