"""The routing rules: change them in the page, look at what would follow, put them in force."""

from dataclasses import replace

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from routing.explanations import rule_words
from routing.forms import RuleSheet
from routing.models import BadRules, Rollout, RuleBook, StaleSetup, setup_of
from routing.models.ruling import refuse_bad
from tenants.wiring import panels

from .settings import company_wide, settings_page


@require_http_methods(["GET", "HEAD", "POST"])
@company_wide
def rules(request):
    version, in_force = RuleBook.objects.in_force()
    if request.method != "POST":
        return _shown(request, RuleSheet(in_force), was=version)
    act, sheet = request.POST.get("do", ""), RuleSheet(data=request.POST)
    if act not in ("preview", "save"):
        return _shown(request, sheet.after(act), was=_was(request))
    if not sheet.is_valid():
        return _shown(request, sheet, was=_was(request), status=422)
    is_seen = request.POST.get("seal") == sheet.seal()
    return _save(request, sheet) if act == "save" and is_seen else _preview(request, sheet, unseen=act == "save")


def _was(request):
    was = request.POST.get("was", "")
    return int(was) if was.isdecimal() and len(was) < 9 else 0


def _preview(request, sheet, *, unseen=False):
    """Show which open cases would move; ``unseen`` says that something changed after the last look."""
    try:
        refuse_bad(sheet.rules())
    except BadRules as bad:
        return _shown(request, sheet, was=_was(request), reasons=bad.args, status=422)
    draft = replace(setup_of(request.company), rules=sheet.rules())
    found = panels("routing.rules", request, draft)
    return _shown(request, sheet, was=_was(request), panels=found, seal=sheet.seal(), unseen=unseen)


def _save(request, sheet):
    try:
        RuleBook.objects.write(sheet.rules(), by=request.member, was=_was(request))
    except BadRules as bad:
        return _shown(request, sheet, was=_was(request), reasons=bad.args, status=422)
    except StaleSetup as stale:
        version, theirs = stale.args
        return _shown(request, sheet, was=version, seal=sheet.seal(), theirs=rule_words(theirs), status=409)
    messages.success(request, _("These rules are in force."))
    return redirect("rule-book")


def _shown(request, sheet, *, was, status=200, **more):
    newest = RuleBook.objects.newest()
    context = {"sheet": sheet, "was": was, "book": newest, "rollout": Rollout.objects.of_kind("rules"), **more}
    return settings_page(request, "routing/rules.html", "rule-book", context, kinds=["rules"], status=status)
