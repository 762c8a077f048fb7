"""A calendar whose holidays end with the year: whoever may set it is told once, some weeks before."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.utils import timezone

from inbox.models import About, Notification
from tenants.current import require_tenant_id
from tenants.models import Membership, Tenant
from tenants.querysets import TenantQuerySet
from timeline.models import Entry

NOTICE = timedelta(weeks=6)


class WatchingQuerySet(TenantQuerySet):
    def visible_to(self, access):
        """Calendars of the places that this member sets up; the company's where that is all of it."""
        branches = access.branches("company_configure")
        return self if branches is None else self.filter(branch_id__in=branches)

    def watch(self, now):
        """Tell of every calendar that keeps holidays and has none of the next year yet. Again is harmless."""
        company = Tenant.objects.get(pk=require_tenant_id())
        today = timezone.localdate(now, ZoneInfo(company.time_zone))
        turn = date(today.year + 1, 1, 1)
        if today < turn - NOTICE:
            return
        for calendar in self.for_list():
            if (days := calendar.days()) and max(days) < turn:
                calendar.tell_of_bare_year(turn.year, company, now)


class Watched(models.Model):
    class Meta:
        abstract = True

    @property
    def address_of_holidays(self):
        """Where its public holidays are chosen, also where no request says how companies are mounted."""
        place = f"{self.branch_id}/" if self.branch_id else ""
        return f"/settings/calendar/{place}holidays/public/"

    def taken_from(self) -> str:
        """Return the country or state whose public holidays were taken over last; empty when all were typed."""
        noted = Entry.objects.about("setup", self.tenant_id).filter(kind="routing-calendar")
        taken = noted.filter(facts__act="taken", facts__place=self.place).order_by("-at", "-id").first()
        return taken.facts["of"] if taken else ""

    def tell_of_bare_year(self, year, company, at):
        """Tell whoever may set this calendar that it closes on no day of ``year``: once a year."""
        people = Membership.objects.configuring(self.branch)
        place = self.place or company.name
        how = {"subject": ("calendar", self.pk, place), "address": self.address_of_holidays, "about": About.ALARM}
        facts = {"year": year, "place": place, "of": self.taken_from()}
        key = f"holidays/{self.pk}/{year}"
        Notification.objects.tell(people, "routing-bare-year", by=None, at=at, key=key, **how, **facts)
