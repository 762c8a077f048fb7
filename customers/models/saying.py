"""What is said of a customer, a complaint for example, is found by its own words and by those of the customer."""

from django.db import connection, models
from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from tenants.current import require_tenant_id
from tenants.models import TenantLeaf
from tenants.prepared import rows_of
from tenants.querysets import TenantQuerySet
from tenants.words import ceiling, words_of

MOST_WORDS, LOOKED_AT = 8, 400  # so many rows of each word are looked at, however frequent it is

# By hand and in one statement, because every search over everything asks it. Scalars, because PostgreSQL would turn
# EXISTS into a join that reads a frequent word to its end.
_SAID = """(SELECT true FROM {words} w WHERE w.tenant_id = {row}.tenant_id AND w.{thing}_id = {row}.id
  AND w.token >= %s AND w.token < %s LIMIT 1) IS NOT NULL"""
_CALLED = """(SELECT true FROM customers_accounttoken a WHERE a.tenant_id = {row}.tenant_id
  AND a.account_id = {row}.account_id AND a.token >= %s AND a.token < %s LIMIT 1) IS NOT NULL"""
_SAYING = "SELECT {thing}_id FROM {words} WHERE tenant_id = %s AND token >= %s AND token < %s LIMIT {most}"
_OF_CALLED = """SELECT account_id FROM customers_accounttoken
  WHERE tenant_id = %s AND token >= %s AND token < %s LIMIT {most}"""
_ANY = "SELECT 1 FROM {row} WHERE tenant_id = %s AND {near} LIMIT 1"
_WRITE = """
INSERT INTO {words} (id, tenant_id, {thing}_id, token)
SELECT uuidv7(), %s, %s, said FROM unnest(%s::text[]) AS new (said) ON CONFLICT DO NOTHING
"""


class SayingQuerySet(TenantQuerySet):
    def saying(self, text, *, by_customer=False):
        """Those of which every word of ``text`` begins a word, or one of their customer's; one at least is their own.

        ``by_customer`` finds them by the customer's words alone, too.
        """
        words = words_of(text)[:MOST_WORDS]
        if not words:
            return self.none()
        spans = [(word, ceiling(word)) for word in words]
        names = {"row": self.model._meta.db_table, **self.model.said_in(), "most": LOOKED_AT}
        near, asked = self._near(names, spans, by_customer)
        for span in spans:
            near += f" AND ({_SAID} OR {_CALLED})"
            asked += [*span, *span]
        near = near.format(**names)
        # Most searches find none, and building what shows them costs more than to find that out.
        if not rows_of(_ANY.format(row=names["row"], near=near), [require_tenant_id(), *asked]):
            return self.none()
        return self.filter(RawSQL(near, asked, BooleanField()))  # noqa: S611 - names of our own tables

    def first_hits(self, most):
        """The first of these with what a hit shows of them. Where nothing is said, Django would still write the SQL."""
        return [] if self.query.is_empty() else list(self.open_first().for_hits()[:most])

    def _near(self, names, spans, by_customer):
        """Return what is looked at: the rows that say one of the words, and perhaps those of customers called so."""
        asked = [part for span in spans for part in (require_tenant_id(), *span)]
        own = " UNION ALL ".join([f"({_SAYING})"] * len(spans))
        near = f"({{row}}.id = ANY(ARRAY({own}))"
        if by_customer:
            theirs = " UNION ALL ".join([f"({_OF_CALLED})"] * len(spans))
            near, asked = f"{near} OR {{row}}.account_id = ANY(ARRAY({theirs}))", asked * 2
        return f"{near})", asked


class Word(TenantLeaf):
    """One word by which something is found, compared byte by byte: an index then works behind row-level security."""

    token = models.CharField(max_length=40, db_collation="C")

    class Meta(TenantLeaf.Meta):
        abstract = True


class Said(models.Model):
    """``text_said`` is what a row is found by; its words are rows named ``words_said``."""

    class Meta:
        abstract = True

    @classmethod
    def said_in(cls) -> dict:
        """The table of the words, and what it calls a row of this one."""
        words = cls.words_said.rel
        return {"words": words.related_model._meta.db_table, "thing": words.field.name}

    def index_words(self):
        """Write the words of the row in place of the former ones."""
        said = words_of(self.text_said())
        self.words_said.exclude(token__in=said).delete()
        with connection.cursor() as cursor:
            cursor.execute(_WRITE.format(**self.said_in()), [self.tenant_id, self.pk, said])
