"""What a customer complains about is noted on their account."""

from django.db import models, transaction
from django.utils import timezone


class Complaining(models.Model):
    class Meta:
        abstract = True

    @transaction.atomic
    def note_complaint(self, words, *, by, subject=("", None, None), client_key=None, at=None):
        """Note what they complained about, for whoever works with them next, and return the complaint.

        ``subject`` is what it is noted from: kind, id and number, for example of a case. The same ``client_key``
        notes it once, however often it is sent.
        """
        at = at or timezone.now()
        kind, pk, number = subject
        about = {"subject_kind": kind, "subject_id": pk, "subject_number": number}
        first = {"words": words.strip(), "noted_by": by, "noted_at": at, "client_key": client_key}
        complaint = self.complaints.model(account=self, **first, **about)
        self.complaints.bulk_create([complaint], ignore_conflicts=True)  # the key decides when two send it at once
        if client_key and (sent := self.complaints.get(client_key=client_key)) != complaint:
            return sent
        complaint.index_words()
        complaint.record("complained", by=by, at=at, body=complaint.words)
        return complaint
