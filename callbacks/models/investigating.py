"""Looking into a return: what was found and who was asked, with photos and papers, each once and for good."""

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from evidence.models import Item
from timeline.models import Entry

from .changing import CannotCallBack

SUBJECT = "warranty_return"


class Investigated(models.Model):
    class Meta:
        abstract = True

    @transaction.atomic
    def note_finding(self, words, *, by, asked="", client_key=None, at=None):
        """Write down what was found, and who was asked. The same ``client_key`` is one finding.

        Errors: CannotCallBack without words, or when the return is finished.
        """
        at = at or timezone.now()
        self.hold()
        if client_key and (sent := self.findings.filter(client_key=client_key).first()):
            return sent
        self.refuse_finished()
        if not words.strip():
            raise CannotCallBack(_("Write what was found."))
        said = {"words": words.strip(), "asked": asked.strip()}
        found = self.findings.create(**said, by=by, at=at, client_key=client_key)
        self.change()
        self.record("return-found", by=by, at=at, body=found.words, asked=found.asked)
        return found

    @transaction.atomic
    def attach(self, upload, *, by, client_key, at=None):
        """Attach a photo or a paper; a worker makes it harmless before anyone sees it.

        The same ``client_key`` is one file, however often it is sent. Errors: CannotReceive; CannotCallBack when the
        return is finished.
        """
        at = at or timezone.now()
        self.refuse_finished()
        # Stored before the row is locked: a long recording must not hold up everyone else here.
        item = Item.objects.receive(SUBJECT, self.pk, upload, by=by, client_key=client_key, at=at)
        self.hold()
        self.refuse_finished()
        if not Entry.objects.about(SUBJECT, self.pk).said_with(client_key).exists():
            self.change()
            self.record("return-attached", by=by, at=at, client_key=client_key, name=item.name)
        return item

    @property
    def evidence(self):
        """What is attached, oldest first."""
        return Item.objects.about(SUBJECT, self.pk)
