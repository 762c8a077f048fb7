"""One case from its first call to its last word, told with the verbs of the product."""

from datetime import timedelta

from cases.models import Case, CaseType
from routing import clock
from routing.clock import DEFAULT_POLICY
from timeline.models import Audience

from .acts import Acts
from .asking import Asks
from .desk import Desk
from .wording import Wording

BY_NIGHT = ("after_hours", "after_hours", "web", "email")
BY_DAY = ("phone",) * 9 + ("email",) * 3 + ("web",) * 3 + ("text",) * 2 + ("field",) * 3 + ("meeting",) * 2
UNATTENDED = ("web", "web", "email", "text", "after_hours")
# Who writes a case down; the house itself when it comes in by form, by mail or from the night service.
WRITERS = {
    "phone": ("support", "support", "support_lead", "service"),
    "text": ("support", "service"),
    "field": ("technician",),
    "meeting": ("manager", "owner"),
}


class Story(Acts, Asks, Desk):
    """Lays its acts on the clock one after the other; each act is one verb at its moment.

    ``twin`` is the story of the case that is about the same thing, if there is one.
    """

    def __init__(self, stage, plot, home, fate, twin=None):
        self.stage, self.plot, self.home, self.fate, self.twin = stage, plot, home, fate, twin
        self.cast, self.clock, self.luck, self.script = stage.cast, stage.clock, stage.luck, stage.script
        self.contact = self.luck.choice(home.contacts)
        self.job = self.luck.choice(home.jobs)
        self.words = Wording(home, self.contact, self.job, self.clock)
        self.case = None

    def begin(self):
        is_day = self.clock.is_office_time(self.fate.opened_at)
        self.source = self.luck.choice(UNATTENDED if self.fate.is_untouched else BY_DAY if is_day else BY_NIGHT)
        typed_at = self.fate.opened_at
        self.writer = self._writer()
        if self.source == "after_hours" and not self.fate.is_untouched and self.luck.random() < 0.5:
            # The night service left a message, and somebody types it in in the morning.
            morning = self.clock.soon(self.clock.hours.next_opening(typed_at), 5, 50)
            at_risk_at = clock.at_risk_at(typed_at, self.plot.priority, DEFAULT_POLICY)
            if morning < min(at_risk_at, self.fate.resolved_at or self.clock.ends_at):
                typed_at, self.writer = morning, self.luck.choice(self.cast.with_role("support"))
        self.clock.at(typed_at, self.open)

    def _writer(self):
        roles = () if self.fate.is_untouched else WRITERS.get(self.source, ())
        known = self.cast.with_role(*roles, branch_id=self.home.branch.pk)
        return self.luck.choice(known) if known else None

    def open(self, at):
        """Open the case; from here on its own acts follow."""
        issue, plot = self.plot.issue, self.plot
        line = self._line()
        self.case = Case.objects.open_for(
            self.home.account,
            by=self.writer,
            at=at,
            opened_at=self.fate.opened_at,
            summary=self._summary(at),
            description=self.words.fill(plot.one_of(issue.tales), at),
            told=self.words.fill(plot.one_of(issue.told), at),
            case_type=issue.case_type,
            reason_code="other" if self.fate.is_misread else issue.reason_code,
            request_type=issue.request_type,
            request_subtype=issue.request_subtype,
            severity=plot.severity,
            urgency=plot.urgency,
            priority=plot.priority,
            source=self.source,
            contact=self.contact,
            site=self.home.site,
            contract=self.home.contract,
            ending_confirmed=self.home.contract.status,
            job=self.job,
            asset=self.home.assets.get(issue.asset),
            order=line.order if line else None,
            order_line=line,
            installer=self.home.installer,
            branch=self.home.branch,
            complained=issue.case_type == CaseType.COMPLAINT,
        )
        self.clock.at(at + timedelta(seconds=self.luck.randint(1, 3)), self.triage)

    def _line(self):
        wanted = self.plot.issue.product
        return next((line for line in self.home.lines if wanted and line.product.sku == wanted), None)

    @property
    def is_in_spanish(self):
        return self.plot.one_of(self.plot.issue.summaries).startswith(("¿", "Agua"))

    def _summary(self, at):
        text = self.plot.one_of(self.plot.issue.summaries)
        tail = "" if self.is_in_spanish else self.script.say("tails")
        return self.words.fill(text + tail, at)[:160]

    def triage(self, at):
        self.case.triage(at=at)
        for member in self.cast.seated_at(self.case.installer):
            self.case.follow(by=member)
        self.listen()
        if not self.fate.is_untouched:
            self.work(at, self.fate.resolved_at or self.clock.ends_at)
        for moment, act in ((self.fate.merged_at, self.merge), (self.fate.parted_at, self.take_apart)):
            if moment:
                self.clock.at(moment, act)
        if self.fate.escalated_at:
            self.clock.at(max(self.fate.escalated_at, at), self.escalate)
        if self.fate.resolved_at:
            self.clock.at(self.fate.resolved_at, self.resolve)
        if self.fate.closed_at:
            self.clock.at(self.fate.closed_at, self.close)
        if self.fate.comes_back_at:
            self.clock.at(self.fate.comes_back_at, self.reopen)
        if self.fate.resolved_again_at:
            self.clock.at(self.fate.resolved_again_at, self.resolve)
            self.clock.at(self.fate.resolved_again_at + timedelta(hours=20), self.close)

    def listen(self):
        """Let the alarms of the case ring when they are due, as a sweep would; those of a former due time are mute."""
        if self.case.due_at:
            for alarm_at in (self.case.at_risk_at, self.case.due_at + timedelta(seconds=1)):
                self.clock.at(alarm_at, self.ring)

    def ring(self, at):
        Case.objects.ring_alarms([self.case.pk], at)

    def work(self, since, until):
        """Lay out what people do with the case between two moments."""
        taken_at = self.clock.soon(since, 2, 14)
        if self.plot.priority != "urgent":
            taken_at = self.clock.between(since, since + (until - since) * 0.2)
        self.clock.at(taken_at, self.pick_up)
        acts = [self.chase, self.remark] if self.case.reopen_count else [self.reply, self.note]
        is_open = self.fate.resolved_at is None
        chances = {
            self.label: 0.6,
            self.chase: 0.5 if is_open else 0.25,
            self.remark: 0.6 if is_open else 0.35,
            self.plan: 0.6 if is_open else 0.1,
            self.add_helper: 0.3 if is_open else 0.12,
            self.turn: 1.0 if self.fate.may_turn else 0.0,
            self.correct: 1.0 if self.fate.is_misread else 0.0,
            self.ask: 0.55 if is_open else 0.1,
            self.hear_again: 0.35 if is_open else 0.06,
            self.photograph: 0.6 if is_open else 0.08,
            self.refer: 0.45 if is_open else 0.15,
        }
        acts += [self.pass_on] * self.fate.hands
        acts += [act for act, chance in chances.items() if self.luck.random() < chance]
        if self.fate.released_at:
            self.clock.at(self.fate.released_at, self.release)
        for moment, act in zip(self.clock.series(len(acts), taken_at, until), acts, strict=True):
            self.clock.at(moment, act)

    def say(self, text, at, *, by, audience=Audience.INTERNAL):
        self.case.comment(self.words.fill(text, at, self.case.owner), by=by, audience=audience, at=at)
