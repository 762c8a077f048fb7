"""How every form of a callback is answered: in the sheet over whatever page, or on a page of its own."""

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from callbacks.models import Callback, CannotCallBack, StaleCallback
from callbacks.panels import call_context
from tenants.http import announce, answer, go, page_behind, require_grant
from tenants.models.roles import WRITE

CHANGED = "callbacks-changed case-changed queue-changed"


def find(request, number):
    """The callback of that number as its page shows it, for somebody who may see it, else 404."""
    return get_object_or_404(Callback.objects.visible_to(request.access).for_page(), number=number)


def find_to_act(request, number, permission=WRITE):
    """The same for somebody who may do something with it, else 403."""
    callback = find(request, number)
    require_grant(request, permission, callback.branch_id)
    return callback


class Sheet:
    """One small form about a callback. ``name`` names its address ``callback-<name>`` and its template."""

    stale = gettext_lazy("Somebody has changed this callback meanwhile. Look at it once more, then send again.")
    found = staticmethod(find_to_act)

    @classmethod
    def asked(cls, request, number, name, form_class, verb, said, permission=WRITE):
        """Answer with the sheet ``name`` about the row of that number, for whoever may do ``verb`` with it."""
        row = cls.found(request, number, permission)
        return cls(request, row, name, form_class).answered(partial(verb, row), said)

    def __init__(self, request, callback, name, form_class):
        self.request, self.callback, self.name = request, callback, name
        self.form = form_class(request.POST if request.method == "POST" else None, callback=callback)

    def shown(self, status=200, **more):
        part = f"callbacks/_form_{self.name}.html"
        context = {"callback": self.callback, "form": self.form, "part": part, **more}
        context["post_url"] = reverse(f"callback-{self.name}", args=[self.callback.number])
        template = part if self.request.htmx else "callbacks/callback_question.html"
        return render(self.request, template, context, status=status)

    def clashed(self, stale):
        """409: what they wrote is still in the form; sending it again is knowing what has changed."""
        (now,) = stale.args
        self.form.clash(now.version)
        return self.shown(409, reasons=[self.stale])

    def answered(self, verb, said):
        """Show the form, or run ``verb`` with it: 422 when it is not clean or refused, 409 when it is stale.

        ``said`` is what is told when it is done, or a function of the callback that returns it.
        """
        if self.request.method != "POST":
            return self.shown()
        if not self.form.is_valid():
            return self.shown(422)
        try:
            verb(**self.form.cleaned_data, by=self.request.member)
        except StaleCallback as stale:
            return self.clashed(stale)
        except CannotCallBack as refusal:
            return self.shown(422, reasons=refusal.args)
        return done(self.request, self.callback, said(self.callback) if callable(said) else said)

    def taken(self):
        """Give the row to whoever asks for it, as a key in a list does."""
        try:
            self.callback.assign(self.request.member, by=self.request.member)
        except CannotCallBack as refusal:
            if self.request.htmx:
                return announce(HttpResponse(status=204), event=CHANGED, said=" ".join(refusal.args), kind="problem")
            return self.shown(422, reasons=refusal.args)
        return done(self.request, self.callback, _("It is yours."))


class CallSheet(Sheet):
    """What one needs while speaking, with the form in which the outcome is written."""

    def shown(self, status=200, **more):
        context = call_context(self.request, self.callback, self.form) | more
        template = "callbacks/_call.html" if self.request.htmx else "callbacks/callback_detail.html"
        return render(self.request, template, context, status=status)


def done(request, callback, said, event=CHANGED):
    """Answer a verb that was done: every page that shows it reads itself anew, a page of a form gives way to it."""
    if request.htmx and page_behind(request).path == request.path:
        return go(request, callback.get_absolute_url())
    return answer(request, to=callback, event=event, said=said)
