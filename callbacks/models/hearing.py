"""What was heard on a call after the job: happy asks for a review, once per customer; unhappy opens a case."""

from django.db import models
from django.utils.translation import gettext as _

from .changing import CannotCallBack
from .vocabulary import Kind, Outcome


class Hearing(models.Model):
    """``is_happy`` is what they said when we called after the job; None before, and of every other callback."""

    is_happy = models.BooleanField(null=True, editable=False)

    class Meta:
        abstract = True

    def refuse_unheard(self, outcome, note, happy):
        """Raise CannotCallBack when they were reached and nobody says what came of it."""
        if outcome != Outcome.REACHED:
            return
        if self.kind == Kind.PROACTIVE and happy is None:
            raise CannotCallBack(_("Say whether they are happy."))
        if not note and not happy:
            raise CannotCallBack(_("Write what they said.") if happy is False else _("Write what came of it."))

    def follow_words(self, note, happy, *, by, at):
        """Do what follows from what they said, on the locked row."""
        if happy:
            self.ask_for_review(by=by, at=at)
        elif happy is False:
            self.escalate(note, by=by, at=at)

    def ask_for_review(self, *, by, at):
        """Note that the customer was asked for a review. Once per customer: True when nobody had asked before."""
        asked = self.account.review_requests
        row = asked.model(account=self.account, callback=self, asked_by=by, asked_at=at)
        asked.bulk_create([row], ignore_conflicts=True)  # the constraint decides when two ask at once
        is_first = asked.get() == row
        if is_first:
            self.record("review-asked", by=by, at=at, on_account=True)
        return is_first
