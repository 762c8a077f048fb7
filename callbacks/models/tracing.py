"""Where the verbs of a return are told: whole on its own page, elsewhere only that something happened."""

from django.db import models
from django.utils.translation import gettext as _

from inbox.models import About, Notification
from tenants import news
from timeline.models import Entry

from .changing import CannotCallBack, Versioned
from .vocabulary import ReturnStatus


class Traced(Versioned):
    status = models.CharField(max_length=10, choices=ReturnStatus.choices, default=ReturnStatus.OPEN, editable=False)
    finished_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    def record(self, what, *, by, at, body="", client_key=None, **facts):
        """Write the line of a verb: all of it about the return, and on its case and callback that it happened.

        What was found and decided stays in the one place that only its own people open: a case may be shown to others.
        """
        told = {"by": by, "at": at, "client_key": client_key, "number": self.number}
        kind = f"callbacks-{what}"
        lines = [Entry.objects.line("warranty_return", self.pk, kind, body=body, **told, **facts)]
        elsewhere = (("case", self.case_id), ("callback", self.callback_id))
        lines += [Entry.objects.line(*subject, kind, **told, aside=True) for subject in elsewhere if subject[1]]
        Entry.objects.bulk_create(lines, ignore_conflicts=client_key is not None)
        news.tell()

    def tell(self, members, what, *, by, at, key, about=About.MINE, **facts):
        """Tell ``members`` about this return, each once for ``key``; see Notification.objects.tell."""
        subject = ("warranty_return", self.pk, str(self))
        how = {"by": by, "at": at, "about": about, "subject": subject, "address": self.address}
        Notification.objects.tell(members, what, key=f"return/{self.pk}/{key}", **how, **facts)

    @property
    def is_open(self):
        """Whether somebody still has something to do."""
        return self.finished_at is None

    def refuse_finished(self):
        """Raise CannotCallBack when there is nothing more to do."""
        if self.is_open:
            return
        said = {
            ReturnStatus.SETTLED: _("This return is settled."),
            ReturnStatus.WITHDRAWN: _("This was taken back: it is no return."),
        }
        raise CannotCallBack(said[self.status])

    def finish(self, status, at, **changes):
        self.change(status=status, finished_at=at, alarm_at=None, **changes)
