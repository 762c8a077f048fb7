"""What is done with one callback: the call, and everything else that may become of a promise."""

from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from callbacks import forms
from callbacks.models import Callback
from callbacks.panels import call_context
from tenants.http import page, permission_required
from tenants.models.roles import READ, WRITE

from .acting import CallSheet, Sheet, find, find_to_act

shown_or_done = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
@permission_required(READ)
def callback_detail(request, number):
    """The page of a callback, which reads its own part anew; in a sheet, what one needs while speaking."""
    callback = find(request, number)
    context = call_context(request, callback, forms.AttemptForm(callback=callback))
    part = "callbacks/_callback.html" if request.htmx.target == "callback" else "callbacks/_call.html"
    return page(request, part if request.htmx else "callbacks/callback_detail.html", context)


@shown_or_done
@permission_required(WRITE)
def attempt(request, number):
    """Write down what became of a call, with another number where this one was wrong."""
    callback = find_to_act(request, number)

    def log(outcome, *, phone, by, **told):
        callback.log_attempt(outcome, by=by, **told)
        if phone:
            callback.set_number(phone, by=by)

    return CallSheet(request, callback, "attempt", forms.AttemptForm).answered(log, _written)


def _written(callback):
    """Say that it is written down, and where it goes on when they were not happy, or have not decided."""
    if callback.is_happy is False:
        return _("Written down. What they said is case #%(number)s now.") % {"number": callback.complaint.number}
    goes_on = callback.chain_id and not callback.is_open and not callback.chain.answer
    return _("Written down. They are asked again.") if goes_on else _("Written down.")


@shown_or_done
@permission_required(WRITE)
def time(request, number):
    return Sheet.asked(request, number, "time", forms.MoveForm, Callback.move, _("Moved."))


@shown_or_done
@permission_required(WRITE)
def assignment(request, number):
    """Give it to somebody else; ``take`` gives it to whoever asks."""
    callback = find_to_act(request, number)
    if request.method == "POST" and "take" in request.POST:
        return CallSheet(request, callback, "attempt", forms.AttemptForm).taken()
    sheet = Sheet(request, callback, "assignment", forms.GiveForm)
    return sheet.answered(callback.assign, _("Passed on."))


@shown_or_done
@permission_required(WRITE)
def withdrawal(request, number):
    return Sheet.asked(request, number, "withdrawal", forms.WithdrawForm, Callback.withdraw, _("Withdrawn."))


@shown_or_done
@permission_required(WRITE)
def escalation(request, number):
    """Let it become a complaint case, and go there; the promise to call stays."""
    said = _("The complaint is a case now. The promise to call stays.")
    return Sheet.asked(request, number, "escalation", forms.EscalateForm, Callback.escalate, said)


@shown_or_done
@permission_required(WRITE)
def number(request, number):
    """Call under another number from now on."""
    return Sheet.asked(request, number, "number", forms.NumberForm, Callback.set_number, _("Saved."))
