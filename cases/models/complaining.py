"""Noting from a case what its customer complains about."""

from django.db import models, transaction

from .merging import lands_on_survivor


class Complaining(models.Model):
    class Meta:
        abstract = True

    @lands_on_survivor
    @transaction.atomic
    def note_complaint(self, words, *, by, was=None, client_key=None, at=None):
        """Note on the account of the case what they complained about, and return the complaint.

        It stays with that account wherever the case goes. The same ``client_key`` notes it once.
        Errors: StaleEdit when the customer is no longer the one in ``was``.
        """
        self.lock()
        self.refuse_merged()
        self.refuse_stale(was or {}, was or {})
        subject = ("case", self.pk, self.number)
        return self.account.note_complaint(words, by=by, subject=subject, client_key=client_key, at=at)

    def in_words(self):
        """What was reported, summary and description, as long as a complaint may be."""
        return f"{self.summary}\n\n{self.description}".strip()[:4_000]
