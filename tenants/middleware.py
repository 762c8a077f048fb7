"""Turns ``/acme/cases/17/`` into ``/cases/17/`` mounted at ``/acme``, for a member of Acme and for nobody else."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpResponse
from django.shortcuts import resolve_url
from django.urls import set_script_prefix
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from .access import access_of
from .current import tenant_scope
from .http import go, page_behind
from .models import Tenant
from .models.company import OUTSIDE_WORDS, slug_shape
from .prepared import row_of
from .wiring import Elsewhere

READS = frozenset({"GET", "HEAD", "OPTIONS"})


class CompanyMiddleware:
    """Resolves company and member, opens the scope, and renders the answer inside it. Comes last."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        slug, _slash, rest = request.path_info.lstrip("/").partition("/")
        request.company = request.member = request.access = None
        request.company_slug = None
        if slug_shape.regex.search(slug) and slug not in OUTSIDE_WORDS:
            self._mount(request, slug, rest)
        try:
            response = self.get_response(request)
        finally:
            if request.company_slug:
                set_script_prefix(self.outside_prefix(request) + "/")
        return self._keep_private(request, response)

    @staticmethod
    def outside_prefix(request):
        return request.META.get("SCRIPT_NAME", "").removesuffix(f"/{request.company_slug}").rstrip("/")

    @staticmethod
    def _mount(request, slug, rest):
        request.company_slug = slug
        request.path_info = f"/{rest}"
        request.urlconf = "config.company_urls"
        prefix = f"{request.META.get('SCRIPT_NAME', '').rstrip('/')}/{slug}"
        set_script_prefix(f"{prefix}/")

    @staticmethod
    def _keep_private(request, response):
        if request.company_slug and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
            patch_vary_headers(response, ["Cookie", "HX-Request"])
        return response

    def process_view(self, request, view, args, kwargs):
        if request.company_slug is None or getattr(view, "comes_signed", False):
            return None
        if not request.user.is_authenticated:
            return ask_to_sign_in(request)
        company = row_of(Tenant, slug=request.company_slug)
        if company is None or "\0" in request.path_info:  # PostgreSQL knows no text with that in it
            raise Http404
        with tenant_scope(company, readonly=request.method in READS):
            return self._inside(request, company, view, args, kwargs)

    @staticmethod
    def _inside(request, company, view, args, kwargs):
        access = access_of(request.user, company)
        if access is None:
            raise Http404
        request.company, request.access, request.member = company, access, access.member
        with timezone.override(access.zone(company)):
            try:
                response = view(request, *args, **kwargs)
            except Elsewhere as elsewhere:
                messages.warning(request, str(elsewhere))
                response = go(request, elsewhere.row)
            # Rendered here: a lazily rendered page would look for its rows after the scope has closed.
            if hasattr(response, "render") and not response.is_rendered:
                response = response.render()
        return response


def ask_to_sign_in(request):
    """Send a browser to the sign-in page and back to what can be read; tell HTMX to do so with the whole page."""
    here = request.get_full_path() if request.method in READS else resolve_url("home")
    if not request.htmx:
        return redirect_to_login(here, settings.LOGIN_URL)
    back = page_behind(request).geturl() or here
    answer = HttpResponse(status=204)
    answer["HX-Redirect"] = redirect_to_login(back, resolve_url(settings.LOGIN_URL)).url
    return answer
