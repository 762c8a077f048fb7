"""The one place that knows how a view answers HTMX and how it answers a plain browser."""

import json
from functools import wraps
from urllib.parse import urlsplit

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from .models.roles import roles_with


class NeedsRole(PermissionDenied):
    """The member may be here but not do this. ``args[0]`` is the sentence that names the roles which may."""


def needs_role(codename):
    roles = ", ".join(roles_with(codename))
    return NeedsRole(_("Your role does not include this. It needs one of: %(roles)s.") % {"roles": roles})


def permission_required(codename):
    """Refuse members who hold ``codename`` nowhere; what they may do to one row is asked at the row."""

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not request.access.can(codename):
                raise needs_role(codename)
            return view(request, *args, **kwargs)

        guarded.permission = codename
        return guarded

    return decorate


def comes_signed(view):
    """Mark what machines ask without signing in: the view knows them by a signature, and opens the scope itself."""
    view.comes_signed = True
    return csrf_exempt(view)


def require_grant(request, codename, branch_id):
    """Raise the 403 that names the roles unless the member holds ``codename`` at that branch."""
    if not request.access.can(codename, branch_id):
        raise needs_role(codename)


def page_behind(request):
    """Return the address of the page from which HTMX asks, split; an empty one when it names none of this house."""
    try:
        return urlsplit((request.htmx and request.htmx.current_url_abs_path) or "")
    except ValueError:
        return urlsplit("")


def answer(request, *, to, template=None, context=None, event=None, said="", status=200):
    """Answer a post: the fragment for HTMX, with its event and toast; for a browser, a redirect to ``to``."""
    if not request.htmx:
        if said:
            messages.success(request, said)
        return redirect(to)
    response = render(request, template, context, status=status) if template else HttpResponse(status=204)
    return announce(response, event=event, said=said)


def go(request, to):
    """Send the browser to another page, also when HTMX asked."""
    if not request.htmx:
        return redirect(to)
    return HttpResponse(status=204, headers={"HX-Redirect": resolve_url(to)})


def announce(response, *, event=None, said="", kind="done"):
    """Let an HTMX answer tell the page what changed, in one event or several words, and say it in a toast."""
    triggers = {name: {} for name in (event or "").split()}
    if said:
        triggers["toast"] = {"text": said, "kind": kind}
    if triggers:
        response["HX-Trigger"] = json.dumps(triggers)
    return response


def page(request, template, context=None, status=200):
    return TemplateResponse(request, template, context, status=status)
