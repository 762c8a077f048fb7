"""What a case says by itself because time passed: at risk, then breached, each once a due time."""

from collections import defaultdict
from uuid import NAMESPACE_OID, uuid5

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.querysets import CaseQuerySet
from inbox.models import About, Notification
from routing import clock
from tenants import news
from tenants.models import Membership, Role
from timeline.models import Entry

AT_RISK, BREACHED, UNANSWERED = "at-risk", "breached", "unanswered"
KINDS = (f"cases-{AT_RISK}", f"cases-{BREACHED}", f"cases-{UNANSWERED}")
MOMENT_OF = {AT_RISK: "at_risk_at", BREACHED: "due_at", UNANSWERED: "response_due_at"}
LOOKED_AT = ("alarm_at", "due_at", "at_risk_at", "at_risk_noted_at", "breached_at", "reopen_count")
LOOKED_AT += ("response_due_at", "first_response_at", "response_missed_at")
LOOKED_AT += ("number", "summary", "priority", "branch_id", "owner__deactivated_at")  # whom it is told, and its name
LEADS = (Role.SUPPORT_LEAD, Role.MANAGER, Role.OWNER)


class AlarmCause(models.TextChoices):
    TIME = "time", _("The time ran out")
    ESCALATION = "escalation", _("Overdue from the moment it was escalated")
    PRIORITY = "priority", _("Overdue from the moment its priority was raised")
    REOPENING = "reopening", _("Overdue since it was reopened")
    LATE_ENTRY = "late_entry", _("Overdue before it was entered")
    MERGE = "merge", _("Overdue from the moment another case was merged into it")
    MOVE = "move", _("Overdue from the moment it was moved to a branch with other hours")
    POLICY = "policy", _("Overdue from the moment the targets or the calendar were changed")


FACTS_OF = {AT_RISK: {}, BREACHED: {"cause": AlarmCause.TIME}, UNANSWERED: {}}


class AlarmQuerySet(CaseQuerySet):
    @transaction.atomic
    def ring_alarms(self, ids, now):
        """Record what has come due among ``ids``, many rows a statement; return how many had something to say.

        Rows that another worker holds are left to it.
        """
        due = self.open().filter(pk__in=ids, alarm_at__lte=now).select_for_update(skip_locked=True, of=("self",))
        alike, lines, told = defaultdict(list), [], []
        for case in due.select_related("owner").only(*LOOKED_AT):
            said = case.has_to_say(now)
            moment = case.next_alarm(said)
            if said or (moment and getattr(case, moment)) != case.alarm_at:
                alike[said, moment].append(case.pk)
            new = [case.alarm_line(what, getattr(case, MOMENT_OF[what]), **FACTS_OF[what]) for what in said]
            lines += new
            told += [(case, new)] if new else []
        Entry.objects.bulk_create(lines, ignore_conflicts=True)
        leads = [] if all(case.has_keeper for case, _new in told) else leads_by_place()
        Notification.objects.tell_all([row for case, new in told for row in case.alarm_notices(new, leads)])
        news.tell()
        for (said, moment), rows in alike.items():
            noted = {"at_risk_noted_at": F("at_risk_at")} if AT_RISK in said else {}
            noted |= {"breached_at": F("due_at"), "breach_cause": AlarmCause.TIME} if BREACHED in said else {}
            noted |= {"response_missed_at": F("response_due_at")} if UNANSWERED in said else {}
            changed = {"version": F("version") + 1, "changed_at": timezone.now()}
            self.filter(pk__in=rows).update(alarm_at=F(moment) if moment else None, **noted, **changed)
        return sum(len(rows) for (said, _moment), rows in alike.items() if said)


