"""What an answering service posts by itself: signed, and answered in JSON. See docs/after-hours-webhook.md."""

import json

from django.http import JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from callbacks.forms import PostedForm
from callbacks.models import AfterHoursRequest, HookKey, company_called, has_signed, is_fresh
from tenants.current import tenant_scope
from tenants.http import comes_signed
from tenants.limits import wait_for

MOST_BYTES = 64 * 1024
MOST_A_MINUTE = 120


def _says(status, error, message, **more):
    return JsonResponse({"error": error, "message": message, **more}, status=status)


@comes_signed
def after_hours_hook(request):
    """Take one request of an answering service. The same ``id`` is one request, however often it is posted."""
    if request.method != "POST":
        return _says(405, "method", _("Post here."))
    if _length_of(request) > MOST_BYTES:
        return _says(413, "too-large", _("At most 64 KB fit into one post."))
    company = company_called(request.company_slug)
    if company is None:
        has_signed([], _stamp(request), request.body, "")  # as long as it takes with a company
        return _unsigned()
    with tenant_scope(company):
        return _heard(request, company)


def _heard(request, company):
    """Answer inside the company: who signed is believed, and told what is wrong."""
    now, stamp = timezone.now(), _stamp(request)
    signature = request.headers.get("Kept-Signature", "")
    if not HookKey.objects.signed(stamp, request.body, signature, now):
        return _unsigned()
    if not is_fresh(stamp, now):
        return _says(401, "stale", _("Kept-Timestamp has to be the time now: it is more than five minutes away."))
    if seconds := wait_for(f"after-hours/{company.pk}", MOST_A_MINUTE):
        refusal = _says(429, "too-many", _("Too many posts in this minute. Post again when the next one begins."))
        refusal["Retry-After"] = str(seconds)
        return refusal
    return _kept(request, now)


def _kept(request, now):
    said = _spoken(request.body)
    if said is None:
        return _says(400, "not-json", _("The body has to be one JSON object in UTF-8."))
    form = PostedForm(said, at=now)
    if not form.is_valid():
        fields = {("message" if name == "__all__" else name): texts for name, texts in form.errors.items()}
        return _says(400, "invalid", _("Some fields are not as they have to be."), fields=fields)
    kept = AfterHoursRequest.objects.receive(by=None, source=AfterHoursRequest.Source.WEBHOOK, at=now, **form.heard())
    answer = {"id": kept.external_id, "request": str(kept.pk), "received_at": kept.received_at.isoformat()}
    return JsonResponse(answer, status=201 if kept.arrived_at == now else 200)


def _spoken(body):
    try:
        said = json.loads(body.decode())
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) else None


def _unsigned():
    """The one answer to whoever is not believed, whether there is such a company or not."""
    return _says(401, "not-signed", _("The signature is missing or wrong."))


def _stamp(request):
    return request.headers.get("Kept-Timestamp", "")[:20]


def _length_of(request):
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isdecimal() else MOST_BYTES + 1
