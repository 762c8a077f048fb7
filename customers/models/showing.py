"""A customer as their page reads them: with the first of everything that belongs to them, in one statement."""

import json
from dataclasses import dataclass
from uuid import UUID

from django.db import models
from django.db.models.expressions import RawSQL
from django.db.models.query import ModelIterable

from customers.querysets import AccountQuerySet
from tenants.folding import first, hang, made, objects, pointed_at, row

FIRST = 6  # of a kind on the page; the rest have a page of their own
LINES = 5  # of an order
PERSON, NAMED = {"user": ("id", "name")}, ("id", "name", "number", "kind")
AROUND = {"parent": NAMED, "account_manager": PERSON, "sales_manager": PERSON}
COMPLAINT = {"noted_by": PERSON, "settled_by": PERSON}
CONTRACT = {"account": NAMED, "site": {}, "installer": NAMED}
# What belongs to a customer: the column that leads to them, what is shown around each, in which order.
KINDS = {
    "complaints": ("account_id", COMPLAINT, "r.settled_at DESC NULLS FIRST, r.noted_at DESC"),
    "contracts": ("account_id", CONTRACT, "r.signed_on DESC NULLS LAST, r.number DESC"),
    "installed_contracts": ("installer_id", CONTRACT, "r.number DESC"),
    "jobs": ("account_id", {"branch": ("id", "name"), "technician": PERSON}, "r.completed_at DESC, r.number DESC"),
    "orders": ("account_id", {"job": ("id", "number")}, "r.ordered_on DESC, r.number DESC"),
    "contacts": ("account_id", {}, "r.id"),
    "properties": ("account_id", {}, "r.id"),
    "children": ("parent_id", {}, "r.name, r.id"),
}
INSIDE = {"complaints"}  # what only the company's own people read
SEATED = """ AND EXISTS (SELECT 1 FROM customers_installerseat s
    WHERE s.tenant_id = r.tenant_id AND s.account_id = r.id AND s.member_id = %s)"""
SINCE = """LEAST(uuid_extract_timestamp(customers_account.id)::date,
    (SELECT min(signed_on) FROM customers_contract r WHERE r.tenant_id = {tenant} AND r.account_id = {account}),
    (SELECT min(ordered_on) FROM customers_order r WHERE r.tenant_id = {tenant} AND r.account_id = {account}))"""


@dataclass(frozen=True)
class Shelf:
    """The first rows of a kind that belong to something, and how many there are."""

    rows: list
    number: int

    @property
    def is_cut(self):
        return self.number > len(self.rows)


class Unfolding(ModelIterable):
    def __iter__(self):
        for account in super().__iter__():
            yield account.unfold()


class ShowingQuerySet(AccountQuerySet):
    def for_page(self, access=None):
        """Read each account with the first of everything that belongs to it.

        ``access`` is of who reads: an installer sees none of the accounts beside their own.
        """
        inside = access is None or access.is_inside
        sql, params = _around(self.model, "" if inside else SEATED), [] if inside else [access.member.pk]
        accounts = self.annotate(around=RawSQL(sql, params, output_field=models.TextField()))  # noqa: S611 - our names
        accounts._iterable_class = Unfolding
        return accounts


class Shown(models.Model):
    """What ``for_page`` has read: the day ``since`` when they are a customer, and a Shelf of each kind."""

    class Meta:
        abstract = True

    def unfold(self):
        """Let everything in ``around`` be at hand as if it had been fetched by itself."""
        around = json.loads(self.around)
        self.since = models.DateField().to_python(around.pop("since"))
        self.shelves = {kind: self._shelf(kind, around.pop(kind, {})) for kind in (*KINDS, "assets")}
        hang(self, around)
        return self

    @property
    def has_business(self):
        """Whether anything was signed, done, ordered or installed."""
        kinds = ("contracts", "installed_contracts", "jobs", "orders", "assets")
        return any(self.shelves[kind].number for kind in kinds)

    @property
    def open_complaints(self):
        """Those of the first complaints about which nothing was done yet."""
        return [one for one in self.shelves["complaints"].rows if one.is_open]

    @property
    def has_more_complaints(self):
        """Whether there may be further ones, of which only the list of all of them tells."""
        shelf = self.shelves["complaints"]
        return shelf.is_cut and shelf.rows[-1].is_open

    def shelf_of(self, kind, access, after=""):
        """All of a kind that belongs to the account, newest first, or what follows the one whose id is ``after``."""
        rows = _model(type(self), kind).objects
        if kind == "assets":
            rows = rows.filter(site__account=self).select_related("site")
        elif kind == "children":
            rows = rows.visible_to(access).filter(parent=self)
        else:
            rows = rows.filter(**{KINDS[kind][0]: self.pk})
            rows = rows.for_list() if hasattr(rows, "for_list") else rows
        try:
            return rows.filter(pk__lt=UUID(after)).order_by("-pk")
        except ValueError:
            return rows.order_by("-pk")

    def _shelf(self, kind, found):
        model, lines = _model(type(self), kind), {}
        for folded in found.get("rows") or ():
            lines[folded["id"]] = folded.pop("lines", None)
        rows = [made(model, folded) for folded in found.get("rows") or ()]
        if kind == "orders":
            for order in rows:
                some = lines[str(order.pk)]
                line = order.lines.model
                order.shown_lines = Shelf([made(line, one) for one in some["rows"] or ()], some["number"] or 0)
        return Shelf(rows, found.get("number") or 0)


def _model(account, kind):
    if kind == "assets":
        return _model(account, "properties")._meta.get_field("assets").related_model
    return account._meta.get_field(kind).related_model


def _around(account, seated):
    """Write the SQL of everything around a row of accounts."""
    table = account._meta.db_table
    tenant = f"{table}.tenant_id"
    shelves = {}
    for kind, (column, inside, by) in KINDS.items():
        if seated and kind in INSIDE:
            continue
        model = _model(account, kind)
        one = row(model, "r", inside) + (f" || {objects({'lines': _lines(model)})}" if kind == "orders" else "")
        of = f"r.tenant_id = {tenant} AND r.{column} = {table}.id" + (seated if kind == "children" else "")
        shelves[kind] = first(one, f"{model._meta.db_table} r", of=of, by=by, limit=FIRST)
    asset = _model(account, "assets")
    rows = f"{asset._meta.db_table} r JOIN customers_property p ON p.tenant_id = r.tenant_id AND p.id = r.site_id"
    of = f"p.tenant_id = {tenant} AND p.account_id = {table}.id"
    shelves["assets"] = first(row(asset, "r", {"site": {}}), rows, of=of, by="r.id", limit=FIRST)
    since = {"since": SINCE.format(tenant=tenant, account=f"{table}.id")}
    return f"({objects(pointed_at(account, table, AROUND) | shelves | since)})::text"


def _lines(order):
    line = order._meta.get_field("lines").related_model
    of = "l.tenant_id = r.tenant_id AND l.order_id = r.id"
    return first(row(line, "l", {"product": {}}), f"{line._meta.db_table} l", of=of, by="l.position", limit=LINES)
