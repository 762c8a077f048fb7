"""A case that is found by its words."""

from django.db import connection, models

from tenants.words import words_of

# One statement instead of a row object a word: a case has some forty words, and opening one must be quick.
_WRITE = """
INSERT INTO cases_casetoken (id, tenant_id, case_id, token)
SELECT uuidv7(), %s, %s, word FROM unnest(%s::text[]) AS word ON CONFLICT DO NOTHING
"""


class Findable(models.Model):
    class Meta:
        abstract = True

    def searchable_text(self):
        parts = [str(self.number), self.summary, self.account.name, self.site and self.site.street]
        return " ".join(part for part in [*parts, self.contract and self.contract.number, self.description] if part)

    def index_words(self, *, is_new=False):
        """Write the words by which this case is found, in place of the former ones."""
        words = words_of(self.searchable_text())
        if not is_new:
            self.tokens.exclude(token__in=words).delete()
        with connection.cursor() as cursor:
            cursor.execute(_WRITE, [self.tenant_id, self.pk, words])
