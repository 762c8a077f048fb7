"""What belongs to one customer, as it is offered for choice."""

import json
from collections import defaultdict

from django.db import connection
from django.utils.functional import cached_property

from tenants.current import require_tenant_id

from .account import Contact, Property
from .agreement import Asset, Contract, Job
from .order import Order, OrderLine, Product

# One statement, because most customers have little of anything, and a form asks for all of it.
_ASKED = """
SELECT 'contact', id, jsonb_build_object('name', name) AS facts, '' AS paper, 0 AS position
FROM customers_contact WHERE tenant_id = %(tenant)s AND account_id = %(account)s
UNION ALL
SELECT 'site', id, jsonb_build_object('street', street, 'city', city, 'region', region, 'postcode', postcode), '', 0
FROM customers_property WHERE tenant_id = %(tenant)s AND account_id = %(account)s
UNION ALL
SELECT 'contract', id, jsonb_build_object('number', number, 'status', status, 'site_id', site_id), '', 0
FROM customers_contract WHERE tenant_id = %(tenant)s AND account_id = %(account)s
UNION ALL
SELECT 'job', id,
  jsonb_build_object('number', number, 'kind', kind, 'contract_id', contract_id, 'site_id', site_id), '', 0
FROM customers_job WHERE tenant_id = %(tenant)s AND account_id = %(account)s
UNION ALL
SELECT 'asset', a.id, jsonb_build_object('name', a.name, 'site_id', a.site_id), '', 0
FROM customers_property p JOIN customers_asset a ON a.tenant_id = p.tenant_id AND a.site_id = p.id
WHERE p.tenant_id = %(tenant)s AND p.account_id = %(account)s
UNION ALL
SELECT 'order_line', l.id, jsonb_build_object('quantity', l.quantity, 'product', p.name, 'job', o.job_id),
  o.number, l.position
FROM customers_order o
JOIN customers_orderline l ON l.tenant_id = o.tenant_id AND l.order_id = o.id
JOIN customers_product p ON p.tenant_id = l.tenant_id AND p.id = l.product_id
WHERE o.tenant_id = %(tenant)s AND o.account_id = %(account)s
ORDER BY paper, position, id
"""
_MODELS = {"contact": Contact, "site": Property, "contract": Contract, "job": Job, "asset": Asset}
KINDS = (*_MODELS, "order_line")


class Belongings:
    """The contacts, sites, contracts, jobs, assets and order lines of ``account``: read at once, when first asked for.

    ``rows`` are by kind and id, with no more in them than is offered and what follows from it.
    """

    def __init__(self, account):
        self.account = account

    @cached_property
    def rows(self) -> dict[str, dict]:
        with connection.cursor() as cursor:
            cursor.execute(_ASKED, {"tenant": require_tenant_id(), "account": self.account.pk})
            found = cursor.fetchall()
        rows = defaultdict(dict)
        for kind, pk, facts, _paper, _position in found:
            rows[kind][str(pk)] = _made(kind, pk, json.loads(facts))
        return rows

    def choices(self, kind) -> list:
        """Return pairs of id and words."""
        return [(pk, _words(row)) for pk, row in self.rows[kind].items()]

    def named(self, kind, text):
        """Return what ``text`` names by its id or number; None when it is none of theirs."""
        rows = self.rows[kind]
        return rows.get(text) or next((row for row in rows.values() if getattr(row, "number", None) == text), None)

    @property
    def only_contract(self):
        """The one contract that is neither ending nor done, when there is one only."""
        active = [contract for contract in self.rows["contract"].values() if contract.status == Contract.Status.ACTIVE]
        return active[0] if len(active) == 1 else None

    def following(self, chosen) -> dict:
        """Return what follows from the rows ``chosen``, by kind: the job of an order line, the contract of a job."""
        line = chosen.get("order_line")
        job = chosen.get("job") or (line and self.rows["job"].get(str(line.order.job_id)))
        contract = chosen.get("contract") or (job and self.rows["contract"].get(str(job.contract_id)))
        source = next((row for row in (chosen.get("asset"), job, contract) if row and row.site_id), None)
        site = source and self.rows["site"].get(str(source.site_id))
        followed = {"job": job, "contract": contract, "site": chosen.get("site") or site}
        return {kind: row for kind, row in followed.items() if row}


def _made(kind, pk, facts):
    if kind == "order_line":
        product, order = Product(name=facts["product"]), Order(job_id=facts["job"])
        return OrderLine(pk=pk, quantity=facts["quantity"], product=product, order=order)
    return _MODELS[kind](pk=pk, **facts)


def _words(row):
    is_ending = getattr(row, "is_ending", False)
    return f"{row} · {row.get_status_display()}" if is_ending else str(row)
