"""The clock of a case, and the first look that a worker gives it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from django.db import models, transaction
from django.db.models.functions import Now
from django.utils import timezone

from cases.querysets import CaseQuerySet
from routing import clock
from tenants.current import require_tenant_id
from tenants.models import Branch, Membership, Tenant, User
from tenants.prepared import row_of

from .running import fingerprint_of

# What the first look reads beside the row.
LOOKED_AT = ("tenant", "branch", "owner__user")
LEASE = timedelta(seconds=20)
SHORT_LEASES = 3
MERGE = "merge"  # another clock came or went: what moved its own stays known
LONGEST_LEASE = timedelta(hours=1)


def lease_after(attempts):
    """Return how long the next lease lasts: a few short ones, then each twice as long, up to an hour."""
    doublings = min(max(0, attempts - SHORT_LEASES + 1), 8)
    return min(LEASE * 2**doublings, LONGEST_LEASE)


class TriageQuerySet(CaseQuerySet):
    def triage(self, pk):
        """Clock and route the case ``pk`` as Case.triage does, in the caller's transaction and read at less cost."""
        company = require_tenant_id()
        case = row_of(self.model, locked=True, tenant_id=company, id=pk)
        if case is None:
            raise self.model.DoesNotExist(pk)
        case.tenant, case.branch = row_of(Tenant, id=company), row_of(Branch, tenant_id=company, id=case.branch_id)
        if case.owner_id:
            case.owner = row_of(Membership, tenant_id=company, id=case.owner_id)
            case.owner.user = row_of(User, id=case.owner.user_id)
        case.look_first()

    @transaction.atomic
    def lease_triage(self, ids):
        """Lease those of ``ids`` that want triage and return their ids; a row that somebody holds is left to them.

        A worker that dies or fails lets its lease run out, and the row comes again, though ever more rarely: a broken
        row is no burden, and heals by itself once its cause is mended.
        """
        wanting = self.untriaged().filter(pk__in=ids).exclude(triage_leased_until__gt=Now()).order_by("triage_attempts")
        found = wanting.select_for_update(skip_locked=True, of=("self",)).values_list("triage_attempts", "pk")
        leased = []
        for attempts, rows in groupby(found, key=lambda row: row[0]):
            same = [pk for _attempts, pk in rows]
            until = Now() + lease_after(attempts)
            self.filter(pk__in=same).update(triage_attempts=attempts + 1, triage_leased_until=until)
            leased += same
        return leased


