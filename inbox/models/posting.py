"""Sending what waits: leased, sent with no transaction open, and completed only by whoever still holds the lease."""

import logging
from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused

from django.core import mail
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone

from inbox.querysets import DeliveryQuerySet
from tenants.access import access_of
from tenants.current import tenant_scope

from .preference import Preference
from .writing import letter

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 8
LEASE = timedelta(seconds=30)  # longer than the task may run
FIRST_PAUSE = timedelta(seconds=15)
LONGEST_REASON = 200


class PostingQuerySet(DeliveryQuerySet):
    def post(self, company_id, ids):
        """Send those of ``ids`` that are due, over one connection; what another worker holds is left to it.

        Call it outside of a scope. A mail server that does not answer is not asked again for the rest.
        """
        connection = mail.get_connection()
        try:
            for pk in ids:
                with tenant_scope(company_id):
                    delivery = self.leased(pk)
                if delivery and not delivery.post(connection):
                    return
        finally:
            connection.close()

    def leased(self, pk):
        """Lease one due mail and return it; None when there is nothing to send, or not now."""
        free = self.due().filter(pk=pk).select_for_update(skip_locked=True, of=("self",))
        delivery = free.with_everything().first()
        return delivery if delivery and delivery.lease() else None


class Posted(models.Model):
    class Meta:
        abstract = True

    def lease(self) -> bool:
        """Hold the locked row for one attempt; False when it is to be sent later, or never."""
        access = access_of(self.notification.member.user, self.tenant)
        if why := self._why_not(access):
            return self._settle(state="dropped", why=why)
        if self.attempts >= MAX_ATTEMPTS:
            return self._settle(state="dead", why=self.why or "The worker died each time.")
        if not self.notification.is_urgent and (peace_ends_at := self._peace_ends_at(access)):
            return self._settle(try_at=peace_ends_at)
        self._settle(try_at=Now() + LEASE, attempts=self.attempts + 1)
        self.zone = access.zone(self.tenant)
        return True

    def post(self, connection) -> bool:
        """Send the leased mail and note what became of it; False when the mail server is not to be had."""
        message = letter(self)
        message.connection = connection
        try:
            connection.open()
            message.send()
        except OSError as trouble:  # what smtplib raises is one, too
            is_final = _is_final(trouble)
            self._note(**self._failed(trouble, is_final))
            return is_final
        self._note(state="sent", sent_at=Now(), try_at=None, why="")
        return True

    def _why_not(self, access):
        if access is None:
            return "no longer a member"
        if self.notification.read_at:
            return "read in the inbox"
        told = type(self.notification).objects.filter(pk=self.notification_id)
        return "" if told.readable_by(access).exists() else "no longer allowed to read it"

    def _peace_ends_at(self, access):
        preference = Preference.objects.by_member([access.member.pk])[access.member.pk]
        return preference.peace_ends_at(timezone.now(), access.zone(self.tenant))

    def _settle(self, **changes):
        type(self).objects.claim(self, **changes)
        return False

    def _note(self, **changes):
        with tenant_scope(self.tenant_id):
            type(self).objects.waiting().filter(attempts=self.attempts).claim(self, **changes)

    def _failed(self, trouble, is_final):
        log.warning("mail %s, attempt %s: %r", self.key, self.attempts, trouble)
        why = _words(trouble)[:LONGEST_REASON]
        if is_final or self.attempts >= MAX_ATTEMPTS:
            return {"state": "dead", "why": why, "try_at": None}
        return {"try_at": Now() + FIRST_PAUSE * 2**self.attempts, "why": why}


def _is_final(trouble):
    """Whether the server has said no to this very mail for good, rather than to us or for now."""
    if isinstance(trouble, SMTPRecipientsRefused):
        return all(code >= 500 for code, _said in trouble.recipients.values())
    return isinstance(trouble, SMTPDataError) and trouble.smtp_code >= 500


def _words(trouble):
    if isinstance(trouble, SMTPRecipientsRefused):
        trouble = " ".join(_text(said) for _code, said in trouble.recipients.values())
    return " ".join(str(_text(getattr(trouble, "smtp_error", trouble))).split())


def _text(said):
    return said.decode(errors="replace") if isinstance(said, bytes) else str(said)
