"""The doorstep: which company, is it alive, and who may not come in."""

import sys

from django.contrib.auth.decorators import login_required
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_GET

from .http import page, permission_required
from .models.membership import companies_of
from .models.roles import READ
from .tasks import silent_sweeps
from .wiring import found


@require_GET
@login_required
def landing(request):
    """Go where there is only one way to go; otherwise let the person choose."""
    companies = companies_of(request.user)
    if len(companies) == 1:
        return redirect(f"/{companies[0][0].slug}/")
    return render(request, "company_choice.html", {"companies": companies})


@require_GET
@login_required
def companies(request):
    return render(request, "company_choice.html", {"companies": companies_of(request.user)})


@require_GET
def livez(request):
    return HttpResponse("alive\n", content_type="text/plain")


@require_GET
def readyz(request):
    """200 when the database answers; says which sweeps are silent, because a quiet scheduler is not a dead server."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        silent = silent_sweeps(timezone.now())
    except DatabaseError:
        return JsonResponse({"database": "away"}, status=503)
    return JsonResponse({"database": "ok", "silent_sweeps": silent})


@require_GET
def status_banner(request):
    """The banner that says when clocks and reminders stand still; empty while all sweeps run."""
    return render(request, "_health_banner.html", {"silent": silent_sweeps(timezone.now())})


@require_GET
def keys(request):
    """Which key does what."""
    return page(request, "_keys.html" if request.htmx else "keys.html")


@require_GET
@permission_required(READ)
def search(request):
    """Everything that may be meant by a few words or a number."""
    q = request.GET.get("q", "").replace("\0", "")[:100].strip()
    groups = found(request, q) if q else []
    best = [hit for group in groups for hit in group.hits if hit.is_exact]
    template = "_search_results.html" if request.htmx.target == "search-results" else "search.html"
    return page(request, template, {"q": q, "groups": groups, "best": best})


def server_error(request):
    """503 while the database is away or too busy, and 500 for a fault of ours; neither asks the database anything."""
    is_away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    status = 503 if is_away else 500
    answer = HttpResponse(render_to_string(f"{status}.html", {"request": request}), status=status)
    if is_away:
        answer["Retry-After"] = "5"
    return answer
