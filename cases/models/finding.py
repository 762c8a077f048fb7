"""A case that is found by its words."""

from django.db import models

from cases.words import words_of


class Findable(models.Model):
    class Meta:
        abstract = True

    def searchable_text(self):
        parts = [str(self.number), self.summary, self.account.name, self.site and self.site.street]
        return " ".join(part for part in [*parts, self.contract and self.contract.number, self.description] if part)

    def index_words(self):
        """Write the words by which this case is found, in place of the former ones."""
        tokens = self.tokens.model.objects
        wanted = set(words_of(self.searchable_text()))
        known = set(tokens.filter(case=self).values_list("token", flat=True)) if not self._state.adding else set()
        tokens.filter(case=self, token__in=known - wanted).delete()
        tokens.bulk_create([self.tokens.model(case=self, token=word) for word in sorted(wanted - known)])
