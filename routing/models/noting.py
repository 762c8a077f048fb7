"""Every change of the setup leaves one line of history, shown under the settings."""

from django.utils import timezone

from tenants import news
from tenants.current import require_tenant_id
from timeline.models import Entry


def note(what, *, by, at=None, **facts):
    """Write the line ``routing-<what>`` about the current company."""
    news.tell()
    at = at or timezone.now()
    Entry.objects.record("setup", require_tenant_id(), f"routing-{what}", by=by, at=at, **facts)


def noted(*whats):
    """Return what was changed of these kinds, the newest first."""
    kinds = [f"routing-{what}" for what in whats]
    return Entry.objects.about("setup", require_tenant_id()).filter(kind__in=kinds).for_page()
