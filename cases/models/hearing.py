"""What people outside have heard of a case: an organisation reads what was written while the case was theirs."""

from datetime import datetime

from django.db import models
from django.db.models import Q, Value
from django.utils import timezone

from cases.querysets import CaseQuerySet

NOTHING = Value({}, models.JSONField())


class HearingQuerySet(CaseQuerySet):
    def handed_on(self):
        """Those that were another customer's or installer's before."""
        return self.exclude(heard={})


class Heard(models.Model):
    """``heard`` names who came or went by a move: the id of an account -> its [from, until] pairs, "" without an end.

    Whoever the case is about and is not in it has heard everything from the beginning.
    Source: docs/adr, "who comes by a move reads from then on".
    """

    heard = models.JSONField(default=dict, db_default=NOTHING, editable=False)

    class Meta:
        abstract = True

    @property
    def parties(self):
        """The ids, as text, of the accounts that the case is about."""
        return {str(pk) for pk in (self.account_id, self.installer_id) if pk}

    def heard_after(self, account, installer) -> dict:
        """Return what ``heard`` becomes when the locked row is about these two from now on."""
        now, heard = timezone.now().isoformat(), {pk: list(spans) for pk, spans in self.heard.items()}
        after = {str(party.pk) for party in (account, installer) if party}
        for pk in self.parties - after:
            *before, (since, _open) = heard.get(pk, [["", ""]])
            heard[pk] = [*before, [since, now]]
        for pk in after - self.parties:
            heard[pk] = [*heard.get(pk, []), [now, ""]]
        return heard

    def heard_by(self, accounts) -> list | None:
        """Return when the case was theirs, as spans; None when it always was."""
        if any(pk not in self.heard for pk in self.parties & accounts):
            return None
        return [span for pk in accounts for span in self.heard.get(pk, [])]

    def was_heard(self, at) -> bool:
        """Whether everybody whom the case is about now may read what was written at ``at``."""
        theirs = [self.heard[pk] for pk in self.parties if pk in self.heard]
        return all(any(_is_in(span, at) for span in spans) for spans in theirs)


class Hearing:
    """What the member may read of ``cases``; the company's own people are asked nothing and read everything."""

    def __init__(self, access, cases):
        handed_on = [] if access.is_inside else [case for case in cases if case.heard]
        seats = handed_on and access.member.seats.values_list("account", flat=True)
        accounts = {str(pk) for pk in seats}
        found = {case.pk: case.heard_by(accounts) for case in handed_on}
        self._spans = {pk: spans for pk, spans in found.items() if spans is not None}

    def of(self, rows, moment="recorded_at"):
        """Those of ``rows``, of the timeline or of the evidence, that they may read."""
        for pk, spans in self._spans.items():
            theirs = Q(pk=None)
            for since, until in spans:
                begun = Q(**{f"{moment}__gte": since}) if since else Q()
                theirs |= begun & Q(**{f"{moment}__lt": until}) if until else begun
            rows = rows.exclude(Q(subject_id=pk) & ~theirs)
        return rows

    def includes(self, pk, at) -> bool:
        """Whether they may read what was written of the case ``pk`` at ``at``."""
        return pk not in self._spans or any(_is_in(span, at) for span in self._spans[pk])


def _is_in(span, at):
    since, until = (datetime.fromisoformat(moment) if moment else at for moment in span)
    return since <= at and (at < until or not span[1])
