"""How every verb of a callback changes its row: locked, versioned, told on its own page and on that of its case.

A return changes its row alike; what it tells, and where, is in tracing.py.
"""

from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from inbox.models import About, Notification
from tenants import news
from timeline.models import Entry

from .vocabulary import Status

FOUND_BY = {"reason", "phone", "summary"}


class CannotCallBack(Exception):
    """This can no longer be done to the callback or the return, or not so. ``args`` are the reasons, ready to show."""


class StaleCallback(Exception):
    """Somebody changed it meanwhile. ``args``: the callback or the return as it stands now."""


class Versioned(models.Model):
    """``version`` rises with every change of the row; a page that shows an earlier one is told apart by it."""

    version = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True

    def hold(self, was=None):
        """Take the row for this transaction and read it again. Errors: StaleCallback for another version."""
        self.refresh_from_db(from_queryset=type(self).objects.locked())
        if was is not None and was != self.version:
            raise StaleCallback(self)
        return self

    def change(self, **changes):
        """Write ``changes`` to the locked row as its next version."""
        type(self).objects.claim(self, version=F("version") + 1, changed_at=timezone.now(), **changes)
        self.version += 1
        if FOUND_BY & changes.keys():
            self.index_words()


class Changing(Versioned):
    class Meta:
        abstract = True

    def record(self, what, *, by, at, body="", client_key=None, on_account=False, **facts):
        """Write the line of a verb: about the callback, and about the case that it belongs to.

        What the customer has said for good stands on their account, too, unless a case of theirs says it there.
        """
        facts = {"number": self.number, "callback_kind": self.kind, **facts}
        subjects = [("callback", self.pk), *(("case", pk) for pk in self.case_ids())]
        if on_account and len(subjects) == 1:
            subjects.append(("account", self.account_id))
        told = {"by": by, "at": at, "body": body, "client_key": client_key, **facts}
        lines = [Entry.objects.line(*subject, f"callbacks-{what}", **told) for subject in subjects]
        Entry.objects.bulk_create(lines, ignore_conflicts=client_key is not None)
        news.tell()

    def case_ids(self) -> list:
        """The cases in whose history it stands: the one it is about, and the complaint that it became."""
        return [pk for pk in dict.fromkeys((self.case_id, self.complaint_id)) if pk]

    def tell(self, members, what, *, by, at, key, about=About.MINE, **facts):
        """Tell ``members`` about this callback, each once for ``key``; see Notification.objects.tell."""
        subject = ("callback", self.pk, str(self))
        how = {"by": by, "at": at, "about": about, "urgent": self.is_urgent, "subject": subject}
        Notification.objects.tell(members, what, key=key, address=self.address, **how, **facts)

    def refuse_finished(self):
        """Raise CannotCallBack when there is nothing more to do, and say who has done it."""
        if self.status == Status.OPEN:
            return
        said = {
            Status.DONE: _("%(name)s has reached them already."),
            Status.WITHDRAWN: _("%(name)s has withdrawn this."),
        }
        raise CannotCallBack(said[self.status] % {"name": self.finished_by or _("Kept")})
