"""Which cases have all the words of a search, without reading more of them than a page needs."""

from dataclasses import dataclass

from django.apps import apps
from django.db import connection
from django.db.models import Exists, OuterRef, Subquery, TextField
from django.db.models.functions import Cast
from django.db.models.lookups import IsNull
from django.utils.functional import cached_property

from cases.querysets import FEW, SAMPLE, CaseQuerySet, capped_counts
from tenants.current import require_tenant_id
from tenants.models import Spelling
from tenants.words import ceiling, words_of

ENDINGS = 12  # so many words that begin alike are read side by side, each in the order of the queue
GUESSES = 4

# Every word that begins as asked, jumping from one to the next in the index.
_ENDINGS = """
SELECT asked.nth, known.token
FROM unnest(%(words)s::text[], %(ends)s::text[]) WITH ORDINALITY AS asked (word, stop, nth), LATERAL (
  WITH RECURSIVE next AS (
    (SELECT token FROM cases_casetoken WHERE tenant_id = %(tenant)s AND resolved_at IS NOT NULL
       AND token >= asked.word AND token < asked.stop ORDER BY token LIMIT 1)
    UNION ALL
    SELECT (SELECT t.token FROM cases_casetoken t WHERE t.tenant_id = %(tenant)s AND t.resolved_at IS NOT NULL
       AND t.token > next.token AND t.token < asked.stop ORDER BY t.token LIMIT 1)
    FROM next WHERE next.token IS NOT NULL
  ) SELECT token FROM next WHERE token IS NOT NULL LIMIT %(most)s
) known
"""
# One word in the order of the resolved queue: an arm for each ending, merged, so that reading stops at a full page.
_ARM = """(SELECT resolved_at, case_id FROM cases_casetoken
WHERE tenant_id = %s AND token = %s AND resolved_at IS NOT NULL {where}
ORDER BY resolved_at {order}, case_id {order})"""
_FIRST = """
SELECT DISTINCT resolved_at, case_id::text FROM (SELECT resolved_at, case_id FROM {words}) hits
ORDER BY resolved_at {order}, case_id {order} LIMIT %s
"""


@dataclass(frozen=True)
class Hits:
    """Ids of cases with the words: all of them, or the first of a queue, or some."""

    ids: list
    is_all: bool
    is_first: bool = False


