"""Promising to call somebody back."""

from dataclasses import asdict

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from callbacks.querysets import CallbackQuerySet
from customers.phones import e164
from inbox.models import About
from tenants.models import Branch, Counter

from .changing import CannotCallBack
from .owning import fitting_owner, refuse_owner
from .vocabulary import ContactMethod, Kind


class PromisingQuerySet(CallbackQuerySet):
    @transaction.atomic
    def promise(
        self, account, *, kind, by, reason, at=None, since=None, due_at=None, owner=None, client_key=None, **told
    ):
        """Promise ``account`` a callback and return it; its one owner is ``owner``, or whom the house finds.

        ``since`` is what its due time counts from when that is not ``at``: when the job was done, the call came in.
        ``due_at`` is what was agreed with the customer instead. ``told`` are fields of Callback: case, job, order,
        branch, contact, contact_method, phone, email, summary. The same ``client_key`` is one callback.
        Errors: CannotCallBack without a reason, for something of another customer or a closed case, for a due time
        that is past, or for an owner who does not work there.
        """
        at = at or timezone.now()
        number = Counter.next("callback")
        # The counter's row lock makes a second sender wait until here.
        if client_key and (sent := self.filter(client_key=client_key).first()):
            Counter.give_back("callback")
            return sent
        if case := told.get("case"):
            case.lock()
            told["case"] = case = case.merged_into or case
        _refuse(account, told, reason, at, due_at)
        branch = told.pop("branch", None) or _branch_of(told, by)
        row = self.model(**_ways_to_reach(account, told), **told, account=account, branch=branch, kind=Kind(kind))
        row.number, row.reason, row.client_key = number, reason.strip(), client_key
        row.promised_at, row.promised_by, row.is_urgent = at, by, kind == Kind.EMERGENCY
        row.owner = owner or fitting_owner(branch, at, promised_by=by, case=case)
        refuse_owner(row.owner, branch)
        row.set_target(since or at, due_at)
        row.save(force_insert=True)
        row.index_words()
        row.record("promised", by=by, at=at, body=row.summary, reason=row.reason, **row.named())
        row.tell([row.owner], "callbacks-given", by=by, at=at, key=f"{row.key}/given", about=About.ASSIGNED)
        return row


def target_facts(target, hours, standards, kind) -> dict:
    """Return what explains a target later, whatever the calendar and the standards say by then."""
    closed = [day.isoformat() for day in target.closed]
    figures = {name: str(value) for name, value in asdict(standards).items()}
    facts = {
        "rule": target.kind,
        "days": standards.days(kind),
        "start": target.started_at.isoformat(),
        "zone": hours.zone,
    }
    return facts | {"clamped": target.is_clamped, "closed": closed, "figures": figures}


def _refuse(account, told, reason, at, due_at):
    reasons = []
    if not reason.strip():
        reasons.append(_("Say what the callback is about."))
    for name in ("case", "job", "order", "contact"):
        if (thing := told.get(name)) is not None and thing.account_id != account.pk:
            reasons.append(_("%(thing)s belongs to another customer.") % {"thing": thing})
    if (case := told.get("case")) is not None and case.closed_at:
        reasons.append(_("A closed case promises nothing more. Reopen it first."))
    if due_at is not None and due_at <= at:
        reasons.append(_("A callback is promised for a time to come."))
    if reasons:
        raise CannotCallBack(*reasons)


def _branch_of(told, by):
    source = told.get("case") or told.get("job") or by
    return source.branch if source is not None else Branch.objects.get(is_root=True)


def _ways_to_reach(account, told) -> dict:
    """Return how to reach them: as it was told, else as the contact, the case and the account know it."""
    method = ContactMethod(told.pop("contact_method", "") or ContactMethod.CALL)
    phone, email = told.pop("phone", "").strip(), told.pop("email", "").strip()
    people = [one for one in (told.get("contact"), account) if one is not None]
    phone = phone or next((one.phone_e164 for one in people if one.phone_e164), "")
    email = email or next((one.email_normalised for one in people if one.email_normalised), "")
    return {"contact_method": method, "phone": e164(phone) or phone, "email": email}
