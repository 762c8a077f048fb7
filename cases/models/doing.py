"""What is done with one of many cases: its own verb, with an outcome of its own."""

import logging
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from routing.models import Department, DepartmentIsGone
from tenants.models import Membership
from tenants.models.roles import WRITE

from .assigning import CannotAssign
from .case import Case
from .merging import MergedAway
from .referring import CannotRefer
from .vocabulary import Priority

log = logging.getLogger(__name__)

SLACK = timedelta(seconds=2)  # a line may be written a moment before others can see it


class Deed(models.TextChoices):
    ASSIGN = "assign", gettext_lazy("Assign")
    TAG = "tag", gettext_lazy("Add a tag")
    UNTAG = "untag", gettext_lazy("Remove a tag")
    PRIORITISE = "prioritise", gettext_lazy("Change the priority")
    REFER = "refer", gettext_lazy("Refer to a department")


class Outcome(models.TextChoices):
    DONE = "done", gettext_lazy("Done")
    SAME = "same", gettext_lazy("Was so already")
    CHANGED = "changed", gettext_lazy("Changed meanwhile")
    REFUSED = "refused", gettext_lazy("Refused")
    FAILED = "failed", gettext_lazy("Failed")
    LEFT = "left", gettext_lazy("Not done")


# The lines of history that say somebody else has decided the same thing.
DECIDED_BY = {
    Deed.ASSIGN: ["cases-assigned", "cases-routed"],
    Deed.PRIORITISE: ["cases-prioritised", "cases-escalated"],
}
ONLY_OPEN = (Deed.ASSIGN, Deed.PRIORITISE, Deed.REFER)


class Doing(models.Model):
    """Needs ``deed``, ``facts`` and ``by``."""

    class Meta:
        abstract = True

    @staticmethod
    def hold(todo):
        """Take the rows of a whole step in the order of their ids, as a merge does: nobody then waits in a circle."""
        rows = Case.objects.filter(number__in=[number for number, *_seen in todo])
        list(rows.locked().order_by("pk").values_list("pk"))

    def outcome_of(self, access, number, version, seen):
        """Do it with one case and return (outcome, why); what is refused there leaves the others alone."""
        case = Case.objects.visible_to(access).filter(number=number).first() if access else None
        if case is None or not access.can(WRITE, case.branch_id):
            return [Outcome.REFUSED, _("It is not there, or not yours to change.")]
        try:
            with transaction.atomic():
                return self._do(case, version, seen and datetime.fromisoformat(seen))
        except (CannotAssign, CannotRefer, DepartmentIsGone, MergedAway) as refusal:
            return [Outcome.REFUSED, " ".join(refusal.args)]
        except (OperationalError, InterfaceError):
            raise
        except Exception:
            log.exception("Case %s of bulk job %s", number, self.pk)
            return [Outcome.FAILED, _("Something went wrong with this one.")]

    def what(self) -> str:
        """What the deed is done with, in words: the tag, the priority, the new owner, or the department."""
        facts = self.facts
        if self.deed == Deed.PRIORITISE:
            return str(Priority(facts["priority"]).label)
        if self.deed == Deed.ASSIGN:
            member = Membership.objects.with_person().filter(pk=facts["member"] or None).first()
            return member.name if member else _("unassigned")
        if self.deed == Deed.REFER:
            return str(Department.objects.filter(pk=facts["department"]).first() or "")
        return facts["tag"]

    def _do(self, case, version, seen):
        case.lock()
        case.refuse_merged()
        if case.resolved_at and self.deed in ONLY_OPEN:
            return [Outcome.REFUSED, _("It is resolved.")]
        if version not in (None, case.version) and (line := self._decided_meanwhile(case, seen)):
            facts = {"name": line.actor.name if line.actor else _("Kept"), "now": self._now(case)}
            return [Outcome.CHANGED, _("%(name)s changed it meanwhile: now %(now)s.") % facts]
        before = case.version
        self._verb(case)
        return [Outcome.SAME if case.version == before else Outcome.DONE, ""]

    def _decided_meanwhile(self, case, seen):
        """The last line since ``seen`` with which somebody else has decided the same thing."""
        if seen is None or self.deed not in DECIDED_BY:
            return None
        lines = case.history().filter(kind__in=DECIDED_BY[self.deed], recorded_at__gt=seen - SLACK)
        return lines.exclude(actor=self.by).select_related("actor__user").order_by("recorded_at").last()

    def _now(self, case):
        if self.deed == Deed.PRIORITISE:
            return case.get_priority_display()
        return case.owner.name if case.owner else _("unassigned")

    def _verb(self, case):
        facts = self.facts
        if self.deed == Deed.ASSIGN:
            member = Membership.objects.with_person().get(pk=facts["member"]) if facts["member"] else None
            case.assign(member, by=self.by)
        elif self.deed == Deed.PRIORITISE:
            case.prioritise(Priority(facts["priority"]), by=self.by, reason=facts["reason"])
        elif self.deed == Deed.REFER:
            self._refer(case)
        elif self.deed == Deed.TAG:
            case.tag(facts["tag"], by=self.by)
        else:
            case.untag(facts["tag"], by=self.by)

    def _refer(self, case):
        department = Department.objects.serving(case.branch_id).filter(pk=self.facts["department"]).first()
        if department is None:
            raise CannotRefer(_("That department does not serve %(branch)s.") % {"branch": case.branch.name})
        case.refer(department, by=self.by, reason=self.facts["reason"], comments=self.facts["comments"])
