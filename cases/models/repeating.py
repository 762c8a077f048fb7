"""Hearing again of what there is a case for already."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from .commenting import Commentable
from .merging import lands_on_survivor
from .sending import refuse_other_words, typed


class CannotRepeat(Exception):
    """What was heard would not be read by anybody there. ``args`` are the reasons, ready to show."""


class Repeatable(Commentable):
    class Meta(Commentable.Meta):
        abstract = True

    @lands_on_survivor
    @transaction.atomic
    def hear_again(self, words, *, by, source, client_key, caller="", at=None):
        """Note here what somebody said instead of opening another case; its owner and followers are told.

        Whoever heard it follows the case from now on. The same ``client_key`` is said, told and counted once.
        Errors: SentBefore when it was said in other words; CannotRepeat when it was resolved meanwhile; CannotMention,
        when it names somebody who may not open it.
        """
        at = at or timezone.now()
        self.lock()
        if said := self.history().said_with(client_key).first():
            refuse_other_words(self, said, typed(words))
            return
        self.refuse_merged()
        if self.resolved_at:
            said = _("#%(number)s was resolved meanwhile, so nobody would act on this. Reopen it, or open a new case.")
            raise CannotRepeat(said % {"number": self.number})
        told = {"source": source, "caller": caller, "again": True, "typed": typed(words)}
        self.comment(words, by=by, client_key=client_key, at=at, **told)
        self.avoided.create(client_key=client_key, heard_by=by, heard_at=at, source=source)
        if by is not None and by.pk != self.owner_id:
            self.follow(by=by)
