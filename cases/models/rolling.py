"""A change of rules, targets or calendar, on its way to the open cases."""

from dataclasses import dataclass

from django.db.models import CharField, Count, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils import timezone

from cases.querysets import CaseQuerySet
from routing import rules
from routing.models import FALLBACK, Department, Rollout, setup_of
from tenants.models import Branch, Tenant

from .routing import BY_HAND

AT_ONCE = 200
LOOKED_THROUGH = 1000
PREVIEWED = 2000
LOOKED_AT = ("reason_code", "case_type", "branch", "department")
DERIVED_FROM = ("opened_at", "reopened_at", "priority", "branch", "has_waited", "resumes_at", "due_at", "at_risk_at")
DERIVED_FROM += ("due_fingerprint", "response_due_at", "first_response_at", "response_missed_at")
STEPS = {Rollout.Kind.RULES: "cases.follow_rules", Rollout.Kind.CLOCK: "cases.follow_clock"}


@dataclass(frozen=True)
class Move:
    """So many open cases of one kind that lie in ``before`` and belong to ``after``."""

    key: str
    before: object
    after: object
    cases: int


@dataclass
class ClockMoves:
    """What other targets or another calendar would do to the open cases that were looked at."""

    looked_at: int = 0
    sooner: int = 0
    later: int = 0
    overdue: int = 0
    otherwise: int = 0

    def add(self, case, setup, now):
        before, after = case.moments(), case.derived(setup).moments()
        self.looked_at += 1
        if before == after:
            return
        due, was = after[0], before[0]
        self.sooner += bool(due and was and due < was)
        self.later += bool(due and was and due > was)
        self.overdue += bool(due and due < now and (was is None or was >= now))
        self.otherwise += due == was or None in (due, was)

    @property
    def moved(self):
        return self.sooner + self.later + self.otherwise


class RollingQuerySet(CaseQuerySet):
    def routable(self):
        """Open cases that the rules may move: looked at once, and not moved by hand since."""
        return self.open().filter(triage_wanted_at=None).exclude(routed_because__kind=BY_HAND)

    def keyed(self):
        """With ``routing_key``: all that decides where a case goes, and where it lies."""
        department = Coalesce(Cast("department_id", CharField()), Value(""))
        parts = ["reason_code", "case_type", Cast("branch_id", CharField()), department]
        words = [part for pair in zip(parts, [Value("|")] * len(parts), strict=True) for part in pair][:-1]
        return self.annotate(routing_key=Concat(*words, output_field=CharField()))

    def moves_under(self, rules_then) -> list[Move]:
        """Return what would move if these rules were in force: one statement, whatever the number of cases."""
        groups = self.routable().keyed().order_by().values(*LOOKED_AT, "routing_key").annotate(many=Count("pk"))
        departments = {(one.key, one.branch_id): one for one in Department.objects.all()}
        branches, by_pk = dict(Branch.objects.values_list("pk", "name")), {one.pk: one for one in departments.values()}
        moves = []
        for group in groups:
            branch = group["branch"]
            facts = rules.Facts(group["reason_code"], branch, branches.get(branch, ""), group["case_type"])
            key = rules.decide(facts, rules_then).department_key
            after = departments.get((key, branch)) or departments.get((key, None)) or departments.get((FALLBACK, None))
            if after is not None and after.pk != group["department"]:
                moves.append(Move(group["routing_key"], by_pk.get(group["department"]), after, group["many"]))
        return moves

    def moving(self, moves):
        """The cases behind ``moves``."""
        return self.routable().keyed().filter(routing_key__in=[move.key for move in moves])

    def clocked(self):
        return self.open().filter(triage_wanted_at=None)

    def clock_moves_under(self, setup, now) -> ClockMoves:
        """Return what would be due at another time, among the PREVIEWED cases that are due first."""
        moves = ClockMoves()
        for case in self.clocked().due_first().only(*DERIVED_FROM).prefetch_related("pauses")[:PREVIEWED]:
            moves.add(case, setup, now)
        return moves

    def carry(self, rollout, at=None) -> list:
        """Take one step of ``rollout``: return the ids of open cases that it is about, or none at the end of a pass."""
        company = Tenant.objects.get(pk=rollout.tenant_id)
        look = self._misplaced if rollout.kind == Rollout.Kind.RULES else self._misclocked
        found, cursor = look(setup_of(company), rollout.cursor)
        if rollout.kind == Rollout.Kind.CLOCK:
            referrals = self.model.referrals.rel.related_model.objects
            referrals.of_cases_between(rollout.cursor, cursor).rewind(at or company.now())
        rollout.step(len(found), cursor)
        if cursor is None:
            rollout.end_pass(timezone.now())
        return found

    def _misplaced(self, setup, after):
        moves = self.moves_under(setup.rules)
        cases = self.moving(moves).after_pk(after).values_list("pk", flat=True)
        found = list(cases[:AT_ONCE]) if moves else []
        return found, found[-1] if len(found) == AT_ONCE else None

    def _misclocked(self, setup, after):
        cases = self.clocked().after_pk(after).only(*DERIVED_FROM).prefetch_related("pauses")[:LOOKED_THROUGH]
        looked_at = list(cases)
        found = [case.pk for case in looked_at if not case.is_derived_by(setup)]
        return found, looked_at[-1].pk if len(looked_at) == LOOKED_THROUGH else None

    def after_pk(self, pk):
        """In the order of their ids, those that come after ``pk``; all of them when it is None."""
        return (self.filter(pk__gt=pk) if pk else self).order_by("pk")
