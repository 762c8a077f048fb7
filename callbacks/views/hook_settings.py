"""The secret of the webhook: made, shown once, renewed, taken away; and how to post with it."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from callbacks.models import HookKey
from routing.views.settings import company_wide, settings_page

ENDS = {
    "end-old": (HookKey.objects.end_old, _("The old secret is good no longer.")),
    "end": (HookKey.objects.end, _("Nothing that is posted is believed any more.")),
}


@require_http_methods(["GET", "HEAD", "POST"])
@company_wide
def hook(request):
    """Shown with the secret only as the answer to its making: no page shows it a second time."""
    do = request.POST.get("do")
    if request.method == "POST" and do == "make":
        return _shown(request, made=HookKey.objects.renew(by=request.member).secret)
    if request.method == "POST" and do in ENDS:
        verb, said = ENDS[do]
        verb(by=request.member)
        messages.success(request, said)
    return _shown(request) if request.method != "POST" else redirect("after-hours-hook-settings")


def _shown(request, made=""):
    keys = list(HookKey.objects.good_at(timezone.now()).for_page())
    context = {
        "made": made,
        "current": next((key for key in keys if key.ends_at is None), None),
        "old": next((key for key in keys if key.ends_at is not None), None),
        "hook_url": request.build_absolute_uri(reverse("after-hours-hook")),
    }
    tab = "after-hours-hook-settings"
    return settings_page(request, "callbacks/hook.html", tab, context, kinds=["hook"])
