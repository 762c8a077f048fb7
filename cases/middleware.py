"""Answers most pulses of an open page without a query: nobody has changed anything since the last one was answered."""

from hashlib import sha256

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse

from tenants import news

PULSES = ("/cases/pulse/", "/inbox/pulse/", "/after-hours/pulse/")
BELIEVED_FOR = 60  # seconds; a change that the mark has missed is seen after them


class PulseMiddleware:
    """Comes before the session is read.

    What is remembered is that this very session was told "nothing new" at this very address, and at which mark of the
    company, or of its member. So nobody learns anything here that they had not been told with all questions asked.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        session = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        if not session or request.method != "GET" or not request.path_info.endswith(PULSES):
            return self.get_response(request)
        key = "quiet:" + sha256(f"{session} {request.get_full_path()}".encode()).hexdigest()
        known = cache.get(key)
        if known and news.latest(known[0]) == known[1]:
            return HttpResponse(status=204, headers={"Cache-Control": "private, no-store"})
        response = self.get_response(request)
        if quiet := getattr(response, "quiet_at", None):
            cache.set(key, quiet, BELIEVED_FOR)
        return response
