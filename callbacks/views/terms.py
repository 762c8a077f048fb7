"""What the company decides about returns: its warranty, its fee, and who hears of what was ours."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from callbacks.forms import TermsForm
from callbacks.models import ReturnTerms, terms_in_force, terms_noted
from routing.models import StaleSetup
from routing.views.settings import company_wide, settings_page


@require_http_methods(["GET", "HEAD", "POST"])
@company_wide
def return_terms(request):
    form = TermsForm(request.POST if request.method == "POST" else None, terms=terms_in_force())
    if request.method != "POST":
        return _shown(request, form)
    return _saved(request, form) if form.is_valid() else _shown(request, form, status=422)


def _saved(request, form):
    try:
        ReturnTerms.objects.write(by=request.member, **form.cleaned_data)
    except StaleSetup as stale:
        form.clash(stale.args[0])
        said = _("Somebody has saved other terms meanwhile. Look at them once more, then save again.")
        return _shown(request, form, status=409, reasons=[said])
    messages.success(request, _("Saved. What is settled stays as it was settled."))
    return redirect("return-terms")


def _shown(request, form, status=200, **more):
    context = {"form": form, "terms": terms_in_force(), **more}
    how = {"kinds": [], "lately": terms_noted(), "status": status}
    return settings_page(request, "callbacks/terms.html", "return-terms", context, **how)
