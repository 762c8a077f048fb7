"""What a request says by itself: by the morning dispatch somebody must have looked, else the managers are told."""

from itertools import groupby

from django.db import models, transaction

from inbox.models import About, Notification
from routing.models import Calendar
from tenants.models import Membership, Role

from .receiving import RequestQuerySet, tell_board
from .standards import standards_in_force
from .vocabulary import Kind

SUBJECT = "after_hours_request"
UNREVIEWED = "callbacks-after-hours-unreviewed"
MANAGERS, ABOVE = (Role.MANAGER,), (Role.OWNER, Role.ADMIN)


def managers_of(branch):
    """Return who manages ``branch``: its own managers and the company's; where there is none, who is above them."""
    here = Membership.objects.active().filter(models.Q(branch=branch) | models.Q(branch__is_root=True))
    return list(here.filter(role__in=MANAGERS)) or list(here.filter(role__in=ABOVE))


class WatchingQuerySet(RequestQuerySet):
    @transaction.atomic
    def sound(self, ids, now):
        """Tell the managers what among ``ids`` nobody has looked at in time; return how many rows had come due.

        Rows that another worker holds are left to it. One morning is told once, by its moment.
        """
        due = self.waiting().filter(pk__in=ids, alarm_at__lte=now).order_by("branch", "alarm_at", "received_at")
        rows = list(due.select_related("branch").select_for_update(skip_locked=True, of=("self",)))
        for (_branch, _at), group in groupby(rows, key=lambda row: (row.branch_id, row.alarm_at)):
            self._tell_managers(next(group))
        for row in rows:
            self.waiting().claim(row, alarm_at=None, alarmed_at=row.alarm_at)
        if rows:
            tell_board()
        return len(rows)

    def _tell_managers(self, oldest):
        waiting = self.waiting().filter(branch=oldest.branch_id, received_at__lte=oldest.alarm_at).count()
        Notification.objects.tell(
            managers_of(oldest.branch),
            UNREVIEWED,
            by=None,
            at=oldest.alarm_at,
            subject=(SUBJECT, oldest.pk, oldest.who),
            key=f"after-hours/{oldest.branch_id}/{oldest.alarm_at.isoformat()}",
            address="/after-hours/",
            about=About.ALARM,
            number=waiting,
            branch=oldest.branch.name,
            since=oldest.received_at.isoformat(),
        )


class Watched(models.Model):
    """``due_at`` is the morning dispatch that should have looked; ``alarm_at`` when the row next has something to say.

    What arrives when that morning is over says so at once.
    """

    due_at = models.DateTimeField(editable=False)
    alarm_at = models.DateTimeField(null=True, editable=False)
    alarmed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    def wind(self):
        """Set the clock by the hours of the branch that looks after the request."""
        hours = Calendar.objects.office_hours(self.branch)
        self.due_at = standards_in_force().target(Kind.AFTER_HOURS, self.received_at, hours).due_at
        self.alarm_at = max(self.due_at, self.arrived_at)
