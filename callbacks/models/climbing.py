"""The ladder: what a callback says by itself because time passed, each rung once for each due time."""

from dataclasses import dataclass, field
from uuid import NAMESPACE_OID, uuid5

from django.db import models, transaction

from callbacks.rules import AT_RISK, DUE, MANAGER, Standards, heard_at
from inbox.models import About, Notification
from routing import clock
from routing.models import Calendar
from tenants import news
from timeline.models import Entry

from .owning import heir_of, managers_of, who_runs, works_at
from .promising import PromisingQuerySet
from .standards import standards_in_force


@dataclass
class Stage:
    """What is looked up once for many callbacks of the same branches, and what they say, written at once."""

    now: object
    standards: Standards
    lines: list = field(default_factory=list)
    notices: list = field(default_factory=list)
    known: dict = field(default_factory=dict)

    def hours(self, branch):
        return self._once(Calendar.objects.office_hours, branch)

    def people(self, ask, branch):
        return self._once(lambda place: list(ask(place)), branch, ask)

    def _once(self, ask, branch, name="hours"):
        if (name, branch.pk) not in self.known:
            self.known[name, branch.pk] = ask(branch)
        return self.known[name, branch.pk]


class ClimbingQuerySet(PromisingQuerySet):
    @transaction.atomic
    def ring(self, ids, now):
        """Let each of ``ids`` say what has come due by ``now``; return how many had something to say.

        Rows that another worker holds are left to it. What nobody keeps any more is given to somebody who does.
        """
        stage, spoken = Stage(now, standards_in_force()), 0
        rows = self.open().filter(pk__in=ids).order_by("pk").for_ringing()
        for callback in rows.select_for_update(skip_locked=True, of=("self",)):
            spoken += callback.ring(stage)
        Entry.objects.bulk_create(stage.lines, ignore_conflicts=True)
        Notification.objects.tell_all(stage.notices)
        if spoken:
            news.tell()
        return spoken


class Climbing(models.Model):
    class Meta:
        abstract = True

    def ring(self, stage) -> bool:
        """Note on the locked, open row what has come due, and lay out for ``stage`` what is said of it."""
        is_passed_on, hours = self._find_an_owner(stage), stage.hours(self.branch)
        rungs = self.rungs(hours, stage.standards)[self.rung :]
        is_missed = clock.is_breached(self.due_at, None, stage.now)
        peace_ends_at = stage.now if self.is_urgent else heard_at(stage.now, hours)
        come = [rung for rung in rungs if max(rung.told_at, peace_ends_at) <= stage.now]
        said = [rung for rung in come if is_missed or rung.name == AT_RISK]
        waits = [max(rung.told_at, peace_ends_at) for rung in rungs[len(said) :]] + [self.due_at] * (not is_missed)
        changes = {"rung": self.rung + len(said)} if said else {}
        if is_missed and self.missed_at is None:
            changes["missed_at"] = self.due_at
            self._line(stage, "missed", self.due_at, due_at=self.due_at.isoformat(), owner=self.owner.name)
        for rung in said:
            self._climb(stage, rung, is_last_word=rung.name != AT_RISK or len(said) == 1)
        self._note(changes, alarm_at=min(waits, default=None))
        return bool(changes) or is_passed_on

    def _note(self, changes, alarm_at):
        if changes:
            self.change(alarm_at=alarm_at, **changes)
        elif alarm_at != self.alarm_at:  # who has the page open sees no other promise
            type(self).objects.claim(self, alarm_at=alarm_at)

    def rungs(self, hours, standards):
        """Return the ladder of the present due time."""
        start = max(filter(None, (self.moved_at, self.due_from_at, self.promised_at)))
        return standards.ladder(start, self.due_at, hours, is_urgent=self.is_urgent)

    def _climb(self, stage, rung, *, is_last_word):
        people = self._people_of(stage, rung)
        if rung.name not in (AT_RISK, DUE):
            names = [member.name for member in people]
            self._line(stage, "climbed", rung.told_at, rung=rung.name, told=names)
        if not is_last_word:  # who comes late is told the last word only
            return
        facts = {"due_at": self.due_at.isoformat(), "owner": self.owner.name, "who": self.who, "rung": rung.name}
        about = {"about": About.PROMISE, "is_urgent": self.is_urgent, "at": rung.told_at, "facts": facts}
        about |= {"subject_kind": "callback", "subject_id": self.pk, "subject_label": str(self)[:200]}
        about |= {"address": self.address, "what": f"callbacks-{rung.name}", "key": f"{self.key}/{rung.name}"}
        stage.notices += [Notification(member_id=member.pk, **about) for member in people]

    def _people_of(self, stage, rung):
        if rung.name in (AT_RISK, DUE):
            return [self.owner]
        ask = managers_of if rung.name == MANAGER else who_runs
        return [member for member in stage.people(ask, self.branch) if member.pk != self.owner_id] or [self.owner]

    def _find_an_owner(self, stage):
        """Give the locked row to somebody who still works here when its owner does not."""
        if works_at(self.owner, self.branch):
            return False
        heir = heir_of(self.branch, stage.now)
        if heir is not None:
            self.pass_to(heir, by=None, at=stage.now, has_left=True)
        return heir is not None

    def _line(self, stage, what, at, **facts):
        """Lay out a line for the callback and for its case; its key lets the database take it once a due time."""
        facts = {"number": self.number, "callback_kind": self.kind, **facts}
        key = uuid5(NAMESPACE_OID, f"{self.key}/{what}/{facts.get('rung', '')}")
        subjects = [("callback", self.pk), *(("case", pk) for pk in self.case_ids())]
        line = Entry.objects.line
        told = {"by": None, "at": at, "client_key": key, **facts}
        stage.lines += [line(*subject, f"callbacks-{what}", **told) for subject in subjects]
