"""The callback rates of technicians, over a window, with the very jobs and returns behind each."""

from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils.functional import cached_property

from callbacks.models import (
    AfterHoursRequest,
    Callback,
    CoachingFlag,
    WarrantyReturn,
    keeping_of,
    rates_of,
    terms_in_force,
)
from callbacks.rates import WINDOWS, Rate
from customers.models import Job
from tenants.models import Membership
from tenants.models.roles import CONFIGURE
from timeline.models import Entry

MOST = 200


@dataclass(frozen=True)
class Row:
    technician: Membership
    rate: Rate
    flag: CoachingFlag | None
    url: str


class RateBoard:
    """Built from the address alone: ``window`` is one of WINDOWS, the company's own without."""

    def __init__(self, request):
        self.access, self.now = request.access, request.company.now()
        asked = request.GET.get("window", "")
        self.terms = terms_in_force()
        known = asked.isdecimal() and len(asked) < 4 and int(asked) in WINDOWS
        self.bar = replace(self.terms.bar, window_days=int(asked)) if known else self.terms.bar

    @property
    def is_own(self):
        """Whether this member sees only their own figures."""
        return not self.access.can(CONFIGURE)

    @cached_property
    def people(self):
        """Those whose figures this member may see."""
        people = Membership.objects.active().with_person()
        if self.is_own:
            return people.filter(pk=self.access.member.pk)
        branches = self.access.branches(CONFIGURE)
        return people if branches is None else people.filter(branch_id__in=branches)

    def technician(self, pk):
        return self.people.filter(pk=pk).first()

    def list_context(self) -> dict:
        rates = rates_of(self.bar, self.now)
        people = {member.pk: member for member in self.people.filter(pk__in=rates)}
        flags = {flag.technician_id: flag for flag in CoachingFlag.objects.visible_to(self.access).raised()}
        rows = [self._row(people[pk], rate, flags.get(pk)) for pk, rate in rates.items() if pk in people]
        rows.sort(key=lambda row: (-(row.rate.percent or -1), -row.rate.jobs, row.technician.name))
        visible = Callback.objects.visible_to(self.access)
        return {
            **self._shared("rate-list"),
            "rows": rows,
            "keeping": keeping_of(visible, self.now),
            "promptness": AfterHoursRequest.objects.promptness(self.access, self.now),
        }

    def detail_context(self, technician) -> dict:
        """What one technician has done, and where somebody had to go back, in the window."""
        since = self.bar.since(self.now)
        jobs = Job.objects.led_by(technician).done().done_between(since, self.now).newest_done_first()
        returns = WarrantyReturn.objects.led_by(technician).opened_between(since, self.now).newest_opened_first()
        flags = list(CoachingFlag.objects.about(technician).newest_first().for_page()[:MOST])
        rate = rates_of(self.bar, self.now, [technician.pk]).get(technician.pk) or Rate(0, 0, self.bar)
        return {
            **self._shared("rate-detail", technician.pk),
            "technician": technician,
            "rate": rate,
            "jobs": list(jobs.for_list()[:MOST]),
            "returns": list(returns.for_rows()[:MOST]),
            "flag": next((flag for flag in flags if flag.ended_at is None), None),
            "lines": [] if self.is_own else self._told_of(flags),
        }

    def _told_of(self, flags):
        return Entry.objects.of_any("coaching_flag", [flag.pk for flag in flags]).for_page()

    def _row(self, technician, rate, flag):
        return Row(technician, rate, flag, f"{reverse('rate-detail', args=[technician.pk])}{self._asked()}")

    def _asked(self):
        is_usual = self.bar.window_days == self.terms.window_days
        return "" if is_usual else f"?window={self.bar.window_days}"

    def _shared(self, route, *args):
        here = reverse(route, args=args)
        windows = [
            {"days": days, "url": f"{here}?window={days}", "is_current": days == self.bar.window_days}
            for days in WINDOWS
        ]
        return {"bar": self.bar, "windows": windows, "is_own": self.is_own}
