"""Moving a case to another contract: whose it is, where, and who sees it follow."""

from django.db import models, transaction
from django.utils import timezone

from customers.models import Asset, Job

from .opening import unconfirmed

KEPT = ("contact", "job", "order", "asset")  # of the former customer only when it is the next one's, too


class CannotMove(Exception):
    """The case cannot be moved to this contract as asked. ``args`` are the reasons, ready to show."""


class Movable(models.Model):
    class Meta:
        abstract = True

    @transaction.atomic
    def move_to(self, contract, *, by, was=None, ending_confirmed="", at=None):
        """Put the case under ``contract``. Its customer, address, installer and branch follow, and who may see it.

        What belongs to the former customer is dropped, whoever may not see the case any more leaves it, and it is
        routed and clocked anew if its branch is another; the line of history names all that. The same contract again
        is harmless.
        Errors: StaleEdit when the contract is no longer the one in ``was``; CannotMove when it ends and nobody
        confirmed that very status.
        """
        at = at or timezone.now()
        self.lock()  # alone: what it points at may be another by the time the lock is ours
        self.refuse_stale({"contract": contract}, was or {})
        if self.contract_id == contract.pk:
            return
        if reasons := unconfirmed(contract, ending_confirmed):
            raise CannotMove(*reasons)
        facts, branch_id = {"contract": [str(self.contract or ""), contract.number]}, self.branch_id
        facts["confirmed"] = contract.status if contract.is_ending else ""
        with self.as_one():
            facts |= self._change_hands(contract)
            facts |= self._part_with_blind(at)
            facts |= self._follow_hours(by=by, at=at)
            self.record("moved", by=by, at=at, **facts)
            self.ring_if_open(at, moved=facts["due_before"] != facts["due_after"])
            self.link_job(by=by, at=at)
            if self.triage_wanted_at is None:
                self.route(by=by, at=at)
        if self.branch_id != branch_id and self.referrals_open:
            self.referrals.rewind(at)
        self.tell_followers("cases-moved", by=by, at=at, key=f"moved/{self.pk}/{self.version}")

    def _change_hands(self, contract):
        """Write what follows from the contract; return each change as (before, after), and what was dropped."""
        wanted = {
            "account": contract.account,
            "site": contract.site,
            "installer": contract.installer,
            "branch": branch_under(contract, self.branch),
        }
        said = {name: [str(getattr(self, name) or ""), str(row or "")] for name, row in wanted.items()}
        same = {name for name, row in wanted.items() if getattr(self, name) == row}
        dropped = self._foreign_to(contract)
        gone = {name: None for name in dropped}
        if "order" in gone:
            gone["order_line"] = None
        names = {name: str(getattr(self, name)) for name in dropped}
        if self.parties != {str(party.pk) for party in (contract.account, contract.installer) if party}:
            gone["heard"] = self.heard_after(contract.account, contract.installer)
        self.change(contract=contract, **wanted, **gone)
        return {name: sides for name, sides in said.items() if name not in same} | {"dropped": names}

    def _follow_hours(self, *, by, at):
        """Derive the clock by the hours of the branch where the case is now; return before and after."""
        before = self.due_at
        if self.is_clocked:
            self.derive_clock(by=by, at=at, cause="move", said=False)
        moments = {"due_before": before, "due_after": self.due_at}
        return {name: moment.isoformat() if moment else "" for name, moment in moments.items()}

    def _foreign_to(self, contract):
        """Name what the case points at that is none of the customer's who signed ``contract``."""
        held = {name: getattr(self, name) for name in KEPT if getattr(self, f"{name}_id")}
        return [name for name, row in held.items() if _customer_of(row) != contract.account_id]

    def _part_with_blind(self, at):
        """Let go of the owner, helpers and followers who may not open the case any more; return their names."""
        parts = list(self.involvements.select_related("member__user"))
        people = {part.member_id: part.member for part in parts}
        if self.owner:
            people[self.owner_id] = self.owner
        seeing = set(type(self).objects.readers_of(self).filter(pk__in=people).values_list("pk", flat=True))
        self.involvements.filter(member__in=people.keys() - seeing).delete()
        left = sorted({people[pk].name for pk in people.keys() - seeing})
        if self.owner and self.owner_id not in seeing:
            released = self.owner.name
            self.change(**self.pass_to(None, at), owner=None, owner_chosen=False)
            return {"left": left, "released": released}
        return {"left": left}


def branch_under(contract, otherwise):
    """Return the branch that works for ``contract``: its latest job's; ``otherwise`` when it has none."""
    job = Job.objects.filter(contract=contract).select_related("branch").order_by("-id").first()
    return job.branch if job else otherwise


def _customer_of(row):
    return row.site.account_id if isinstance(row, Asset) else row.account_id
