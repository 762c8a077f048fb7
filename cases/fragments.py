"""Parts of the case page as finished HTML, each kept under everything that it was made of."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import md5
from uuid import UUID

from django.core.cache import cache
from django.db import connection
from django.middleware.csrf import get_token
from django.template.loader import get_template
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

from tenants.fragments import KEPT_FOR, reader

from .models import Case


class AskedTheDatabase(Exception):
    """A part read something while it was drawn: that is not in its key, so the part would be shown stale."""


@dataclass(frozen=True)
class Part:
    """``told`` holds plain values, which are in the key as is everything that ``for_page`` has read of ``case``.

    ``more`` makes, only when the part is drawn, what follows from these. ``blanks`` are filled in anew for every
    request, as the CSRF token always is. A part with a ``form``, which is there when something is wrong with what was
    sent, is drawn and not kept.
    """

    template: str
    told: dict
    case: Case | None = None
    blanks: dict = field(default_factory=dict)
    more: Callable[[], dict] = dict
    form: object = None

    def key(self, prefix):
        told = json.dumps(self.told, default=_plain, sort_keys=True)
        made_of = f"{self.template} {told} {self.case.everything if self.case else ''}"
        return f"{prefix}:{md5(made_of.encode(), usedforsecurity=False).hexdigest()}"

    def draw(self):
        context = {**self.told, **self.more(), "case": self.case, "form": self.form}
        context |= {name: _mark(name) for name in ("csrf_token", *self.blanks)}
        with connection.execute_wrapper(_refuse):
            return get_template(self.template).render(context)

    def filled(self, html, token):
        for name, value in {"csrf_token": token, **self.blanks}.items():
            html = html.replace(_mark(name), conditional_escape(value))
        return mark_safe(html)  # noqa: S308 - our own templates have escaped what people wrote


def drawn(request, *parts) -> list[str]:
    """Return each of ``parts`` as HTML, in the reader's language and zone; only what is new is drawn."""
    prefix = f"{reader(request.company)}:{timezone.localdate()}"  # "yesterday" is over at midnight
    keys = [part.key(prefix) for part in parts]
    known = cache.get_many(key for key, part in zip(keys, parts, strict=True) if not part.form)
    html = {key: known.get(key) or part.draw() for key, part in zip(keys, parts, strict=True)}
    if fresh := {key: html[key] for key, part in zip(keys, parts, strict=True) if key not in known and not part.form}:
        cache.set_many(fresh, KEPT_FOR)
    token = get_token(request)
    return [part.filled(html[key], token) for key, part in zip(keys, parts, strict=True)]


@lru_cache
def _mark(name):
    """What stands in a part where ``name`` is filled in. Nobody knows it, so nobody can write it into a comment."""
    return f"blank{salted_hmac('cases.fragments', name).hexdigest()}"


def _plain(value):
    if isinstance(value, Promise | UUID):
        return str(value)
    raise TypeError(f"{value!r} cannot be in the key of a part")


def _refuse(_execute, sql, _params, _many, _context):
    raise AskedTheDatabase(sql)
