"""Who else can be reached where this customer can, or lives there."""

from dataclasses import dataclass

from django.db import connection

from customers.phones import e164
from tenants.current import require_tenant_id

# One statement, because it is asked while somebody types.
_ASKED = """
WITH phones AS (
  SELECT phone_e164 AS said FROM customers_account
  WHERE tenant_id = %(tenant)s AND id = %(account)s AND phone_e164 <> ''
  UNION SELECT phone_e164 FROM customers_contact
  WHERE tenant_id = %(tenant)s AND account_id = %(account)s AND phone_e164 <> ''
  UNION SELECT %(phone)s WHERE %(phone)s <> ''
), places AS (
  SELECT DISTINCT street, postcode FROM customers_property WHERE tenant_id = %(tenant)s AND account_id = %(account)s
)
SELECT ARRAY(SELECT said FROM phones), ARRAY(SELECT lower(street || '|' || postcode) FROM places), ARRAY(
  SELECT id FROM (
    SELECT id FROM customers_account WHERE tenant_id = %(tenant)s AND phone_e164 = ANY(ARRAY(SELECT said FROM phones))
    UNION SELECT account_id FROM customers_contact
    WHERE tenant_id = %(tenant)s AND phone_e164 = ANY(ARRAY(SELECT said FROM phones))
    UNION SELECT p.account_id FROM customers_property p
    JOIN places ON places.street = p.street AND places.postcode = p.postcode WHERE p.tenant_id = %(tenant)s
  ) other WHERE id <> %(account)s LIMIT 20)
"""


@dataclass(frozen=True)
class Whereabouts:
    """The ``phones`` and ``addresses`` of a customer as they are compared; ids of the accounts ``beside`` them."""

    phones: list
    addresses: list
    beside: list


def whereabouts(account, phone="") -> Whereabouts:
    """Return where ``account`` is found, and at ``phone``, which somebody who calls has just said."""
    with connection.cursor() as cursor:
        asked = {"tenant": require_tenant_id(), "account": account.pk, "phone": e164(phone) if phone else ""}
        cursor.execute(_ASKED, asked)
        return Whereabouts(*cursor.fetchone())


def compared_place(street, postcode) -> str:
    """The address of a property as it is compared: the statement above writes the same."""
    return f"{street}|{postcode}".lower()
