"""The rows of an inbox as finished HTML: what was told never changes, whether it was read and what is "today" do."""

from functools import partial

from django.template.loader import get_template
from django.utils import timezone

from tenants.fragments import kept, lean, reader

from .models import Notification


def rendered(rows, company, query) -> dict:
    """Return {pk: HTML} of ``rows``, (pk, at, read_at) each; ``query`` is where "mark as read" comes back to."""
    prefix = f"told:{reader(company)}:{timezone.localdate()}:{query}"
    return kept({row.pk: f"{prefix}:{row.pk}:{row.read_at is None}" for row in rows}, partial(_rows, query))


def _rows(query, ids):
    template = get_template("inbox/_row.html")
    for told in Notification.objects.filter(pk__in=ids).for_list():
        yield told.pk, lean(template.render({"notification": told, "facts": told.facts, "query": query}))
