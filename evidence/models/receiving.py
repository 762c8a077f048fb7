"""Receiving a file: nothing that arrives here is trusted, and nothing arrives twice."""

import hashlib
import logging
from datetime import UTC
from uuid import uuid4

from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evidence.names import display_name
from evidence.querysets import ItemQuerySet
from evidence.sniff import MEGABYTE, Unwelcome, recognise
from tenants.current import require_tenant_id
from tenants.outbox import later

log = logging.getLogger(__name__)

UNWELCOME = {
    "empty": gettext_lazy("“%(name)s” is empty."),
    "web": gettext_lazy(
        "“%(name)s” is a web page or a drawing, which could carry a program. Send a photo or a PDF of it."
    ),
    "office": gettext_lazy("“%(name)s” is an Office document. Save it as a PDF and send that."),
    "archive": gettext_lazy(
        "“%(name)s” is an archive or an Office document. Send the files one by one, documents as PDF."
    ),
    "picture": gettext_lazy("“%(name)s” is a kind of picture that is not kept. Save it as JPEG or PNG and send that."),
    "video": gettext_lazy("“%(name)s” is a video, and videos are not kept yet. Send photos or a sound recording."),
    "unknown": gettext_lazy("“%(name)s” is not a photo, PDF, sound recording or plain text that can be kept."),
}


class CannotReceive(Exception):
    """The file cannot be evidence. ``args`` are the reasons, ready to show."""


class ReceivingQuerySet(ItemQuerySet):
    def receive(self, subject_kind, subject_id, upload, *, by, client_key, at=None):
        """Put ``upload`` in quarantine as evidence about the subject, and ask a worker to make it harmless.

        ``upload`` is a Django File with a name. The same ``client_key`` is one item, however often it is sent. When the
        transaction rolls back, the stored file belongs to nobody and is tidied away a day later.
        Errors: CannotReceive.
        """
        if known := self._known(subject_kind, subject_id, client_key):
            return known
        name = display_name(upload.name)
        found = _recognised(upload, name)
        at = at or timezone.now()
        item = self.model(
            subject_kind=subject_kind,
            subject_id=subject_id,
            client_key=client_key,
            kind=found.kind,
            format=found.key,
            name=name,
            size=upload.size,
            sha256=_digest(upload),
            uploaded_at=at,
            uploaded_by=by,
            original=_stored(upload, name, at),
        )
        try:
            with transaction.atomic():
                item.save(force_insert=True)
        except IntegrityError:
            default_storage.delete(item.original)
            if known := self._known(subject_kind, subject_id, client_key):  # the same file came by two ways at once
                return known
            raise
        later("evidence.clean", item.pk)
        return item

    def _known(self, subject_kind, subject_id, client_key):
        known = self.received_as(client_key).first()
        if known and (known.subject_kind, str(known.subject_id)) != (subject_kind, str(subject_id)):
            raise CannotReceive(_("“%(name)s” was already sent to another place.") % {"name": known.name})
        return known


def _recognised(upload, name):
    try:
        found = recognise(upload)
    except Unwelcome as unwelcome:
        raise CannotReceive(UNWELCOME[unwelcome.reason] % {"name": name}) from unwelcome
    if upload.size > found.max_bytes:
        limit = {"name": name, "limit": found.max_bytes // MEGABYTE}
        raise CannotReceive(_("“%(name)s” is larger than %(limit)s MB.") % limit)
    return found


def _digest(upload):
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()


def _stored(upload, name, at):
    """Store the bytes under a name that nobody chose and nobody can guess."""
    try:
        return default_storage.save(f"{folder(require_tenant_id(), at)}/{uuid4()}", upload)
    except OSError as error:
        log.exception("an upload could not be stored")
        raise CannotReceive(_("“%(name)s” could not be stored. Please send it again.") % {"name": name}) from error


def folder(tenant_id, at):
    return f"{tenant_id}/{at.astimezone(UTC):%Y/%m}"
