"""Whose callback it is: always exactly one person's, and when they leave somebody else's at once."""

from django.db import models, transaction
from django.db.models import Case, Count, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from inbox.models import About
from routing.models import FALLBACK, Department
from tenants.models import Membership, Role
from tenants.models.roles import WORKS_CASES

from .changing import CannotCallBack

OFFICE = WORKS_CASES - {Role.TECHNICIAN}
RUNS_THE_BRANCH = (Role.MANAGER, Role.SUPPORT_LEAD, Role.OWNER, Role.ADMIN)


def works_at(member, branch) -> bool:
    """Whether ``member`` works what belongs to ``branch``."""
    return member.works_cases and (member.branch.is_root or member.branch_id == branch.pk)


def refuse_owner(member, branch):
    """Raise CannotCallBack unless ``member`` may keep a promise of ``branch``."""
    if not works_at(member, branch):
        facts = {"name": member.name, "branch": branch.name}
        raise CannotCallBack(_("%(name)s does not work for %(branch)s.") % facts)


def people_of(branch):
    """The active people who work what belongs to ``branch``."""
    here = Q(branch=branch) | Q(branch__is_root=True)
    return Membership.objects.working_cases().filter(here, user__is_active=True).with_person()


def fitting_owner(branch, at, *, promised_by=None, case=None):
    """Return whose a new promise is: the promiser's when they sit in that office, else the case owner's, else that of
    whoever is on duty in support with the fewest open ones, else of whoever runs the branch. Errors: CannotCallBack.
    """
    if promised_by is not None and promised_by.role in OFFICE and works_at(promised_by, branch):
        return promised_by
    if case is not None and case.owner is not None and case.owner.role in OFFICE and works_at(case.owner, branch):
        return case.owner
    return least_loaded(branch, at) or heir_of(branch, at) or _nobody(branch)


def least_loaded(branch, at):
    """Return who of the branch's support department is on duty and has the fewest open callbacks; None for nobody."""
    from .callback import Callback  # it asks this room for owners

    department = Department.objects.for_decision(FALLBACK, branch.pk).first()
    if department is None:
        return None
    load = Callback.objects.open().filter(owner=OuterRef("member")).order_by().values("owner")
    many = Coalesce(Subquery(load.annotate(many=Count("pk")).values("many")), 0)
    seats = department.seats.able(branch.pk, at).exclude(member__role=Role.TECHNICIAN)
    seat = seats.select_related("member__user", "member__branch").annotate(load=many).order_by("load", "pk").first()
    return seat.member if seat else None


def who_runs(branch):
    """Those who answer for ``branch``, nearest first: its own managers and leads, then the company's."""
    rank = Case(
        *(When(role=role, then=Value(place)) for place, role in enumerate(RUNS_THE_BRANCH)), output_field=IntegerField()
    )
    nearest = people_of(branch).filter(role__in=RUNS_THE_BRANCH)
    return nearest.order_by("branch__is_root" if not branch.is_root else "-branch__is_root", rank, "pk")


def managers_of(branch):
    """The managers of ``branch``; where it has none of its own the company's, and where nobody is one, who runs it."""
    runs = list(who_runs(branch))
    managers = [member for member in runs if member.role == Role.MANAGER]
    own = [member for member in managers if member.branch_id == branch.pk]
    return own or managers or [member for member in runs if member.role != Role.SUPPORT_LEAD] or runs


def heir_of(branch, at):
    """Return who keeps the promises of somebody who has left: the branch's manager, else anybody who works there."""
    return next(iter(managers_of(branch)), None) or least_loaded(branch, at) or people_of(branch).first()


def _nobody(branch):
    raise CannotCallBack(_("Nobody works for %(branch)s who could call back.") % {"branch": branch.name})


class Owned(models.Model):
    class Meta:
        abstract = True

    @transaction.atomic
    def assign(self, member, *, by, was=None, at=None):
        """Make ``member`` the one who keeps this promise; its due time stays. The same again is harmless.

        Errors: StaleCallback; CannotCallBack when it is finished, or they do not work there.
        """
        self.hold(was)
        if member.pk == self.owner_id:
            return
        self.refuse_finished()
        refuse_owner(member, self.branch)
        self.pass_to(member, by=by, at=at or timezone.now())

    def pass_to(self, member, *, by, at, **why):
        """Write the new owner to the locked row, and tell both."""
        former = self.owner
        self.change(owner=member)
        names = {"before": former.name, "after": member.name}
        self.record("assigned", by=by, at=at, **names, **why)
        key = f"{self.key}/given/{self.version}"
        self.tell([member], "callbacks-given", by=by, at=at, key=key, about=About.ASSIGNED)
        self.tell([former], "callbacks-passed-on", by=by, at=at, key=key, **names)
