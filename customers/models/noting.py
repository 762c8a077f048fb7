"""The milestone feed of a job: how far it is, and what people note beside it."""

from datetime import timedelta
from uuid import NAMESPACE_OID, uuid5

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tenants import news
from timeline.models import Audience, Entry

SAID_AGAIN = timedelta(minutes=10)


class Milestone(models.TextChoices):
    SIGNED = "signed", _("Contract signed")
    PERMITTED = "permitted", _("Permit granted")
    STARTED = "started", _("Work started")
    INSTALLED = "installed", _("Installed")
    INSPECTED = "inspected", _("Inspected")
    HANDED_OVER = "handed_over", _("Handed over")


class Noted(models.Model):
    """What is private is for the company's own people; the installer of the job reads the rest."""

    class Meta:
        abstract = True

    def reach(self, milestone, *, by, at=None):
        """Say that the job has come to ``milestone``; each is reached once, and saying it twice is harmless."""
        key = uuid5(NAMESPACE_OID, f"{self.pk}/{milestone}")
        self._note("reached", key, by=by, at=at, audience=Audience.CUSTOMER, facts={"milestone": str(milestone)})

    def note(self, body, *, by, client_key, audience=Audience.INTERNAL, at=None, **facts):
        """Leave a comment, private unless said otherwise. The same ``client_key`` says it once.

        So do the same words of the same person within minutes: a browser that went back has another key for them.
        ``facts`` are plain values to link by: ``case``, the number of a case.
        """
        at = at or timezone.now()
        same = self.feed().filter(kind="customers-noted", actor=by, body=body.strip(), audience=audience, facts=facts)
        if by is not None and same.filter(at__gt=at - SAID_AGAIN, at__lte=at).exists():
            return
        self._note("noted", client_key, by=by, at=at, audience=audience, body=body.strip(), facts=facts)

    def _note(self, what, client_key, *, at, by, **told):
        line = Entry(subject_kind="job", subject_id=self.pk, kind=f"customers-{what}", client_key=client_key, actor=by)
        line.at = at or timezone.now()
        for name, value in told.items():
            setattr(line, name, value)
        Entry.objects.bulk_create([line], ignore_conflicts=True)  # the key decides when two say it at once
        news.tell()

    def feed(self):
        return Entry.objects.about("job", self.pk)
