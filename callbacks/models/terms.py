"""What a company decides about returns: its warranty, what a visit costs, who hears of it, how many are too many."""

from decimal import Decimal

from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from callbacks.rates import Bar
from routing.models import StaleSetup
from tenants import news
from tenants.current import require_tenant_id
from tenants.fields import TenantForeignKey
from tenants.models import Membership, Tenant, TenantLeaf
from tenants.querysets import TenantManager, TenantQuerySet
from timeline.models import Entry

from .owning import managers_of


class TermsQuerySet(TenantQuerySet):
    def in_force(self):
        """Return the company's terms; without a row of its own, what every company begins with, as version 0."""
        return self.select_related("reported_to__user").first() or self.model()

    @transaction.atomic
    def write(self, *, by, was, at=None, **figures):
        """Put ``figures`` in force, the fields of ReturnTerms. The same again are harmless.

        What was settled stays as it was settled. Errors: StaleSetup when version ``was`` is no longer in force.
        """
        at = at or timezone.now()
        Tenant.begin_setup()
        terms = self.in_force()
        if all(getattr(terms, name) == value for name, value in figures.items()):
            return
        if was != terms.version:
            raise StaleSetup(terms.version, terms)
        row, _made = self.get_or_create()
        self.claim(row, version=F("version") + 1, **figures)
        Entry.objects.record("setup", require_tenant_id(), "callbacks-return-terms", by=by, at=at)
        news.tell()


class ReturnTerms(TenantLeaf):
    """The one row of a company that wants other terms than the usual ones."""

    version = models.PositiveIntegerField(default=0, editable=False)
    warranty_days = models.PositiveSmallIntegerField(_("days under warranty"), default=365)
    dispatch_fee = models.DecimalField(_("dispatch fee"), max_digits=8, decimal_places=2, default=Decimal("89.00"))
    window_days = models.PositiveSmallIntegerField(_("days that are looked at"), default=90)
    minimum_jobs = models.PositiveSmallIntegerField(_("fewest jobs"), default=10)
    threshold_percent = models.PositiveSmallIntegerField(_("threshold in percent"), default=10)
    reported_to = TenantForeignKey(Membership, null=True, blank=True, related_name="+", verbose_name=_("reported to"))

    objects = TenantManager.of(TermsQuerySet)

    class Meta(TenantLeaf.Meta):
        constraints = [
            *TenantLeaf.Meta.constraints,
            models.UniqueConstraint(fields=["tenant"], name="callbacks_terms_once"),
            models.CheckConstraint(condition=Q(dispatch_fee__gte=0), name="callbacks_terms_fee"),
        ]

    @property
    def bar(self) -> Bar:
        """What the rates of technicians are measured by."""
        return Bar(self.window_days, self.minimum_jobs, self.threshold_percent)

    def hearers(self, branch):
        """Who is told that something was ours: the named person, or who manages ``branch`` while there is none."""
        named = self.reported_to
        return [named] if named is not None and named.works_cases else managers_of(branch)


def terms_in_force() -> ReturnTerms:
    return ReturnTerms.objects.in_force()


def terms_noted():
    """Return when the terms were changed, and by whom, the newest first."""
    return Entry.objects.about("setup", require_tenant_id()).filter(kind="callbacks-return-terms").for_page()
