"""What a referral says by itself because time passed: at risk, then overdue, each once."""

from uuid import NAMESPACE_OID, uuid5

from django.db import models, transaction

from inbox.models import About
from routing import clock
from routing.models import Calendar
from routing.targets import next_business_day
from tenants import news
from tenants.querysets import TenantQuerySet
from timeline.models import Entry

AT_RISK, OVERDUE = "referral-at-risk", "referral-overdue"


class ChasingQuerySet(TenantQuerySet):
    @transaction.atomic
    def chase(self, ids, now):
        """Record what has come due among ``ids``; return how many had something to say.

        Rows that another worker holds are left to it.
        """
        due = self.filter(pk__in=ids, finished_at=None, alarm_at__lte=now)
        spoken = 0
        for referral in due.select_related("department", "case").select_for_update(skip_locked=True, of=("self",)):
            spoken += referral.ring(now)
        if spoken:
            news.tell()
        return spoken

    @transaction.atomic
    def rewind(self, at):
        """Wind those of these open referrals anew that the calendars put elsewhere by now; twice is harmless.

        All of them are read, and only what moves is locked.
        """
        waiting, hours = self.filter(finished_at=None), {}
        looked_at = waiting.select_related("case__branch__tenant")
        moved = [one.pk for one in looked_at if one.is_elsewhere_by(_hours_of(one, hours))]
        found = waiting.locked().filter(pk__in=moved).order_by("pk") if moved else []
        for referral in found and found.prefetch_related("department", "case__branch__tenant"):
            referral.rewind(_hours_of(referral, hours), at)


def _hours_of(referral, known):
    branch = referral.case.branch
    if branch.pk not in known:
        known[branch.pk] = Calendar.objects.office_hours(branch)
    return known[branch.pk]


class Chased(models.Model):
    """``alarm_at`` is the next moment at which this row has something to say; the sweep looks nowhere else."""

    due_at = models.DateTimeField(editable=False)
    at_risk_at = models.DateTimeField(editable=False)
    alarm_at = models.DateTimeField(null=True, editable=False)
    overdue_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True

    def ring(self, now) -> bool:
        """Record on the locked, open row what has come due by ``now``, at the moment when it did."""
        is_missed = clock.is_breached(self.due_at, None, now)
        said = [AT_RISK] if self.alarm_at == self.at_risk_at and now >= self.at_risk_at else []
        said += [OVERDUE] if is_missed else []
        Entry.objects.bulk_create([self._line(what) for what in said], ignore_conflicts=True)
        changes = {"overdue_at": self.due_at} if is_missed else {}
        type(self).objects.claim(self, alarm_at=None if is_missed else self.due_at, **changes)
        for what in said[-1:]:  # who comes late is told the last word only
            self._sound(what)
        return bool(said)

    def is_elsewhere_by(self, hours) -> bool:
        return next_business_day(self.opened_at, hours).due_at != self.due_at

    def rewind(self, hours, at):
        """Wind the locked row anew by ``hours``; a new due time has said nothing yet."""
        before = self.due_at
        self.wind(self.opened_at, hours)
        if self.due_at == before:
            return
        changes = {"due_at": self.due_at, "at_risk_at": self.at_risk_at, "alarm_at": self.alarm_at}
        type(self).objects.claim(self, overdue_at=None, **changes)
        facts = {"department": self.department.name, "before": before.isoformat(), "due_at": self.due_at.isoformat()}
        self.case.record("referral-moved", by=None, at=at, **facts)

    def _sound(self, what):
        at = self._moment_of(what)
        self.tell_department(f"cases-{what}", by=None, at=at, about=About.ALARM)
        if what == OVERDUE:
            self.tell_asker(f"cases-{what}", by=None, at=at, about=About.ALARM)

    def _moment_of(self, what):
        return self.at_risk_at if what == AT_RISK else self.due_at

    def _line(self, what):
        """The line, unsaved. Its key is made of the due time, so that the database takes it once."""
        at = self._moment_of(what)
        facts = {"department": self.department.name, "due_at": self.due_at.isoformat()}
        key = uuid5(NAMESPACE_OID, f"{self.pk}/{what}/{facts['due_at']}")
        return Entry(
            subject_kind="case", subject_id=self.case_id, kind=f"cases-{what}", at=at, facts=facts, client_key=key
        )
