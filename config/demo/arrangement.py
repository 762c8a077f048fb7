"""What a demo company has set up for itself: a desk with its own rule, hours, holidays, targets."""

from datetime import time, timedelta

from callbacks.models import Callback, CallbackStandards
from callbacks.rules import Standards
from cases.models import Case, Referral
from routing.models import Calendar, Department, Rollout, RuleBook, SlaPolicy, Targets
from routing.rules import DEFAULT_RULES, Rule

AGO = timedelta(minutes=20)
OFF_FOR = timedelta(hours=14)
ALWAYS = {day: ((time(0), time(0)),) for day in range(7)}
SHOP = {**dict.fromkeys(range(5), ((time(7), time(12)), (time(13), time(18)))), 5: ((time(8), time(13)),)}
FOLLOW = {Rollout.Kind.RULES: "follow_rules", Rollout.Kind.CLOCK: "follow_clock"}


def arrange(stage):
    """Let the company set itself up as its ``[setup]`` says; one that has none keeps the defaults."""
    written = stage.script.company.get("setup")
    if written:
        stage.clock.at(stage.clock.ends_at - AGO, lambda at: Arrangement(stage, written, at).make())


class Arrangement:
    """Made by the manager at one moment, and carried to the open cases as workers would."""

    def __init__(self, stage, written, at):
        self.stage, self.written, self.at = stage, written, at
        self.by = stage.cast.first("owner")

    def make(self):
        self._hours()
        self._targets()
        self._desk()
        self._calls()
        for kind in Rollout.Kind:
            self._carry_out(kind)
        Case.objects.ring_alarms(list(Case.objects.open().values_list("pk", flat=True)), self.stage.clock.ends_at)
        Referral.objects.chase(list(Referral.objects.open().values_list("pk", flat=True)), self.stage.clock.ends_at)
        resting = self.stage.cast.with_role("support")[-1]
        resting.go_off_duty(by=resting, until=self.at + OFF_FOR, at=self.at)

    def _hours(self):
        company = Calendar.objects.set_hours(None, ALWAYS, by=self.by, was=0, at=self.at)
        branch = self.stage.cast.branches[self.written["shop"]]
        places = [company, Calendar.objects.set_hours(branch, SHOP, by=self.by, was=0, at=self.at)]
        for place in places:
            for day, name in self._holidays():
                place.close_on(day, name, by=self.by, at=self.at)

    def _holidays(self):
        """The holidays of the year to come, as a manager copies them from the wall."""
        today = self.at.date()
        for holiday in self.written["holidays"]:
            month, day = (int(part) for part in holiday["on"].split("-"))
            this_year = today.replace(month=month, day=day)
            yield this_year if this_year >= today else this_year.replace(year=today.year + 1), holiday["name"]

    def _targets(self):
        answers = {"urgent": 30, "high": 2 * 60, "normal": 8 * 60, "low": 24 * 60}
        targets = Targets(business_hours=True, response=answers, pausing=("customer", "parts"))
        SlaPolicy.objects.write(targets, by=self.by, was=0, at=self.at)

    def _calls(self):
        """The dispatch of a plumber begins early, and a quote is given more time."""
        CallbackStandards.objects.write(Standards(morning_by=time(8), quote_days=3), by=self.by, was=0, at=self.at)
        Callback.objects.ring(list(Callback.objects.open().values_list("pk", flat=True)), self.stage.clock.ends_at)

    def _desk(self):
        desk = Department.objects.found(self.written["desk"], by=self.by, giving="least_loaded", at=self.at)
        for member in self.stage.cast.with_role("support", "support_lead"):
            desk.enrol(member, by=self.by, at=self.at)
        self.stage.cast.departments["support"].give_to("least_loaded", by=self.by, at=self.at)
        rule = Rule(desk.key, case_types=frozenset(self.written["desk_types"]))
        RuleBook.objects.write((rule, *DEFAULT_RULES), by=self.by, was=0, at=self.at)

    def _carry_out(self, kind):
        rollout = Rollout.objects.get(kind=kind)
        for pk in Case.objects.carry(rollout, self.at):
            getattr(Case.objects.get(pk=pk), FOLLOW[kind])(by=self.by, at=self.at)
        Case.objects.carry(rollout, self.at)
