"""Whose call it was: found by the phone, or said by a person."""

from django.db import models, transaction
from django.utils import timezone

from cases.models import Case
from customers.models import Account, Contact
from tenants.models import Branch

MOST = 8


def called_by(number) -> list:
    """Return the customers who have this phone, or one of whose people has it: at most MOST."""
    if not number:
        return []
    theirs = Contact.objects.filter(phone_e164=number).order_by("pk").values_list("account_id", flat=True)[:MOST]
    found = Account.objects.filter(models.Q(phone_e164=number) | models.Q(pk__in=list(theirs)))
    return list(found.by_name()[:MOST])


def branch_of(account):
    """Return the branch that works for ``account``: of its newest job, else its newest case, else the whole company."""
    jobs, cases = account.jobs.order_by("-pk"), Case.objects.about(account).order_by("-number")
    known = next((one for rows in (jobs, cases) if (one := rows.values_list("branch", flat=True).first())), None)
    return _branch(pk=known) if known else _branch(is_root=True)


def _branch(**which):
    return Branch.objects.select_related("tenant").get(**which)


class Matched(models.Model):
    class Meta:
        abstract = True

    def recognise(self):
        """Say by the phone whose call it was, when only one customer has it, and which branch looks after it."""
        found = called_by(self.phone_e164)
        self.account = found[0] if len(found) == 1 else None
        if self.account:
            self.contact = self.account.contacts.filter(phone_e164=self.phone_e164).order_by("pk").first()
        self.branch = branch_of(self.account) if self.account else _branch(is_root=True)

    @transaction.atomic
    def match(self, account, *, by, at=None):
        """Say that ``account`` called, in the whole group. Twice is harmless. Errors: AlreadyDecided."""
        group = self.hold(by)
        if self.account_id == account.pk:
            return
        branch = branch_of(account)
        for one in group:
            contact = account.contacts.filter(phone_e164=one.phone_e164).first() if one.phone_e164 else None
            type(self).objects.waiting().claim(one, account=account, contact=contact, branch=branch)
        self.account, self.branch = account, branch
        self.record("after-hours-matched", by=by, at=at or timezone.now(), account=account.name)

    @transaction.atomic
    def match_new(self, name, *, by, at=None):
        """Write down a new customer of that name and this phone, and say that they called. Errors: AlreadyDecided."""
        self.hold(by)
        if self.account_id is None:
            self.match(Account.objects.register(name, phone=self.phone_e164), by=by, at=at)
        return self.account
