"""An account that is found by its words, and by those of what belongs to it."""

from itertools import groupby

from django.db import connection, models, transaction

from customers.phones import digits_of
from customers.words import EXACT, tokens_of
from tenants.current import require_tenant_id
from tenants.models import Spelling

AT_ONCE = 1000
# By hand, because a company has fifty thousand of them and all are read when words change their shape.
_FACTS = """
SELECT a.id, fact.* FROM customers_account a, LATERAL (
  SELECT 'name', a.name UNION ALL SELECT 'number', a.number::text
  UNION ALL SELECT 'phone', a.phone_e164 UNION ALL SELECT 'email', a.email_normalised
  UNION ALL SELECT fact.* FROM customers_contact c,
    LATERAL (VALUES ('name', c.name), ('phone', c.phone_e164), ('email', c.email_normalised)) fact
    WHERE c.tenant_id = a.tenant_id AND c.account_id = a.id
  UNION ALL SELECT 'place', concat_ws(' ', street, city, postcode) FROM customers_property p
    WHERE p.tenant_id = a.tenant_id AND p.account_id = a.id
  UNION ALL SELECT 'number', number FROM customers_contract c WHERE c.tenant_id = a.tenant_id AND c.account_id = a.id
  UNION ALL SELECT 'number', number FROM customers_job j WHERE j.tenant_id = a.tenant_id AND j.account_id = a.id
  UNION ALL SELECT 'number', number FROM customers_order o WHERE o.tenant_id = a.tenant_id AND o.account_id = a.id
) fact (what, said) WHERE a.tenant_id = %s AND a.id = ANY(%s) AND said <> '' ORDER BY a.id
"""
_WRITE = """
INSERT INTO customers_accounttoken (id, tenant_id, account_id, token, kind)
SELECT uuidv7(), tenant, account, said, worth
FROM unnest(%s::uuid[], %s::text[], %s::int[]) AS new (account, said, worth), (SELECT %s::uuid AS tenant) company
WHERE NOT EXISTS (SELECT 1 FROM customers_accounttoken
    WHERE tenant_id = tenant AND account_id = account AND token = said AND kind <= worth)
"""


class Findable(models.Model):
    class Meta:
        abstract = True

    def found_by(self, **facts):
        """Let this account also be found by ``facts``: a name, number, phone, email, place."""
        write_tokens([(self.pk, token, kind) for token, kind in tokens_of(_spelt(facts.items())).items()])

    @transaction.atomic
    def index_words(self):
        """Write the words of this account and of all that belongs to it anew, after something of it went or changed."""
        type(self).objects.locked().get(pk=self.pk)
        index_accounts([self.pk])


def index_accounts(ids):
    """Write the words of these accounts of the company anew."""
    for start in range(0, len(ids), AT_ONCE):
        some = list(ids[start : start + AT_ONCE])
        with connection.cursor() as cursor:
            cursor.execute(_FACTS, [require_tenant_id(), some])
            facts = groupby(cursor.fetchall(), key=lambda row: row[0])
            rows = [
                (account, token, kind)
                for account, said in facts
                for token, kind in tokens_of(_spelt(row[1:] for row in said)).items()
            ]
            cursor.execute(
                "DELETE FROM customers_accounttoken WHERE tenant_id = %s AND account_id = ANY(%s)",
                [require_tenant_id(), some],
            )
        write_tokens(rows)


def write_tokens(rows):
    """Write what is new of these (account id, token, kind)."""
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, [*map(list, zip(*rows, strict=True)), require_tenant_id()])
    Spelling.objects.learn({token for _account, token, kind in rows if kind != EXACT})


def _spelt(facts):
    """A phone is asked for in several forms."""
    for what, text in facts:
        yield from (("digits", form) for form in digits_of(text)) if what == "phone" else [(what, text)]
