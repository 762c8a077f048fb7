"""Questions about callbacks."""

from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce

from tenants.models import Role
from tenants.models.roles import READ
from tenants.querysets import PromisedQuerySet

OPEN_FIRST = (F("finished_at").desc(nulls_first=True), "due_at", "id")


def _read(rows, ids):
    return list(rows.model.objects.filter(pk__in=ids).for_rows().order_by(*OPEN_FIRST)) if ids else []


class CallbackQuerySet(PromisedQuerySet):
    def visible_to(self, access):
        """Callbacks of the branches that this member reads; installers see none, technicians their own work."""
        branches = access.branches(READ)
        if branches == [] or not access.is_inside:
            return self.none()
        shown = self if branches is None else self.filter(branch_id__in=branches)
        if access.role == Role.TECHNICIAN:
            own = Q(owner=access.member) | Q(promised_by=access.member) | Q(job__technician=access.member)
            return shown.filter(own | Q(pk__in=self._after(job__technician=access.member)))
        return shown

    def open(self):
        return self.filter(status="open")

    def finished(self):
        return self.exclude(status="open")

    def numbered(self, number):
        return self.filter(number=number)

    def among(self, numbers):
        """Those of these numbers, in an order that is the same for everybody who changes several."""
        return self.filter(number__in=numbers).order_by("pk")

    def owned_by(self, member):
        return self.filter(owner=member)

    def of_kind(self, kind):
        return self.filter(kind=kind)

    def at_branch(self, branch):
        return self.filter(branch=branch)

    def about(self, account):
        return self.filter(account=account)

    def of_case(self, case):
        return self.filter(case=case)

    def of_family(self, case):
        """Those of ``case`` and of whatever was merged into it."""
        family = [case.pk, *case.merged_ids]
        return self.filter(Q(case_id__in=family) | Q(complaint_id__in=family))

    def of_job(self, job):
        """Those about ``job``, and calls after several jobs of which it is one."""
        first = self.model.objects.filter(job=job).values("pk")
        return self.filter(pk__in=first.union(self._after(job=job)))

    def _after(self, **jobs):
        """The ids of calls that are made after such ``jobs``."""
        return self.model.occasions.rel.related_model.objects.filter(**jobs).values("callback")

    def of_order(self, order):
        return self.filter(order=order)

    def overdue(self, now):
        return self.open().filter(due_at__lt=now)

    def callable_at(self, now):
        """What is to be done now: their window has begun, and no later try is planned."""
        return self.with_turn().filter(turn_at__lte=now)

    def due_between(self, start, end):
        return self.filter(due_at__gte=start, due_at__lt=end)

    def with_turn(self):
        """``turn_at`` is when somebody should call next: after a failed try when that was planned for, before the
        first one when the window opens."""
        return self.open().annotate(turn_at=Coalesce("next_try_at", "due_from_at", "promised_at"))

    def wrong_numbers_first(self):
        """Those without a number that works on top, then by what is due first."""
        return self.order_by("-needs_number", "due_at", "id")

    def finished_by(self, member, since):
        """Done or withdrawn by ``member`` since that moment."""
        return self.filter(finished_by=member, finished_at__gte=since)

    def promised_still(self):
        """All but those that were taken back."""
        return self.exclude(status="withdrawn")

    def standing(self, most, beside):
        """What is open, due first, then what was finished last, of these and of the returns ``beside`` them: for two
        short lists on another page.

        Most pages have none, and joining eight tables costs more to plan than to find that out.
        """
        both = (self, beside)
        marked = [rows.annotate(list_of=Value(place)).order_by(*OPEN_FIRST) for place, rows in enumerate(both)]
        ids = [rows.values_list("pk", "list_of")[:most] for rows in marked]
        found = {0: [], 1: []}
        for pk, place in ids[0].union(ids[1], all=True):
            found[place].append(pk)
        return [_read(rows, found[place]) for place, rows in enumerate(both)]

    def open_first(self):
        return self.order_by(*OPEN_FIRST)

    def for_rows(self):
        return self.select_related("account", "contact", "branch", "owner__user", "case", "job", "chain")

    for_hits = for_rows

    def for_ringing(self):
        return self.select_related("account", "contact", "branch__tenant", "owner__user", "owner__branch")

    def for_page(self):
        return self.for_rows().select_related("promised_by__user", "finished_by__user", "order", "complaint")


class ReturnQuerySet(PromisedQuerySet):
    """Questions about warranty returns."""

    def visible_to(self, access):
        """Returns of the branches that this member reads; installers see none, technicians what concerns them."""
        branches = access.branches(READ)
        if branches == [] or not access.is_inside:
            return self.none()
        shown = self if branches is None else self.filter(branch_id__in=branches)
        if access.role == Role.TECHNICIAN:
            return shown.filter(Q(technician=access.member) | Q(owner=access.member) | Q(opened_by=access.member))
        return shown

    def open(self):
        return self.filter(finished_at=None)

    def finished(self):
        return self.exclude(finished_at=None)

    def overdue(self, now):
        return self.open().filter(due_at__lt=now)

    def owned_by(self, member):
        return self.filter(owner=member)

    def about(self, account):
        return self.filter(account=account)

    def of_case(self, case):
        return self.filter(case=case)

    def of_family(self, case):
        """Those of ``case`` and of whatever was merged into it."""
        return self.filter(case_id__in=[case.pk, *case.merged_ids])

    def of_job(self, job):
        return self.filter(job=job)

    def at_branch(self, branch):
        return self.filter(branch=branch)

    def of_callback(self, callback):
        return self.filter(callback=callback)

    def counted(self):
        """Those that count in the rate of their technician, as ``rates.counts`` says of one."""
        return self.exclude(status="withdrawn").exclude(cause="no").exclude(dispute="dropped")

    def opened_between(self, start, end):
        return self.filter(opened_at__gt=start, opened_at__lte=end)

    def led_by(self, technician):
        return self.filter(technician=technician)

    def newest_opened_first(self):
        return self.order_by("-opened_at", "-id")

    def for_rows(self):
        return self.select_related("account", "job", "technician__user", "owner__user")

    def for_sounding(self):
        return self.select_related("job", "branch__tenant", "owner__user", "owner__branch", "technician__user")

    def for_page(self):
        people = ("opened_by__user", "decided_by__user", "settled_by__user", "disputed_by__user")
        about = ("branch", "job__site", "case", "callback__account", "callback__contact")
        return self.for_rows().select_related(*about, *people)
