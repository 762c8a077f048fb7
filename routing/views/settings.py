"""The frame of every page of the settings: who may come in, the tabs, what was changed lately."""

from functools import wraps

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from routing.models import Rollout, noted
from tenants.http import needs_role, page, permission_required
from tenants.models.roles import CONFIGURE
from tenants.wiring import settings_pages

LATELY = 8
TABS = {
    "department-list": _("Departments"),
    "rule-book": _("Routing rules"),
    "sla-policy": _("Priorities and clock"),
    "calendar": _("Calendar"),
}


def company_wide(view):
    """Let in who configures the whole company; somebody who does so for a branch only sets that branch's hours."""

    @permission_required(CONFIGURE)
    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.access.can_configure_everything:
            raise needs_role(CONFIGURE)
        return view(request, *args, **kwargs)

    return guarded


def settings_page(request, template, tab, context, *, kinds, lately=None, status=200):
    """Answer with a page of the settings; ``kinds`` are the kinds of changes that its history shows, or ``lately``."""
    mine = TABS | settings_pages() if request.access.can_configure_everything else {"calendar": TABS["calendar"]}
    tabs = [{"url": reverse(name), "label": label, "is_current": name == tab} for name, label in mine.items()]
    lately = (noted(*kinds) if lately is None else lately)[:LATELY]
    return page(request, template, {"tabs": tabs, "lately": lately, **context}, status=status)


@require_GET
@permission_required(CONFIGURE)
def index(request):
    return redirect("department-list" if request.access.can_configure_everything else "calendar")


@require_GET
@permission_required(CONFIGURE)
def rollout(request, kind):
    """How far the last change of this kind has come on its way to the open cases."""
    return page(request, "routing/_rollout.html", {"rollout": Rollout.objects.of_kind(kind), "kind": kind})
