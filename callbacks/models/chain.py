"""A quote, or maintenance that was offered, and the calls about it until they accept or decline."""

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from customers.models import Account
from routing.models import Calendar
from tenants.fields import TenantForeignKey
from tenants.models import Membership, TenantModel
from tenants.querysets import TenantManager, TenantQuerySet

from .changing import CannotCallBack
from .following import FollowingQuerySet
from .owning import works_at
from .standards import standards_in_force
from .vocabulary import DECIDED, Answer, Kind, Topic


class ChainQuerySet(TenantQuerySet):
    def undecided(self):
        return self.filter(decided_at=None)


class Chain(TenantModel):
    """``reference`` is what it is called, for example the number of the quote.

    While it is undecided exactly one call about it is open; ``answer`` is how it ended.
    """

    account = TenantForeignKey(Account, related_name="chains")
    topic = models.CharField(max_length=12, choices=Topic.choices)
    reference = models.CharField(max_length=60)
    started_at = models.DateTimeField(editable=False)
    started_by = TenantForeignKey(Membership, null=True, editable=False, related_name="+")
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True, editable=False)
    decided_at = models.DateTimeField(null=True, editable=False)
    decided_by = TenantForeignKey(Membership, null=True, editable=False, related_name="+")

    objects = TenantManager.of(ChainQuerySet)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["tenant", "account", "topic", "reference"],
                name="callbacks_chain_once",
                condition=Q(decided_at=None),
            ),
        ]

    def __str__(self):
        return f"{self.get_topic_display()} {self.reference}"

    def end(self, answer, *, by, at):
        """Write down how it ended; False when it had ended before."""
        return type(self).objects.undecided().claim(self, answer=answer, decided_at=at, decided_by=by)


class ChainingQuerySet(FollowingQuerySet):
    @transaction.atomic
    def follow_up(self, account, *, reference, by, topic=Topic.QUOTE, reason="", at=None, client_key=None, **told):
        """Promise to ask ``account`` what they decide about a quote or maintenance, again and again until they do.

        Return the open call about it: the first one, or the present one where somebody asks already. ``told`` are the
        words of ``promise``: due_at, owner, job, order, branch, contact, phone, email, summary.
        Errors: CannotCallBack without a reference, and whatever ``promise`` refuses.
        """
        at, reference = at or timezone.now(), " ".join(reference.split())
        if not reference:
            raise CannotCallBack(_("Say which quote it is, for example its number."))
        # One chain of theirs after the other.
        Account.objects.select_for_update(no_key=True).get(pk=account.pk)
        about = {"account": account, "topic": Topic(topic), "reference": reference}
        if chain := Chain.objects.undecided().filter(**about).first():
            return chain.calls.open().get()
        if client_key and (sent := self.filter(client_key=client_key).first()):
            return sent
        chain = Chain.objects.create(**about, started_at=at, started_by=by)
        told |= {"chain": chain, "link": 1, "reason": reason or _("What they decide: %(chain)s") % {"chain": chain}}
        return self.promise(account, kind=Kind.QUOTE_FOLLOW_UP, by=by, at=at, client_key=client_key, **told)


class Chained(models.Model):
    """``link`` counts the calls of a ``chain``: the first, the second one about the same quote."""

    chain = TenantForeignKey(Chain, null=True, editable=False, related_name="calls")
    link = models.PositiveSmallIntegerField(null=True, editable=False)

    class Meta:
        abstract = True

    def refuse_unanswered(self, answer, again_at, at):
        """Raise CannotCallBack when nobody says what they answered, or for a next call that is past."""
        if answer not in (*DECIDED, Answer.UNDECIDED):
            raise CannotCallBack(_("Say whether they have decided."))
        if again_at is not None and again_at <= at:
            raise CannotCallBack(_("The next call is in the future."))

    def follow_answer(self, answer, again_at, *, by, at):
        """End the chain of this finished call, or promise the next one."""
        if answer in DECIDED:
            self.end_chain(answer, by=by, at=at)
        elif answer == Answer.UNDECIDED:
            self.ask_again(again_at, by=by, at=at)

    def end_chain(self, answer, *, by, at):
        """Let nobody ask any more; of a callback without a chain, and twice, this is harmless."""
        if self.chain_id and self.chain.end(answer, by=by, at=at):
            facts = {"answer": answer, "chain": str(self.chain), "link": self.link}
            self.record("decided", by=by, at=at, on_account=True, **facts)

    def ask_again(self, again_at, *, by, at):
        """Promise the next call of the chain: to whoever keeps this one, about the same."""
        about = {name: getattr(self, name) for name in ("case", "job", "order", "branch", "contact", "contact_method")}
        about |= {name: getattr(self, name) for name in ("phone", "email", "summary", "reason", "chain", "kind")}
        owner = self.owner if works_at(self.owner, self.branch) else None
        more = {"link": self.link + 1, "owner": owner, "due_at": again_at}
        return type(self).objects.promise(self.account, by=by, at=at, **about, **more)

    def proposed_next_link(self, at):
        """Return by when they would be called again, by the company's figures and the hours of the branch."""
        return standards_in_force().again(at, Calendar.objects.office_hours(self.branch)).due_at

    @property
    def links(self):
        """The calls of its chain in their order; none where there is one only."""
        if not self.chain_id:
            return []
        calls = list(self.chain.calls.select_related("owner__user", "finished_by__user").order_by("link"))
        return calls if len(calls) > 1 else []

    @property
    def earlier(self):
        """The calls of the chain before this one."""
        return [one for one in self.links if one.link < self.link]
