"""The secret that an answering service signs with. It lies nowhere: it is derived from what only the house knows."""

import hmac
from datetime import timedelta
from uuid import uuid4

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from routing.models.noting import note
from tenants.fields import TenantForeignKey
from tenants.models import Membership, Tenant, TenantLeaf
from tenants.querysets import TenantManager, TenantQuerySet

SALT = "kept.after-hours"
OLD_IS_GOOD_FOR = timedelta(days=1)
FRESH_FOR = timedelta(minutes=5)


def secret_of(company_id, generation, key=None) -> str:
    """Return the secret of that generation, as its owner was shown it; ``key`` is the installation's, or an old one.

    Source: docs/adr/0035-a-hook-secret-is-derived.md.
    """
    derived = salted_hmac(SALT, f"{company_id}/{generation}", secret=key, algorithm="sha256")
    return f"kept_{derived.hexdigest()}"


def signature_of(secret, stamp, body) -> str:
    """Return the signature of ``body`` (bytes) sent at ``stamp``, the seconds since 1970 as text."""
    return "v1=" + hmac.new(secret.encode(), stamp.encode() + b"." + body, "sha256").hexdigest()


class HookKeyQuerySet(TenantQuerySet):
    def good_at(self, at):
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=at))

    def current(self):
        return self.filter(ends_at=None)

    def for_page(self):
        return self.select_related("made_by__user").order_by("-made_at")

    def signed(self, stamp, body, signature, at) -> bool:
        """Whether ``signature`` was made with one of the company's secrets that are good at that moment."""
        generations = self.good_at(at).values_list("tenant_id", "generation")
        return has_signed([secret for one in generations for secret in secrets_of(*one)], stamp, body, signature)

    @transaction.atomic
    def renew(self, *, by, at=None):
        """Make a new secret and return its row; the one before stays good for a day, older ones end."""
        at = at or timezone.now()
        Tenant.begin_setup()
        self.exclude(ends_at=None).delete()
        is_first = not self.current().update(ends_at=at + OLD_IS_GOOD_FOR)
        note("hook", by=by, at=at, act="made" if is_first else "renewed")
        return self.create(made_by=by, made_at=at)

    @transaction.atomic
    def end_old(self, *, by, at=None):
        """Let the secret before the current one be good no longer. Twice is harmless."""
        Tenant.begin_setup()
        if self.exclude(ends_at=None).delete()[0]:
            note("hook", by=by, at=at, act="old-ended")

    @transaction.atomic
    def end(self, *, by, at=None):
        """Take every secret away: nothing that is posted is believed any more. Twice is harmless."""
        Tenant.begin_setup()
        if self.all().delete()[0]:
            note("hook", by=by, at=at, act="ended")


class HookKey(TenantLeaf):
    """One generation of the company's secret; ``ends_at`` is set once there is a newer one."""

    generation = models.UUIDField(default=uuid4, editable=False)
    made_at = models.DateTimeField(editable=False)
    made_by = TenantForeignKey(Membership, null=True, related_name="+", editable=False)
    ends_at = models.DateTimeField(null=True, editable=False)

    objects = TenantManager.of(HookKeyQuerySet)

    class Meta(TenantLeaf.Meta):
        constraints = [
            *TenantLeaf.Meta.constraints,
            models.UniqueConstraint(fields=["tenant"], condition=Q(ends_at=None), name="callbacks_hookkey_current"),
        ]

    @property
    def secret(self):
        return secret_of(self.tenant_id, self.generation)


def company_called(slug):
    """Return the company of that address; None when there is none, which nobody outside may learn."""
    return Tenant.objects.filter(slug=slug or "").first()


def is_fresh(stamp, now) -> bool:
    """Whether ``stamp`` is at most five minutes away from now, before or after."""
    seconds = int(stamp) if stamp.isascii() and stamp.isdecimal() else 0
    return abs(now.timestamp() - seconds) <= FRESH_FOR.total_seconds()


def secrets_of(company_id, generation) -> list[str]:
    """Return that secret by the installation's key, and by those before it that still count."""
    return [secret_of(company_id, generation, key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]


def has_signed(secrets, stamp, body, signature) -> bool:
    """Whether one of ``secrets`` made the signature. Without any the same work is done for nothing."""
    made = [signature_of(secret, stamp, body) for secret in secrets or [secret_of("", "")]]
    right = [constant_time_compare(signature, one) for one in made]
    return bool(secrets) and any(right)
