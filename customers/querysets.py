"""Questions about customers."""

from uuid import UUID

from django.db.models import BooleanField, F, Q, TextField
from django.db.models.expressions import RawSQL

from customers.words import key_of
from tenants.models import Role
from tenants.querysets import TenantQuerySet
from tenants.words import ceiling

PLACE = """
SELECT concat_ws(', ', street, NULLIF(city, ''), NULLIF(trim(concat(region, ' ', postcode)), ''))
FROM customers_property p WHERE p.tenant_id = customers_account.tenant_id AND p.account_id = customers_account.id
ORDER BY p.id LIMIT 1
"""
THERE = """
EXISTS (SELECT FROM {table} r WHERE r.tenant_id = customers_account.tenant_id AND r.account_id = customers_account.id)
"""

LATEST = 200


class AccountQuerySet(TenantQuerySet):
    def visible_to(self, access):
        """An installer sees the accounts of their own organisation; everyone else who reads cases sees all."""
        if not access.can("service_read"):
            return self.none()
        if access.role == Role.INSTALLER:
            return self.filter(seats__member=access.member)
        return self

    def named(self, text):
        """The account that an address names, by its number or its id; none when it names nothing."""
        if str(text).isdecimal():
            return self.filter(number=int(str(text)[:20]))
        try:
            return self.filter(pk=UUID(str(text)))
        except ValueError:
            return self.none()

    def following(self, text, among=None):
        """The rest of a list by name, after the account ``among`` these that ``text`` names; all when it names none."""
        last = (self.model.objects.all() if among is None else among).named(text).first()
        return self.filter(Q(name__gt=last.name) | Q(name=last.name, pk__gt=last.pk)) if last else self

    def among(self, ids):
        # One array as text: five hundred parameters take Django longer than PostgreSQL takes to find the rows.
        return self.filter(pk__in=RawSQL("SELECT unnest(%s::uuid[])", [f"{{{','.join(map(str, ids))}}}"]))  # noqa: S611

    def by_name(self):
        return self.order_by("name", "pk")

    def for_opening(self):
        """Say of each whether it has contracts and contacts, which a new case then has to choose from."""
        # Asked at every case that is opened, and Django takes longer to write two subqueries than PostgreSQL to answer.
        parts = {"contracts": "customers_contract", "contacts": "customers_contact"}
        there = {f"has_{part}": THERE.format(table=table) for part, table in parts.items()}
        return self.annotate(**{name: RawSQL(sql, [], BooleanField()) for name, sql in there.items()})  # noqa: S611

    def for_list(self):
        # Where they are is one text: fifty properties as rows take Django longer than the whole list.
        return self.annotate(place=RawSQL(PLACE, [], output_field=TextField())).by_name()  # noqa: S611


class ComplaintQuerySet(TenantQuerySet):
    def visible_to(self, access):
        """Whoever reads cases sees what was complained about; installers never do."""
        return self if access.can("service_read") and access.is_inside else self.none()

    def for_hits(self):
        return self.select_related("account")

    def open(self):
        """Those of which nobody has said yet what was done."""
        return self.filter(settled_at=None)

    def about(self, account):
        return self.filter(account=account)

    def noted_from(self, subject_id):
        """Those that were noted from the case, or whatever it is, with that id."""
        return self.filter(subject_id=subject_id)

    def open_first(self):
        return self.order_by(F("settled_at").desc(nulls_first=True), "-noted_at", "-pk")

    def for_list(self):
        return self.select_related("noted_by__user", "settled_by__user")


class NumberedQuerySet(TenantQuerySet):
    """Contracts, jobs and orders: what is called by a number, and belongs to a customer."""

    def visible_to(self, access):
        """Those of the accounts that this member sees, and for an installer what ``also`` says."""
        if not access.can("service_read"):
            return self.none()
        if access.role != Role.INSTALLER:
            return self
        own = access.member.seats.values("account")
        return self.filter(Q(account__in=own) | self.also_of(own))

    def numbered_like(self, text):
        """Those whose number begins like ``text``, however it is written."""
        key = key_of(text)
        return self.filter(found_as__gte=key, found_as__lt=ceiling(key)) if key else self.none()

    def by_number(self):
        return self.order_by("found_as", "pk")


class ContractQuerySet(NumberedQuerySet):
    def also_of(self, own):
        return Q(installer__in=own)

    def for_list(self):
        return self.select_related("account", "site", "installer")

    for_hits = for_list


class OrderQuerySet(NumberedQuerySet):
    def also_of(self, own):
        return Q(job__account__in=own) | Q(job__contract__installer__in=own)

    def for_list(self):
        return self.for_hits().prefetch_related("lines__product")

    def for_hits(self):
        return self.select_related("account", "job")

    def for_page(self):
        return self.select_related("account", "job__site").prefetch_related("lines__product")


class JobQuerySet(NumberedQuerySet):
    def latest_kinds(self) -> list[str]:
        """The kinds of work of the newest jobs, each once and by name."""
        return sorted(set(self.order_by("-pk").values_list("kind", flat=True)[:LATEST]))

    def also_of(self, own):
        return Q(contract__installer__in=own)

    def for_list(self):
        return self.select_related("account", "branch", "technician__user")

    for_hits = for_list

    def about(self, account):
        return self.filter(account=account)

    def done(self):
        """What is completed, and it is known when."""
        return self.filter(status="completed").exclude(completed_at=None)

    def done_between(self, start, end):
        return self.filter(completed_at__gt=start, completed_at__lte=end)

    def led_by(self, technician):
        return self.filter(technician=technician)

    def at_branches(self, ids):
        """Those of these branches; of all where ``ids`` is None."""
        return self if ids is None else self.filter(branch_id__in=ids)

    def newest_done_first(self):
        return self.order_by("-completed_at", "-pk")

    def for_offers(self):
        return self.select_related("site", "branch", "technician__user")

    def for_page(self):
        return self.select_related(
            "account", "site", "contract__installer", "branch", "technician__user", "completed_by__user"
        ).prefetch_related("orders__lines__product")
