"""What was heard: after a job happy asks for a review, once per customer, and unhappy opens a case; a quote is decided,
or asked about again."""

from django.db import models
from django.utils.translation import gettext as _

from .changing import CannotCallBack
from .vocabulary import DECIDED


class Hearing(models.Model):
    """``is_happy`` is what they said when we called after the job; None before, and of every other callback."""

    is_happy = models.BooleanField(null=True, editable=False)

    class Meta:
        abstract = True

    def refuse_unheard(self, note, at, *, happy=None, answer="", again_at=None):
        """Raise CannotCallBack when they were reached and nobody says what came of it."""
        if self.is_proactive and happy is None:
            raise CannotCallBack(_("Say whether they are happy."))
        if self.chain_id:
            self.refuse_unanswered(answer, again_at, at)
        speaks_for_itself = happy or (self.chain_id and answer in DECIDED)
        if not note and not speaks_for_itself:
            raise CannotCallBack(_("Write what they said.") if happy is False else _("Write what came of it."))

    def follow_words(self, note, *, by, at, happy=None, answer="", again_at=None):
        """Do what follows from what they said, on the locked row that is done."""
        if happy:
            self.ask_for_review(by=by, at=at)
        elif happy is False:
            self.escalate(note, by=by, at=at)
        if self.chain_id:
            self.follow_answer(answer, again_at, by=by, at=at)

    def ask_for_review(self, *, by, at):
        """Note that the customer was asked for a review: once per customer, whoever asks how often."""
        asked = self.account.review_requests
        row = asked.model(account=self.account, callback=self, asked_by=by, asked_at=at)
        asked.bulk_create([row], ignore_conflicts=True)  # the constraint decides when two ask at once
        if asked.get() == row:
            self.record("review-asked", by=by, at=at, on_account=True)
