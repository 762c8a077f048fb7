"""Who looks after a return and when it is looked at next; and that its people hear when that moment has passed."""

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from inbox.models import About

from .changing import CannotCallBack
from .owning import heir_of, managers_of, refuse_owner, works_at
from .returning import ReturningQuerySet


class AwaitingQuerySet(ReturningQuerySet):
    @transaction.atomic
    def sound(self, ids, now):
        """Let each of ``ids`` say that its next date has passed, to its owner and the managers; return how many did.

        Rows that another worker holds are left to it. What nobody keeps any more is given to somebody who does.
        """
        rows = self.open().filter(pk__in=ids, alarm_at__lte=now).order_by("pk").for_sounding()
        rows = list(rows.select_for_update(skip_locked=True, of=("self",)))
        for row in rows:
            row.sound(now)
        return len(rows)


class Awaited(models.Model):
    """``due_at`` is when it is looked at next, ``alarm_at`` when the row says that this has passed, once."""

    due_at = models.DateTimeField(editable=False)
    alarm_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    def sound(self, now):
        """Tell about the locked row that its next date has passed."""
        if not works_at(self.owner, self.branch) and (heir := heir_of(self.branch, now)):
            self.pass_to(heir, by=None, at=now)
        at, missed = self.alarm_at, self.due_at.isoformat()
        self.change(alarm_at=None)
        self.record("return-overdue", by=None, at=at, due_at=missed)
        people = {self.owner, *managers_of(self.branch)}
        self.tell(
            people, "callbacks-return-overdue", by=None, at=at, key=f"due/{missed}", about=About.ALARM, due_at=missed
        )

    @transaction.atomic
    def plan(self, next_at, reason, *, by, was=None, at=None):
        """Look at it again at another time, and say why. The same time again is harmless.

        Errors: StaleCallback; CannotCallBack when it is finished, without a reason, or for a time that is past.
        """
        at = at or timezone.now()
        self.hold()
        if self.is_open and next_at == self.due_at:
            return
        self.refuse_finished()
        self.hold(was)
        if not reason.strip():
            raise CannotCallBack(_("Say why."))
        if next_at <= at:
            raise CannotCallBack(_("The next date is a time to come."))
        before = self.due_at
        self.change(due_at=next_at, alarm_at=next_at)
        dates = {"before": before.isoformat(), "due_at": next_at.isoformat()}
        self.record("return-planned", by=by, at=at, body=reason.strip(), **dates)

    @transaction.atomic
    def assign(self, member, *, by, was=None, at=None):
        """Make ``member`` the one who looks after it. The same again is harmless.

        Errors: StaleCallback; CannotCallBack when it is finished, or they do not work there.
        """
        self.hold()
        if self.is_open and member.pk == self.owner_id:
            return
        self.refuse_finished()
        self.hold(was)
        refuse_owner(member, self.branch)
        self.pass_to(member, by=by, at=at or timezone.now())

    def pass_to(self, member, *, by, at):
        """Write the new owner to the locked row, and tell them."""
        before = self.owner
        self.change(owner=member)
        self.record("return-assigned", by=by, at=at, before=before.name, after=member.name)
        key = f"given/{self.version}"
        self.tell([member], "callbacks-return-given", by=by, at=at, key=key, about=About.ASSIGNED)

    def is_overdue(self, now):
        return self.finished_at is None and self.due_at < now