class Alarmed(models.Model):
    """``alarm_at`` is the next moment at which this row has something to say; the sweep looks nowhere else."""

    alarm_at = models.DateTimeField(null=True, editable=False)
    at_risk_noted_at = models.DateTimeField(null=True, editable=False)
    breached_at = models.DateTimeField(null=True, editable=False)
    breach_cause = models.CharField(max_length=12, choices=AlarmCause.choices, blank=True, editable=False)
    missed_before = models.BooleanField(default=False, editable=False)

    class Meta:
        abstract = True

    def alarms_for_new_clock(self):
        """The fields with which a new due time begins: nothing noted yet. An earlier miss stays in the figures."""
        return {"at_risk_noted_at": None, "breached_at": None, "breach_cause": ""}

    def ring(self, now, *, derived_at=None, moved_by=""):
        """Record on the locked row what has come due by ``now``, at the moment when it did.

        ``derived_at`` is when a change moved the due time, or a call was typed in late: a miss born then is the
        change's, not the former owner's, and nothing is said to have happened before it. ``moved_by`` names the change
        where ``rederived_by`` does not.
        """
        said, changes = self.has_to_say(now), {}
        if AT_RISK in said:
            changes["at_risk_noted_at"] = self.at_risk_at
            if derived_at is None or self.at_risk_at >= derived_at:
                self._note(AT_RISK, self.at_risk_at)
        if BREACHED in said:
            changes |= self._breach(derived_at, moved_by or self.rederived_by)
        if UNANSWERED in said:
            changes["response_missed_at"] = self.response_due_at
            self._note(UNANSWERED, max(self.response_due_at, derived_at or self.response_due_at))
        moment = self.next_alarm(said)
        alarm_at = getattr(self, moment) if moment and not self.resolved_at else None
        if changes or alarm_at != self.alarm_at:
            self.change(alarm_at=alarm_at, **changes)

    def has_to_say(self, now):
        """Return what has come due by ``now`` and was not said yet."""
        at_risk = self._waits_for_risk and now >= self.at_risk_at
        breached = self.breached_at is None and clock.is_breached(self.due_at, None, now)
        unanswered = self.waits_for_answer and now > self.response_due_at
        return (AT_RISK,) * at_risk + (BREACHED,) * breached + (UNANSWERED,) * unanswered

    def next_alarm(self, said):
        """Return the name of the moment at which this open row speaks next, after ``said``; None when it has spoken."""
        waits = []
        if self.due_at and not self.breached_at and BREACHED not in said:
            waits.append("at_risk_at" if self._waits_for_risk and AT_RISK not in said else "due_at")
        if self.waits_for_answer and UNANSWERED not in said:
            waits.append("response_due_at")
        return min(waits, key=lambda name: getattr(self, name), default=None)

    @property
    def _waits_for_risk(self):
        return self.at_risk_noted_at is None and None not in (self.due_at, self.at_risk_at)

    def ring_if_open(self, at, *, moved):
        """Ring what is due at ``at``; ``moved`` says that a change has just moved it. A resolved case has no clock."""
        if self.resolved_at is None:
            self.ring(at, derived_at=at if moved else None)

    def _breach(self, derived_at, moved_by):
        known_at = max(self.due_at, derived_at or self.due_at)
        cause = clock.breach_cause(self.due_at, known_at, moved_by or AlarmCause.LATE_ENTRY)
        self._note(BREACHED, known_at, cause=cause)
        return {"breached_at": self.due_at, "breach_cause": cause}

    def recall_alarms(self):
        """Know again what was said about this due time before it was another one."""
        if self.due_at is None:
            return
        keys = {what: self.alarm_line(what, self.due_at).client_key for what in (AT_RISK, BREACHED)}
        said = {
            line.client_key: line for line in Entry.objects.about("case", self.pk).filter(client_key__in=keys.values())
        }
        changes = {"at_risk_noted_at": self.at_risk_at} if said else {}
        if line := said.get(keys[BREACHED]):
            changes |= {"breached_at": self.due_at, "breach_cause": line.facts["cause"]}
        if changes:
            self.change(**changes)

    def _note(self, what, at, **facts):
        self.note(self.alarm_line(what, at, **facts))

    def alarm_notices(self, lines, leads=None):
        """What is told by ``lines``, unsaved: as often as the database takes them, which is once.

        The owner is told; where nobody keeps the case, whoever leads at its branch, of ``leads`` if they are known.
        """
        lines = [line for line in lines if line.kind in KINDS]
        if not lines:
            return []
        about, ids = self.told_about() | {"about": About.ALARM}, [self.owner_id]
        if not self.has_keeper:
            leads = leads_by_place() if leads is None else leads
            ids = [pk for pk, branch_id, is_root in leads if is_root or branch_id == self.branch_id]
        facts = {"nobodys": not self.has_keeper}
        return [
            Notification(
                member_id=pk, what=line.kind, key=str(line.client_key), at=line.at, facts=line.facts | facts, **about
            )
            for line in lines
            for pk in ids
        ]

    @property
    def has_keeper(self):
        """Whether somebody owns the case who still works here."""
        return self.owner_id is not None and self.owner.deactivated_at is None

    def alarm_line(self, what, at, **facts):
        """Return the line, unsaved. Its key is made of the due time, so that the database takes it once."""
        due_at = (self.response_due_at if what == UNANSWERED else self.due_at).isoformat()
        key = uuid5(NAMESPACE_OID, f"{self.pk}/{what}/{due_at}/{self.reopen_count}")
        facts = {"due_at": due_at, **facts}
        return Entry(subject_kind="case", subject_id=self.pk, kind=f"cases-{what}", at=at, facts=facts, client_key=key)


def leads_by_place():
    """Return (id, branch, whether that is the whole company) of everybody who leads."""
    return list(Membership.objects.active().filter(role__in=LEADS).values_list("pk", "branch", "branch__is_root"))