class Search:
    """Words that are looked for together, each looked up once. With ``inside`` internal comments are searched too."""

    def __init__(self, words, *, inside):
        self.words, self.inside = words, inside
        self._resolved = {}

    @cached_property
    def open(self):
        """Hits among the open, in no order."""
        return self._unordered(is_open=True)

    def resolved(self, limit, after=None, before=None):
        """Hits among the resolved, the first ``limit`` of their queue from there."""
        key = (limit, after, before)
        if key not in self._resolved:
            self._resolved[key] = self._among_resolved(*key)
        return self._resolved[key]

    def _among_resolved(self, limit, after, before):
        if not all(self.endings):
            return Hits([], is_all=True)
        if max(map(len, self.endings)) > ENDINGS:
            return self._unordered(is_open=False)
        sql, params = self._first_sql(limit, after, before)
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            ids = [pk for _moment, pk in cursor.fetchall()]
        return Hits(ids, is_all=len(ids) < limit, is_first=True)

    @cached_property
    def endings(self):
        """The known words that begin with each of the words, among the resolved; at most one more than ENDINGS."""
        found = {nth: [] for nth, _word in enumerate(self.words, start=1)}
        asked = {"words": self.words, "ends": [ceiling(word) for word in self.words]}
        with connection.cursor() as cursor:
            cursor.execute(_ENDINGS, {**asked, "tenant": require_tenant_id(), "most": ENDINGS + 1})
            for nth, token in cursor.fetchall():
                found[nth].append(token)
        return list(found.values())

    def _first_sql(self, limit, after, before):
        cursor = after or before
        order = "ASC" if before and not after else "DESC"
        where = "" if self.inside else "AND NOT is_internal "
        if cursor:
            where += f"AND (resolved_at, case_id) {'<' if after else '>'} (%s, %s)"
        arm, params, words = _ARM.format(where=where, order=order), [], []
        for nth, endings in enumerate(self.endings):
            words.append(f"({' UNION ALL '.join([arm] * len(endings))}) w{nth}")
            for ending in endings:
                params += [require_tenant_id(), ending, *(cursor or ())]
        joined = words[0] + "".join(f" JOIN {word} USING (resolved_at, case_id)" for word in words[1:])
        return _FIRST.format(words=joined, order=order), [*params, limit]

    def _unordered(self, *, is_open):
        longest, *others = sorted(self.words, key=len, reverse=True)
        found = self.tokens(longest, is_open=is_open)
        for word in others:
            found = found.filter(Exists(self.tokens(word, is_open=is_open).filter(case=OuterRef("case"))))
        ids = list(found.values_list(Cast("case", TextField()), flat=True)[: FEW + 1])
        return Hits(ids, is_all=len(ids) <= FEW)

    def among(self, cases, *, is_open, limit=FEW + 1, sample=False):
        """Those of the open or the resolved ``cases`` that have the words; with ``sample`` only some of many."""
        hits = self.open if is_open else self.resolved(limit)
        if hits.is_all:
            return cases.among(hits.ids)
        return cases.among(hits.ids[:SAMPLE]) if sample else cases.having(self)

    def first_open(self, visible, limit):
        """The first of the open cases with the words, by what is due first."""
        if not self.open.ids:
            return []
        return self._rows(self.among(visible, is_open=True).open().due_first(), limit)

    def first_resolved(self, visible, limit):
        """The newest resolved ones. What is first in the whole company may not be for everybody to see."""
        hits = self.resolved(limit)
        if not hits.ids:
            return []
        resolved = visible.resolved().newest_resolved_first()
        found = self._rows(resolved.among(hits.ids), limit) if hits.is_all or hits.is_first else []
        return found if hits.is_all or len(found) == limit else self._rows(resolved.having(self), limit)

    @staticmethod
    def _rows(cases, limit):
        # Whatever is around a case is read of the few that are shown, and not of all that are put in order.
        ids = list(cases.values_list("pk", flat=True)[:limit])
        known = {case.pk: case for case in cases.model.objects.filter(pk__in=ids).for_rows()} if ids else {}
        return [known[pk] for pk in ids]

    def has_more(self, *, is_open, limit):
        """Whether a sample is not everything."""
        return not (self.open if is_open else self.resolved(limit)).is_all

    def tokens(self, word, **state):
        return _tokens(word, inside=self.inside, **state)

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
        asked = [(word, is_open) for word in words for is_open in (True, False)]
        saying = {
            f"{word} {is_open}": visible.filter(resolved_at__isnull=is_open).saying(self.tokens(word, is_open=is_open))
            for word, is_open in asked
        }
        return {key.split()[0] for key, count in capped_counts(1, **saying).items() if count}


def _tokens(word, *, inside, **state):
    rows = apps.get_model("cases.CaseToken").objects.filter(token__gte=word, token__lt=ceiling(word))
    rows = rows if inside else rows.filter(is_internal=False)
    return rows.filter(resolved_at__isnull=state["is_open"]) if state else rows


class SearchQuerySet(CaseQuerySet):
    def mentioning(self, text, *, inside=True):
        """Cases in whose words every word of ``text`` begins one. The words are looked up at once."""
        words = words_of(text)
        if not words:
            return self
        search = Search(words, inside=inside)
        hits = [search.open, search.resolved(FEW + 1)]
        if all(some.is_all for some in hits):
            return self.among([pk for some in hits for pk in some.ids])
        return self.having(search)

    def having(self, search):
        """Cases with the words of ``search``, which are many: the list is walked in its order until a page is full."""
        cases = self
        for word in search.words:
            # A scalar, because PostgreSQL would turn EXISTS into a join that first collects every such case.
            one = Subquery(search.tokens(word).filter(case=OuterRef("pk")).values("pk")[:1])
            cases = cases.filter(IsNull(one, False))
        return cases

    def saying(self, tokens):
        return self.filter(Exists(tokens.filter(case=OuterRef("pk"))))
