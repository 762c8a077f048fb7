"""The words that a company knows, so that a mistyped one leads to them."""

from django.db import connection, models

from tenants.current import require_tenant_id
from tenants.prepared import rows_of
from tenants.querysets import TenantManager, TenantQuerySet
from tenants.words import is_learnt, is_near, variants

from .rows import TenantLeaf

_NEW = """
SELECT said FROM unnest(%s::text[]) AS said WHERE NOT EXISTS
    (SELECT 1 FROM tenants_spelling WHERE tenant_id = %s AND variant = said AND word = said)
"""
_WRITE = """
INSERT INTO tenants_spelling (id, tenant_id, variant, word)
SELECT uuidv7(), %s, variant, word FROM unnest(%s::text[], %s::text[]) AS new (variant, word)
"""
# By hand, as is whatever is asked while somebody types.
_ALIKE = "SELECT word FROM tenants_spelling WHERE tenant_id = %s AND variant = ANY(%s)"


class Vocabulary(TenantQuerySet):
    def learn(self, words):
        """Know these words from now on. One cheap statement when none of them is new."""
        tenant, words = require_tenant_id(), sorted({word for word in words if is_learnt(word)})
        if not words:
            return
        pairs = [(variant, word) for (word,) in rows_of(_NEW, [words, tenant]) for variant in variants(word)]
        if pairs:
            with connection.cursor() as cursor:
                cursor.execute(_WRITE, [tenant, *map(list, zip(*pairs, strict=True))])

    def nearest(self, word) -> list[str]:
        """Return the known words that one edit makes of ``word``, best first; never the word itself."""
        if sum(not letter.isalpha() for letter in word) > 1:  # such as a number: one edit makes no known word of it
            return []
        near = {known for (known,) in rows_of(_ALIKE, [require_tenant_id(), variants(word)]) if is_near(word, known)}
        return sorted(near, key=lambda known: (known[:1] != word[:1], len(known) != len(word), known))


class Spelling(TenantLeaf):
    """A known word, or what is left of it without one letter.

    Not unique on purpose: whoever learns a word waits for nobody, and two who learn it at once write it twice.
    """

    variant = models.CharField(max_length=40, db_collation="C")
    word = models.CharField(max_length=40, db_collation="C")

    objects = TenantManager.of(Vocabulary)

    class Meta(TenantLeaf.Meta):
        indexes = [models.Index(fields=["tenant", "variant", "word"], name="tenants_spelling_variant")]
