"""Which cases have all the words of a search, without reading more of them than a page needs."""

from django.db.models import Exists, F, OuterRef

from cases.querysets import FEW, CaseQuerySet, capped_counts
from tenants.models import Spelling
from tenants.words import ceiling, words_of

from .leading import Lead, Place
from .wording import Says, Words, said_of

GUESSES = 4
SHOWN = ("number", "summary", "description", "priority", "resolved_at", "account__name", "owner__user__name")


class Search(Lead):
    """Words that are looked for together, each looked up once. With ``inside`` internal comments are searched too."""

    def __init__(self, words, *, inside):
        super().__init__()
        self.words, self.inside = words, inside
        self._among = {is_open: Words(words, is_open=is_open, inside=inside) for is_open in (True, False)}

    def first(self, limit, place):
        return self._among[place.is_open].first(limit, place)

    def having(self, cases):
        return cases.filter(*(Says(F("pk"), word, self.inside) for word in self.words))

    def best(self, visible, size, *, is_open):
        """The first ``size`` with the words: of the open by what is due first, or of the newest resolved."""
        cases = visible.open().due_first() if is_open else visible.resolved().newest_resolved_first()
        return self.page(cases, lambda rows: list(rows.for_hits()[:size]), size, Place(is_open), at_first=size)

    def corrected(self, visible):
        """Return the words with the nearest that these cases say for each that none of them says; [] without any."""
        said = self._said(visible, self.words)
        near = {word: Spelling.objects.nearest(word)[:GUESSES] for word in self.words if word not in said}
        if not any(near.values()):
            return []
        offered = self._said(visible, {guess for guesses in near.values() for guess in guesses})
        best = {word: next((guess for guess in guesses if guess in offered), word) for word, guesses in near.items()}
        words = list(dict.fromkeys(best.get(word, word) for word in self.words))
        return words if words != self.words else []

    def _said(self, visible, words):
        """Return those of ``words`` that begin a word of at least one of the cases."""
        said = said_of(words, self.inside)
        if not said or visible.query.where == visible.model.objects.all().query.where:  # all those of the company
            return said
        asked = {f"{word} {is_open}": (word, is_open) for word in said for is_open in (True, False)}
        saying = {
            key: visible.filter(resolved_at__isnull=is_open).saying(word, is_open=is_open, inside=self.inside)
            for key, (word, is_open) in asked.items()
        }
        return {asked[key][0] for key, count in capped_counts(1, **saying).items() if count}


class SearchQuerySet(CaseQuerySet):
    def mentioning(self, text, *, inside=True):
        """Cases in whose words every word of ``text`` begins one. The words are looked up at once."""
        words = words_of(text)
        if not words:
            return self
        search = Search(words, inside=inside)
        hits = [search.hits(FEW + 1, Place(is_open)) for is_open in (True, False)]
        if all(some.is_all for some in hits):
            return self.among([pk for some in hits for pk in some.ids])
        return search.having(self)

    def saying(self, word, *, is_open, inside):
        """Open or resolved cases of which a word begins with ``word``, which is rare: found from the word."""
        tokens = self.model.tokens.rel.related_model.objects
        said = tokens.filter(token__gte=word, token__lt=ceiling(word), resolved_at__isnull=is_open, case=OuterRef("pk"))
        return self.filter(Exists(said if inside else said.filter(is_internal=False)))

    def for_hits(self):
        """With what a list of findings shows of them."""
        return self.select_related("account", "owner__user").only(*SHOWN)
