"""Finished HTML, kept under a name that says everything it was made of, so that it is never shown stale."""

import re
from functools import lru_cache
from hashlib import md5

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import cache
from django.urls import get_script_prefix
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language

KEPT_FOR = 24 * 3600
_INDENTED = re.compile(r"\s*\n\s*")  # a tenth of a page is the indentation of its rows


def kept(names, render) -> dict:
    """Return the HTML of each key of ``names`` in its order; ``render`` makes, from their keys, those that are new."""
    known = cache.get_many(names.values())
    missing = [key for key, name in names.items() if name not in known]
    fresh = {names[key]: html for key, html in render(missing)} if missing else {}
    if fresh:
        cache.set_many(fresh, KEPT_FOR)
    both = {**known, **fresh}
    # Both come from our own templates, which have escaped what people wrote.
    return {key: mark_safe(both[name]) for key, name in names.items() if name in both}  # noqa: S308


def lean(html) -> str:
    return _INDENTED.sub("\n", html)


def reader(company):
    """Name who reads: where links lead to, the names of the company, language, zone, and our templates."""
    zone = timezone.get_current_timezone_name()
    edition = _edition.__wrapped__() if settings.DEBUG else _edition()
    return f"{edition}:{company.pk}:{company.names_version}:{get_script_prefix()}:{get_language()}:{zone}"


@lru_cache
def _edition():
    """Name everything that words and pictures are drawn by as it stands, so that what is new shows at once."""
    drawn_by = md5(getattr(staticfiles_storage, "manifest_hash", "").encode(), usedforsecurity=False)
    for template in sorted(settings.TEMPLATES[0]["DIRS"][0].rglob("*.html")):
        drawn_by.update(template.read_bytes())
    return drawn_by.hexdigest()[:12]
