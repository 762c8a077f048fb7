"""Opening a case."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.querysets import CaseQuerySet
from tenants.current import require_tenant_id
from tenants.models import Branch, Counter
from tenants.outbox import later
from tenants.prepared import rows_of

from .sending import refuse_other_words, typed

LATE_ENTRY = timedelta(minutes=5)
_OPENED = "SELECT 1 FROM cases_case WHERE tenant_id = %s AND opening_key = %s"
AS_USUAL = object()  # whoever opens it, while it is in a department of theirs


class CannotOpen(Exception):
    """The case cannot be opened as asked. ``args`` are the reasons, ready to show."""


def unconfirmed(contract, confirmed) -> list[str]:
    """Return why a case must not be put on ``contract`` yet: it ends, and nobody has confirmed that very status."""
    if contract is None or not contract.is_ending or contract.status == confirmed:
        return []
    facts = {"number": contract.number, "status": contract.get_status_display().lower()}
    return [_("Contract %(number)s is %(status)s. Confirm that it is the right one.") % facts]


class OpeningQuerySet(CaseQuerySet):
    def open_for(
        self,
        account,
        *,
        by,
        at=None,
        opened_at=None,
        owner=AS_USUAL,
        ending_confirmed="",
        met=None,
        complained=False,
        **reported,
    ):
        """Open a case about ``account`` and ask a worker to clock and route it.

        ``at`` is now; ``opened_at`` is earlier when a call is typed in late. The same ``opening_key`` opens one case,
        however often it is sent. ``owner`` is who gives the next answer, None for the pool of its department. ``met``
        is a person to write down as its contact: name, phone, email. ``ending_confirmed`` is the status of an ending
        contract that somebody saw and meant. ``complained`` notes what was reported as a complaint on the account, too.
        ``reported`` are fields of Case.
        Errors: SentBefore when the key has opened a case in other words or for another customer; CannotOpen when it
        would be opened in the future, on an ending contract that nobody confirmed, for an installer of whom nobody is
        named, or for an owner who does not work cases of its branch.
        """
        at = at or timezone.now()
        opened_at = opened_at or at
        branch_id = self._branch_of(by, reported)
        refused = unconfirmed(reported.get("contract"), ending_confirmed) + _unfit(owner, branch_id)
        refused += _unnamed(account, met or reported.get("contact")) + _not_yet(opened_at, at)
        if refused:
            raise CannotOpen(*refused)
        # Nothing below refuses, so inside a request it needs no savepoint of its own.
        with transaction.atomic(savepoint=False):
            where = {"account": account, "branch_id": branch_id, "opened_at": opened_at}
            first = reported | _owned(owner, by) | where
            case, is_new = self._open(first, by=by, at=at, met=met, confirmed=ending_confirmed)
            if complained and is_new:
                case.note_complaint(case.in_words(), by=by, at=at)
        return case if is_new else _same(case, first)

    def _open(self, first, *, by, at, met, confirmed):
        number, key = Counter.next("case"), first.get("opening_key")
        # The counter's row lock makes a second sender wait until here, and nobody can have taken another number.
        if key and rows_of(_OPENED, [require_tenant_id(), key]):
            Counter.give_back("case")
            return self.get(opening_key=key), False
        first.pop("branch", None)
        if met:
            first["contact"] = first["account"].contact_for(**met)
        case = self.model(
            **first,
            number=number,
            opened_by=by,
            queue_at=first["opened_at"],
            entered_late=at - first["opened_at"] > LATE_ENTRY,
            triage_wanted_at=timezone.now(),
        )
        case.save(force_insert=True)
        facts = {"source": case.source, "late": case.entered_late} | ({"typed": _typed(first)} if key else {})
        if case.contract and case.contract.is_ending:
            facts |= {"confirmed": confirmed, "contract": case.contract.number}
        case.record("opened", by=by, at=at, audience="customer", **facts)
        case.index_words(is_new=True)
        case.link_job(by=by, at=at)
        if case.owner_chosen:
            case.tell([case.owner], "cases-given", by=by, at=at, key=f"opened/{case.pk}", about="assigned")
        later("cases.triage", case.pk)
        return case, True

    @staticmethod
    def _branch_of(by, reported):
        branch, job = reported.get("branch"), reported.get("job")
        if branch or job or by:
            return branch.pk if branch else (job or by).branch_id
        return Branch.objects.values_list("pk", flat=True).get(is_root=True)


def _same(case, first):
    refuse_other_words(case, case.opening_line(), _typed(first))
    return case


def _typed(first):
    return typed(first["account"].pk, *(first.get(name) for name in ("summary", "description", "told")))


def _owned(owner, by):
    if owner is AS_USUAL:
        return {"owner": by if by and by.works_cases else None}
    return {"owner": owner, "owner_chosen": owner is not None}


def _not_yet(opened_at, at):
    return [_("A case cannot be opened in the future.")] if opened_at > at + LATE_ENTRY else []


def _unnamed(account, contact):
    if contact or not account.is_installer:
        return []
    return [_("With an installer, say whom you speak with.")]


def _unfit(owner, branch_id):
    if owner is AS_USUAL or owner is None:
        return []
    if owner.works_cases and (owner.branch.is_root or owner.branch_id == branch_id):
        return []
    return [_("%(name)s does not work cases of this branch.") % {"name": owner.name}]
