"""What belongs to one customer, as it is offered for choice."""

import json
from collections import defaultdict

from django.db import connection

from tenants.current import require_tenant_id

from .account import Contact, Property
from .agreement import Asset, Contract, Job
from .order import OrderLine, Product

# One statement, because most customers have little of anything, and a form asks for all of it.
_ASKED = """
SELECT 'contact', id, jsonb_build_object('name', name), '' AS paper, 0 AS position
FROM customers_contact WHERE tenant_id = %(tenant)s AND account_id = %(account)s
UNION ALL
SELECT 'site', id, jsonb_build_object('street', street, 'city', city, 'region', region, 'postcode', postcode), '', 0
FROM customers_property WHERE tenant_id = %(tenant)s AND account_id = %(account)s
UNION ALL
SELECT 'contract', id, jsonb_build_object('number', number), '', 0
FROM customers_contract WHERE tenant_id = %(tenant)s AND account_id = %(account)s
UNION ALL
SELECT 'job', id, jsonb_build_object('number', number, 'kind', kind), '', 0
FROM customers_job WHERE tenant_id = %(tenant)s AND account_id = %(account)s
UNION ALL
SELECT 'asset', a.id, jsonb_build_object('name', a.name), '', 0
FROM customers_property p JOIN customers_asset a ON a.tenant_id = p.tenant_id AND a.site_id = p.id
WHERE p.tenant_id = %(tenant)s AND p.account_id = %(account)s
UNION ALL
SELECT 'order_line', l.id, jsonb_build_object('quantity', l.quantity, 'product', p.name), o.number, l.position
FROM customers_order o
JOIN customers_orderline l ON l.tenant_id = o.tenant_id AND l.order_id = o.id
JOIN customers_product p ON p.tenant_id = l.tenant_id AND p.id = l.product_id
WHERE o.tenant_id = %(tenant)s AND o.account_id = %(account)s
ORDER BY paper, position, id
"""
_MODELS = {"contact": Contact, "site": Property, "contract": Contract, "job": Job, "asset": Asset}


def choices_of(account) -> dict[str, list]:
    """Return the contacts, sites, contracts, jobs, assets and order lines of a customer, as pairs of id and words."""
    with connection.cursor() as cursor:
        cursor.execute(_ASKED, {"tenant": require_tenant_id(), "account": account.pk})
        rows = cursor.fetchall()
    choices = defaultdict(list)
    for kind, pk, facts, _paper, _position in rows:
        choices[kind].append((pk, _words(kind, json.loads(facts))))
    return choices


def _words(kind, facts):
    if kind == "order_line":
        return str(OrderLine(quantity=facts["quantity"], product=Product(name=facts["product"])))
    return str(_MODELS[kind](**facts))
