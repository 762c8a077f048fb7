"""What people say about a case."""

from datetime import timedelta

from django.db import models, transaction
from django.utils import timezone

from cases.names import spoken
from inbox.models import About
from timeline.models import Audience

from .merging import lands_on_survivor

EXCERPT = 280


class Commentable(models.Model):
    """``first_response_at`` is when the customer first heard from us, ``response_due_at`` by when they were to.

    Resolving is an answer too. ``response_missed_at`` is written once, at the moment when the target was missed.
    """

    first_response_at = models.DateTimeField(null=True, editable=False)
    response_due_at = models.DateTimeField(null=True, editable=False)
    response_missed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    @lands_on_survivor
    @transaction.atomic
    def comment(
        self, body, *, by, audience=Audience.INTERNAL, client_key=None, mentioned=(), invite=(), at=None, **facts
    ):
        """Add a comment, internal or for the customer. The same ``client_key`` says it once.

        Whom it names as ``@Ada Lovelace`` is told, and who has to do with the case. ``mentioned`` decides between
        people of one name, ``invite`` are those to be let in. ``facts`` are what else is known of it: the source, who
        called. Errors: CannotMention, and nothing is said.
        """
        self.lock()
        if client_key and (said := self.history().said_with(client_key).first()):
            return said
        at = at or timezone.now()
        body, people = self.named_in(body.strip(), chosen=mentioned)
        self.let_in(people, audience=audience, invite=invite, by=by, at=at)
        if audience == Audience.CUSTOMER and self.first_response_at is None:
            self.change(first_response_at=at)
        said = {"body": body, "audience": audience, "client_key": client_key}
        line = self.record("commented", by=by, at=at, **said, **facts)
        self.index_comment(line)
        self._tell(line, people)
        return line

    def _tell(self, line, people):
        how = {"by": line.actor, "at": line.at, "key": line.pk, "internal": line.audience != Audience.CUSTOMER}
        how["excerpt"] = spoken(line.body, EXCERPT)
        self.tell(people, "cases-mentioned", about=About.MENTION, **how)
        if line.facts.get("again"):
            self.tell_followers("cases-again", caller=line.facts["caller"], **how)
        else:
            self.tell_followers("cases-commented", **how)

    def answer_by(self, targets, policy):
        """Return by when the customer is to hear from us first; what was answered or missed moves no more."""
        if self.first_response_at or self.response_missed_at:
            return self.response_due_at
        minutes = targets.response.get(self.priority)
        if not minutes:
            return None
        wait = timedelta(minutes=minutes)
        return policy.hours.add(self.opened_at, wait) if policy.hours else self.opened_at + wait

    @property
    def waits_for_answer(self):
        """A target runs: nobody has written to the customer, and nothing was missed yet."""
        return self.response_due_at is not None and not (self.first_response_at or self.response_missed_at)

    @property
    def answer_state(self):
        """``met``, ``missed``, ``running``, or nothing where there is no target."""
        if self.response_due_at is None:
            return ""
        if self.response_missed_at:
            return "missed"
        return "met" if self.first_response_at or self.resolved_at else "running"
