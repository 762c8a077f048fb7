"""When each sweep last ran, so that silence is seen."""

from datetime import timedelta

from django.db import models
from django.utils import timezone

SILENT_AFTER = timedelta(seconds=90)


class HeartbeatQuerySet(models.QuerySet):
    def beat(self, name, *, at=None):
        """Note that the sweep ``name`` has just been through."""
        self.update_or_create(name=name, defaults={"finished_at": at or timezone.now()})

    def silent_among(self, sweeps, now) -> list[str]:
        """Return those of ``sweeps`` that have not been through lately, or never."""
        heard = set(self.filter(finished_at__gte=now - SILENT_AFTER).values_list("name", flat=True))
        return sorted(set(sweeps) - heard)


class Heartbeat(models.Model):
    """One row a sweep, of the installation and of no company."""

    name = models.CharField(max_length=80, primary_key=True)
    finished_at = models.DateTimeField()

    objects = HeartbeatQuerySet.as_manager()

    def __str__(self):
        return self.name
