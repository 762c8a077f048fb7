"""What is called by a number that people write in many ways."""

from django.db import connection, models
from django.db.models import F, Func, Value
from django.db.models.functions import Lower

from customers.words import key_of
from tenants.current import require_tenant_id
from tenants.words import ceiling

_ANY_LIKE = """
SELECT {nth} WHERE (SELECT true FROM {table}
  WHERE tenant_id = %(tenant)s AND found_as >= %(key)s AND found_as < %(stop)s LIMIT 1) IS NOT NULL"""


class Numbered(models.Model):
    """``found_as`` is the number in small letters without signs, compared byte by byte: row-level security then lets
    an index find its beginning."""

    found_as = models.GeneratedField(
        expression=Lower(Func(F("number"), Value("[^[:alnum:]]"), Value(""), Value("g"), function="regexp_replace")),
        output_field=models.CharField(max_length=40, db_collation="C"),
        db_persist=True,
    )

    class Meta:
        abstract = True

    def address_for(self, access):
        """Where this member reads of it."""
        return self.get_absolute_url()


def kinds_numbered_like(text, kinds) -> list:
    """Return those of these models of which there is a number that begins like ``text``, however it is written.

    By hand and for all of them at once, because a number mostly is that of one kind, and the others are not asked.
    """
    key = key_of(text)
    asked = (_ANY_LIKE.format(nth=nth, table=kind._meta.db_table) for nth, kind in enumerate(kinds))
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked), {"tenant": require_tenant_id(), "key": key, "stop": ceiling(key)})
        found = {nth for (nth,) in cursor.fetchall()}
    return [kind for nth, kind in enumerate(kinds) if nth in found]
