"""Searching customers by their words."""

from dataclasses import dataclass

from django.db import connection

from customers.querysets import AccountQuerySet
from customers.words import EXACT, NAME, REST
from tenants.current import require_tenant_id
from tenants.models import Spelling
from tenants.prepared import rows_of
from tenants.words import ceiling, joined, words_of

MOST = 200  # accounts that one search finds
POOL = 32  # so many of each rank are compared by name for the few best
RARE = 300  # what begins more words than this is frequent
MOST_WORDS, MOST_MISTYPED, MOST_GUESSES = 8, 3, 8

# By hand, because every few letters that somebody types ask this, and only so no plan reads a frequent word to its end:
# a scalar is asked of one account at a time, where PostgreSQL would turn EXISTS into a join.
_WORD = "SELECT account_id, kind FROM customers_accounttoken t WHERE tenant_id = %(tenant)s"
_BEGINS = "{t}token >= %({word})s AND {t}token < %({word}_end)s"
_ALSO = """ AND (SELECT 1 FROM customers_accounttoken o WHERE o.tenant_id = t.tenant_id AND o.account_id = t.account_id
  AND {begins} {kind} LIMIT 1) IS NOT NULL"""
_RANKED = """
SELECT a.id FROM (SELECT account_id, min(rank) AS rank FROM ({parts}) part GROUP BY account_id) found
JOIN customers_account a ON a.tenant_id = %(tenant)s AND a.id = found.account_id
ORDER BY rank, a.name, a.id LIMIT %(most)s
"""
_KNOWN = """
SELECT said FROM unnest(%(guesses)s::text[]) WITH ORDINALITY AS guess (said, place)
WHERE (SELECT kind FROM ({found} LIMIT 1) t) IS NOT NULL ORDER BY place LIMIT 1
"""


@dataclass(frozen=True)
class Found:
    """The accounts of a search, best first; ``instead`` is what was looked for when the words were nowhere."""

    ids: list
    instead: str = ""
    is_cut: bool = False

    def after(self, account):
        """The ids that follow this account's; all when it is not among them."""
        return self.ids[self.ids.index(account.pk) + 1 :] if account and account.pk in self.ids else self.ids


class SearchQuerySet(AccountQuerySet):
    def matching(self, text):
        """Accounts of which every word of ``text`` begins a word, at most MOST; all of them without a text."""
        return self.among(self.search(text).ids) if text.strip() else self

    def search(self, text, most=MOST):
        """Find accounts by whatever is said of them, best first; a word that is nowhere may be mistyped."""
        words = words_of(text)[:MOST_WORDS]
        if not words:
            return Found([])
        question = Question(self)
        counts, instead = question.counts(words), ""
        ids = question.best(words, joined(text), counts, most + 1)
        if not ids and (near := question.nearly(words, counts)):
            ids, instead = question.best(near, "".join(near), question.counts(near), most + 1), " ".join(near)
        return Found(ids[:most], instead if ids else "", is_cut=len(ids) > most)

    def page_of(self, found, after, size):
        """The first ``size`` accounts after the one that ``after`` names: of what was found, or of all by name."""
        if found is None:
            return list(self.following(after, among=self).for_list()[:size])
        return self.in_order_of(found.after(self.named(after).first() if after else None)[:size])

    def in_order_of(self, ids):
        """The accounts with these ids, as a list in their order."""
        found = {account.pk: account for account in self.among(ids).for_list()} if ids else {}
        return [found[pk] for pk in ids if pk in found]


class Question:
    """What is asked of the table of words about the accounts of a queryset."""

    def __init__(self, accounts):
        self.params, self.only = {"tenant": require_tenant_id()}, ""
        if accounts.query.where != accounts.model.objects.all().query.where:  # not those of the whole company
            self.params["accounts"] = list(accounts.values_list("pk", flat=True))
            self.only = " AND t.account_id = ANY(%(accounts)s)"

    def counts(self, words):
        """How many words begin with each of several, at most RARE; of one word alone nobody asks."""
        if len(words) < 2:
            return dict.fromkeys(words, 0)
        counted = (f"(SELECT count(*) FROM ({self._begun(word)} LIMIT {RARE}) c)" for word in words)  # noqa: S608
        return dict(zip(words, self._rows(f"SELECT {', '.join(counted)}")[0], strict=True))

    def best(self, words, whole, counts, most):
        """Ids of accounts with these words: what is exactly ``whole``, then names, then the rest; each by name."""
        if len(words) > 1 and not all(counts.values()) and not any(map(str.isdecimal, whole)):
            return []
        rarest, *others = sorted(words, key=lambda word: (counts[word], -len(word)))
        exact = f"{_WORD} AND kind = {EXACT} AND token = %(whole)s{self.only}"
        names = self._begun(rarest, f"kind = {NAME}") + self._also(others, f"AND o.kind = {NAME}")
        rest = self._begun(rarest) + self._also(others)
        self.params |= {"whole": whole, "most": most}
        if not others:
            return self._ranked(most, exact, names, rest)
        ids = self._ranked(most, exact, names)
        if len(ids) < most:
            number = self._begun(whole, f"kind = {EXACT}")  # with spaces or dashes in it
            more = self._ranked(most, rest, *[number] * any(map(str.isdecimal, whole)))
            ids = list(dict.fromkeys(ids + more))[:most]
        return ids

    def nearly(self, words, counts):
        """These words with known ones for those with which nothing begins; None when nothing comes near."""
        unknown = [word for word in words if not counts[word]]
        if len(unknown) > MOST_MISTYPED:
            return None
        near = {word: self._known_near(word) for word in unknown}
        return [near.get(word, word) for word in words] if near and all(near.values()) else None

    def _known_near(self, word):
        self.params["guesses"] = Spelling.objects.nearest(word)[:MOST_GUESSES]
        found = f"{_WORD} AND kind IN ({EXACT}, {NAME}, {REST}) AND token = said{self.only}"
        rows = self._rows(_KNOWN.format(found=found)) if self.params["guesses"] else []
        return rows[0][0] if rows else None

    def _begun(self, word, kinds=f"kind IN ({EXACT}, {NAME}, {REST})"):
        return f"{_WORD} AND {kinds} AND {self._begins(word, 't.')}{self.only}"

    def _also(self, words, kind=""):
        return "".join(_ALSO.format(begins=self._begins(word, "o."), kind=kind) for word in words)

    def _begins(self, word, table):
        name = f"w{len(self.params)}"
        self.params |= {name: word, f"{name}_end": ceiling(word)}
        return _BEGINS.format(t=table, word=name)

    def _ranked(self, most, *parts):
        limit = f" LIMIT {max(most, POOL)}"
        parts = (
            f"(SELECT {rank} AS rank, account_id FROM ({part}{limit}) found)"  # noqa: S608 - constants and names
            for rank, part in enumerate(parts)
        )
        with connection.cursor() as cursor:  # planned anew for each company: one plan for all reads all of a large one
            cursor.execute(_RANKED.format(parts=" UNION ALL ".join(parts)), self.params)
            return [pk for (pk,) in cursor.fetchall()]

    def _rows(self, sql):
        return rows_of(sql, self.params)
