"""Having read what one was told."""

from django.db import models
from django.utils import timezone

from inbox.querysets import NotificationQuerySet
from tenants import news


class ReadingQuerySet(NotificationQuerySet):
    def mark_read(self, *, by, at=None):
        """Mark those of ``by`` among these as read; return how many were not."""
        marked = self.unread().filter(member=by).update(read_at=at or timezone.now())
        if marked:
            news.tell_members({by.pk})
        return marked


class Readable(models.Model):
    read_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    def read(self, *, by, at=None):
        """Mark this as read by its member; the first time counts."""
        type(self).objects.filter(pk=self.pk).mark_read(by=by, at=at)
