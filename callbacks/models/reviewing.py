"""What is decided about a request: accepted, merged with what is known already, or rejected."""

from uuid import NAMESPACE_OID, uuid5

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenants.fields import TenantForeignKey
from tenants.models import Membership
from timeline.models import Entry

from .callback import Callback
from .receiving import take_turns, tell_board
from .vocabulary import Kind
from .watching import SUBJECT


class AlreadyDecided(Exception):
    """Somebody was quicker. ``args`` are the reasons, ready to show: they say who."""


class CannotDecide(Exception):
    """This cannot be done with the request as it is. ``args`` are the reasons, ready to show."""


class State(models.TextChoices):
    NEW = "new", gettext_lazy("Waiting")
    ACCEPTED = "accepted", gettext_lazy("Accepted")
    MERGED = "merged", gettext_lazy("Merged")
    REJECTED = "rejected", gettext_lazy("Rejected")


class Reviewed(models.Model):
    """Every verb waits its turn first, and then decides about the whole group."""

    state = models.CharField(max_length=8, choices=State.choices, default=State.NEW, editable=False)
    acknowledged_at = models.DateTimeField(null=True, editable=False)
    acknowledged_by = TenantForeignKey(Membership, null=True, related_name="+", editable=False)
    rejection = models.CharField(max_length=200, blank=True, editable=False)

    class Meta:
        abstract = True

    @transaction.atomic
    def accept(self, *, by, owner=None, at=None):
        """Promise the caller a call that ``owner`` makes, or ``by`` themselves, and return it. Twice is harmless.

        Errors: AlreadyDecided, CannotDecide while nobody knows whose call it was; what a callback refuses.
        """
        if (again := self._mine_already(by, State.ACCEPTED)) is not None:
            return again.callback
        group = self.hold(by)
        if self.account_id is None:
            raise CannotDecide(_("Say first which customer this is."))
        at = at or timezone.now()
        callback = self._promise(group, by=by, owner=owner or by, at=at)
        self._decide(group, State.ACCEPTED, by=by, at=at, callback=callback)
        self.record("after-hours-accepted", by=by, at=at, number=callback.number, owner=callback.owner.name)
        return callback

    @transaction.atomic
    def merge_into_case(self, case, *, by, at=None):
        """Note on an open case of the customer what was said, and be done with it. Twice is harmless.

        Errors: AlreadyDecided, CannotDecide when the case is another customer's or resolved.
        """
        if self._mine_already(by, State.MERGED):
            return
        group = self.hold(by)
        if case.resolved_at or self.account_id not in (None, case.account_id):
            raise CannotDecide(_("This case is not open, or not this customer's."))
        at = at or timezone.now()
        if self.account_id is None:
            self.match(case.account, by=by, at=at)
        case.hear_again(
            words_of(group), by=by, source="after_hours", caller=self.who, client_key=self.key("case"), at=at
        )
        self._decide(group, State.MERGED, by=by, at=at, case=case)
        self.record("after-hours-merged", by=by, at=at, case=case.number)

    @transaction.atomic
    def merge_into_callback(self, callback, *, by, at=None):
        """Note on an open callback of the customer what was said, tell its owner, and be done. Twice is harmless.

        Errors: AlreadyDecided, CannotDecide when the callback is finished or another customer's.
        """
        if self._mine_already(by, State.MERGED):
            return
        group = self.hold(by)
        callback.hold()
        if not callback.is_open or self.account_id not in (None, callback.account_id):
            raise CannotDecide(_("This callback is not open, or not this customer's."))
        at = at or timezone.now()
        if self.account_id is None:
            self.match(callback.account, by=by, at=at)
        said, key = words_of(group), self.key("callback")
        callback.record("called-again", by=by, at=at, body=said, client_key=key, who=self.who)
        told = {"key": f"after-hours/{self.pk}", "who": self.who}
        callback.tell([callback.owner], "callbacks-called-again", by=by, at=at, **told)
        self._decide(group, State.MERGED, by=by, at=at, callback=callback)
        self.record("after-hours-merged", by=by, at=at, number=callback.number)

    @transaction.atomic
    def join(self, other, *, by, at=None):
        """Group this request, with what is grouped under it, under another that waits. Twice is harmless.

        Errors: AlreadyDecided about either of them.
        """
        group = self.hold(by)
        other.hold(by)
        first = other.first or other
        if self.pk == first.pk or self.first_id == first.pk:
            return
        for one in group:
            type(self).objects.waiting().claim(one, first=first)
        self.record("after-hours-joined", by=by, at=at or timezone.now(), other=first.who)

    @transaction.atomic
    def part(self, *, by, at=None):
        """Take this request out of its group again, to be decided alone. Twice is harmless. Errors: AlreadyDecided."""
        self.hold(by)
        if self.first_id is not None:
            type(self).objects.waiting().claim(self, first=None)
            self.record("after-hours-parted", by=by, at=at or timezone.now())

    @transaction.atomic
    def reject(self, reason, *, by, at=None):
        """Be done with it without a call, and say why. Twice is harmless. Errors: AlreadyDecided, CannotDecide."""
        if self._mine_already(by, State.REJECTED):
            return
        group = self.hold(by)
        if not reason.strip():
            raise CannotDecide(_("Say why nobody needs to call."))
        at = at or timezone.now()
        self._decide(group, State.REJECTED, by=by, at=at, rejection=reason.strip())
        self.record("after-hours-rejected", by=by, at=at, body=reason.strip())

    def hold(self, by):
        """Wait for the turn, read the row anew and return its group. Errors: AlreadyDecided."""
        take_turns()
        rows = type(self).objects
        self.refresh_from_db(from_queryset=rows.select_related("account", "branch", "first", "acknowledged_by__user"))
        if self.acknowledged_at:
            raise AlreadyDecided(self.decided_words())
        return list(rows.group_of(self).oldest_first())

    def decided_words(self):
        """Who decided about it, and what."""
        said = {
            State.ACCEPTED: _("%(name)s has accepted this already."),
            State.MERGED: _("%(name)s has merged this already."),
            State.REJECTED: _("%(name)s has rejected this already."),
        }
        return said[self.state] % {"name": self.acknowledged_by.name if self.acknowledged_by else _("Kept")}

    @property
    def is_late(self):
        """Whether it was decided after the morning dispatch that should have looked."""
        return self.acknowledged_at is not None and self.acknowledged_at > self.due_at

    def key(self, what):
        """The key by which ``what`` is made of this request once."""
        return uuid5(NAMESPACE_OID, f"after-hours/{self.pk}/{what}")

    def record(self, what, *, by, at, **told):
        """Write the one timeline line of a verb, and let the board know."""
        tell_board()
        Entry.objects.record(SUBJECT, self.pk, f"callbacks-{what}", by=by, at=at, **told)

    def _mine_already(self, by, state):
        take_turns()
        mine = type(self).objects.reviewed().filter(pk=self.pk, state=state, acknowledged_by=by)
        return mine.select_related("callback").first()

    def _promise(self, group, *, by, owner, at):
        """An emergency is due soon after somebody has seen it; everything else by the dispatch of that morning."""
        is_urgent = any(one.is_urgent for one in group)
        return Callback.objects.promise(
            self.account,
            kind=Kind.EMERGENCY if is_urgent else Kind.AFTER_HOURS,
            by=by,
            at=at,
            since=at if is_urgent else self.received_at,
            owner=owner,
            contact=self.contact,
            phone=self.phone_e164 or self.phone_given,
            reason=_("Called after hours"),
            summary=words_of(group),
            branch=self.branch,
            client_key=self.key("callback"),
        )

    def _decide(self, group, state, *, by, at, **outcome):
        done = {"acknowledged_at": at, "acknowledged_by": by, "alarm_at": None, **outcome}
        for one in group:
            theirs = State.MERGED if state == State.ACCEPTED and one.pk != self.pk else state
            type(self).objects.waiting().claim(one, state=theirs, **done)
        self.refresh_from_db()


def words_of(group) -> str:
    """Return what was said in all calls of a group, the first first."""
    said = dict.fromkeys(one.words for one in group if one.words)
    return "\n\n".join(said) or str(_("They called and left no words."))
