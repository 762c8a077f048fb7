"""What people say about a case."""

from django.db import models, transaction
from django.utils import timezone

from timeline.models import Audience


class Commentable(models.Model):
    """``first_response_at`` is when the customer first heard from us."""

    first_response_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    @transaction.atomic
    def comment(self, body, *, by, audience=Audience.INTERNAL, client_key=None, at=None):
        """Add a comment, internal or for the customer. The same ``client_key`` says it once."""
        self.lock()
        if client_key and (said := self.history().said_with(client_key).first()):
            return said
        at = at or timezone.now()
        if audience == Audience.CUSTOMER and self.first_response_at is None:
            self.change(first_response_at=at)
        line = self.record("commented", by=by, at=at, body=body.strip(), audience=audience, client_key=client_key)
        self.index_comment(line)
        return line