class Triaged(models.Model):
    """``triage_wanted_at`` is what the row still needs; the message to a worker is only a hint.

    ``triage_attempts`` counts how often a sweep found it forgotten, ``triage_leased_until`` is when it looks again.
    ``due_fingerprint`` covers everything the due time was made of. ``queue_at`` orders the queues: the due time, and
    until there is one the moment of opening, which puts a case without a clock on top; a paused case lies where it
    is to go on, or where it would be due if it went on at once.
    """

    triage_wanted_at = models.DateTimeField(null=True, editable=False)
    triage_attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    triage_leased_until = models.DateTimeField(null=True, editable=False)
    due_at = models.DateTimeField(null=True, editable=False)
    due_fingerprint = models.CharField(max_length=16, blank=True, editable=False)
    at_risk_at = models.DateTimeField(null=True, editable=False)
    rederived_by = models.CharField(max_length=16, blank=True, editable=False)
    queue_at = models.DateTimeField(editable=False)

    class Meta:
        abstract = True

    @transaction.atomic
    def triage(self, *, at=None):
        """Clock and route this case if it still wants that. Twice is harmless."""
        self.lock(*LOOKED_AT)
        self.look_first(at=at)

    def look_first(self, *, at=None):
        """The same for a row that is locked already."""
        if self.triage_wanted_at is None:
            return
        at = at or self.tenant.now()
        with self.as_one():
            self.derive_clock(by=None, at=at)
            self.route(by=None, at=at)
            self.change(triage_wanted_at=None, triage_attempts=0, triage_leased_until=None)

    def derive_clock(self, *, by, at, cause="", said=True):
        """Derive the due time of the locked row anew when its inputs have changed; a resolved case has no clock.

        ``cause`` is what moved it (``priority``, ``escalation``, ``reopening``, ``pause``, ``policy``, ``move``,
        ``merge``), empty for the first time. With ``said`` false the calling verb tells it in its own line, and rings
        what that made overdue.
        """
        if cause and self.resolved_at:
            return
        derived = self.derived(self.setup)
        if derived.fingerprint == self.due_fingerprint and derived.answer_by == self.response_due_at:
            return
        if cause and derived.moments() == self.moments():
            self.change_quietly(due_fingerprint=derived.fingerprint)
            return
        fresh = {} if derived.due_at == self.due_at and self.is_clocked else self.alarms_for_new_clock()
        self.change(
            due_at=derived.due_at,
            due_fingerprint=derived.fingerprint,
            at_risk_at=derived.at_risk_at,
            response_due_at=derived.answer_by,
            rederived_by=self.rederived_by if cause == MERGE else cause,
            queue_at=derived.queue_at,
            **fresh,
        )
        if said:
            due_at = derived.due_at.isoformat() if derived.due_at else ""
            self.record("clocked", by=by, at=at, due_at=due_at, priority=self.priority, cause=cause)
            typed_at = self.triage_wanted_at if self.entered_late else None
            self.ring(self.resolved_at or at, derived_at=at if cause else typed_at)

    @transaction.atomic
    def follow_clock(self, *, by, at=None):
        """Derive the clock anew after the targets or the calendar have changed. Twice is harmless."""
        self.lock(*LOOKED_AT)
        if self.triage_wanted_at is None and self.resolved_at is None:
            with self.as_one():
                self.derive_clock(by=by, at=at or self.tenant.now(), cause="policy")

    def derived(self, setup) -> "Derived":
        """Return what the clock says under ``setup``."""
        policy = setup.policy(self.branch_id)
        run = self.first_run(policy)
        due_at = run.due_at(policy)
        return Derived(
            fingerprint=fingerprint_of(self.runs(), policy),
            due_at=due_at,
            at_risk_at=run.at_risk_at(policy),
            answer_by=self.answer_by(setup.targets, policy),
            queue_at=due_at or self.resumes_at or run.unless_it_waited_on().due_at(policy),
        )

    def is_derived_by(self, setup):
        """Whether the clock of this row is the one that ``setup`` gives it, without working it out."""
        policy = setup.policy(self.branch_id)
        inputs = fingerprint_of(self.runs(), policy), self.answer_by(setup.targets, policy)
        return inputs == (self.due_fingerprint, self.response_due_at)

    def moments(self):
        """The moments that people see; what they are made of may change without them."""
        return self.due_at, self.at_risk_at, self.response_due_at

    @property
    def is_clocked(self):
        return bool(self.due_fingerprint)

    @property
    def is_paused(self):
        """A pause without an end holds the clock: there is no due time, and nothing is late."""
        return self.is_clocked and self.due_at is None

    def why_due(self):
        """Return the pieces of "opened Fri 16:40 + 24 h (high)", or None while there is no clock."""
        if not self.is_clocked:
            return None
        policy = self.setup.policy(self.branch_id)
        run = self.first_run(policy)
        own = {"reopened_at": self.reopened_at, "entered_late": self.entered_late}
        return clock.explain_due(
            self.opened_at if run.is_own else run.start,
            run.priority,
            policy,
            run.stops,
            **(own if run.is_own else {}),
            rederived_by=self.rederived_by,
        )

    @property
    def is_breached(self):
        return clock.is_breached(self.due_at, self.resolved_at, timezone.now())

    @property
    def was_met(self):
        """In time, in the very second included; only a resolved case has the answer."""
        return self.resolved_at is not None and not clock.is_breached(self.due_at, self.resolved_at, self.resolved_at)


@dataclass(frozen=True)
class Derived:
    """What a clock says: when it is due, at risk and to be answered, and by which moment a queue orders it."""

    fingerprint: str
    due_at: datetime | None
    at_risk_at: datetime | None
    answer_by: datetime | None
    queue_at: datetime

    def moments(self):
        return self.due_at, self.at_risk_at, self.answer_by
