"""Photos and files that show what a case is about."""

from django.db import models, transaction
from django.utils import timezone

from evidence.models import Item

from .merging import lands_on_survivor


class Evidenced(models.Model):
    class Meta:
        abstract = True

    @property
    def evidence(self):
        """What is attached, oldest first, as ``for_page`` has read it."""
        return self._evidence

    @property
    def has_waiting_evidence(self):
        return any(item.state == "quarantined" for item in self._evidence)

    @lands_on_survivor
    @transaction.atomic
    def attach(self, upload, *, by, client_key, at=None):
        """Attach a file to the case; a worker makes it harmless before anyone sees it.

        The same ``client_key`` is one file, however often it is sent. Errors: CannotReceive.
        """
        at = at or timezone.now()
        # Stored before the row is locked: a long recording must not hold up everyone else on this case.
        item = Item.objects.receive("case", self.pk, upload, by=by, client_key=client_key, at=at)
        self.lock()
        if not self.history().said_with(client_key).exists():
            self.record(
                "attached", by=by, at=at, client_key=client_key, name=item.name, item=str(item.pk), of=item.kind
            )
        return item
