"""Which department a case is in, and why."""

from django.db import models, transaction
from django.utils import timezone

from routing import rules
from routing.models import FALLBACK, Department
from tenants.fields import TenantForeignKey

BY_HAND = "by-hand"
LOOKED_AT = ("tenant", "branch", "owner__user", "department")


class Routed(models.Model):
    """``routed_because`` holds the pieces of the sentence that says why; ``routed_for`` what it was decided on."""

    department = TenantForeignKey(Department, null=True, editable=False, related_name="cases")
    routed_at = models.DateTimeField(null=True, editable=False)
    routed_because = models.JSONField(default=dict, editable=False)
    routed_for = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True

    def route(self, *, by, at, said=True):
        """Put the locked row where the rules send it, unless it was routed for the same reason before.

        An owner whom somebody chose stays, and the timeline says so; the one it merely began with stays only where
        they belong to the department, and follows the case otherwise.
        """
        if self.is_routed_for != self.routed_for:
            department, because = self.decided(self.setup.rules)
            self._arrive(department, because, by=by, at=at)

    @transaction.atomic
    def follow_rules(self, *, by, at=None, moved_by="rules"):
        """Move an open case where the rules now send it, unless somebody moved it by hand. Twice is harmless.

        ``moved_by`` says what has changed: the ``rules``, or the ``type`` of the case.
        """
        self.lock(*LOOKED_AT)
        if self.resolved_at or self.triage_wanted_at or self.was_moved_by_hand:
            return
        department, because = self.decided(self.setup.rules)
        if department is not None and department.pk != self.department_id:
            with self.as_one():
                self._arrive(department, {**because, "moved_by": moved_by}, by=by, at=at or self.tenant.now())

    def decided(self, rules_in_force):
        """Return the department that the rules choose, and why."""
        facts = rules.Facts(self.reason_code, self.branch_id, self.branch.name, self.case_type)
        decision = rules.decide(facts, rules_in_force)
        because = {"kind": decision.because.kind, **decision.because.values}
        department = Department.objects.for_decision(decision.department_key, self.branch_id).first()
        if department is None:
            because["kind"] = "no-such-department"
            department = Department.objects.for_decision(FALLBACK, None).first()
        return department, because

    @property
    def is_routed_for(self):
        """What routing looks at, as it is now."""
        return f"{self.reason_code}@{self.branch_id}"

    @property
    def was_moved_by_hand(self):
        return self.routed_because.get("kind") == BY_HAND

    @transaction.atomic
    def reroute(self, department, *, by, reason="", was=None, at=None):
        """Move the case to ``department`` by hand. It stays there until its reason code changes.

        Errors: StaleEdit when it is no longer in the one that ``was`` names; DepartmentIsGone.
        """
        at = at or timezone.now()
        self.lock()
        self.refuse_stale({"department": department}, was or {})
        if self.department_id == department.pk:
            return
        department.hold()
        because = {"kind": BY_HAND, "by": by.name if by else "", "reason": reason}
        self._arrive(department, because, by=by, at=at)

    @transaction.atomic
    def give_reason(self, reason_code, *, by, was=None, release_owner=False, at=None):
        """Correct the reason code; the case is routed anew, by hand or not. The same again is harmless.

        Errors: StaleEdit when it is no longer ``was``.
        """
        at = at or timezone.now()
        self.lock()
        self.refuse_stale({"reason_code": reason_code}, {"reason_code": was} if was else {})
        if reason_code == self.reason_code:
            return
        self.record("reason", by=by, at=at, before=self.reason_code, after=reason_code)
        self.change(reason_code=reason_code, **({"owner_chosen": False} if release_owner else {}))
        if self.triage_wanted_at is None:
            self.route(by=by, at=at)

    def _arrive(self, department, because, *, by, at):
        was_fixed = self.is_owner_fixed
        facts = {"because": because, "before": str(self.department or ""), "after": str(department or "")}
        facts |= self.owner_after_moving_to(department, by_hand=because["kind"] == BY_HAND, at=at)
        line = self.record("routed", by=by, at=at, **facts)
        self.change(department=department, routed_at=at, routed_because=because, routed_for=self.is_routed_for)
        if facts.get("given"):
            self.tell_who_was_given_it(at=at, key=line.pk)
        if self.is_owner_fixed and not was_fixed:
            self.tell_leads(by=by, at=at, key=line.pk)
