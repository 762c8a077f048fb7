"""What is read of the words of cases: in the order of a queue, and no further than asked."""

from django.db.models import BooleanField, Func
from django.utils.functional import cached_property

from cases.querysets import FEW
from tenants.current import require_tenant_id
from tenants.prepared import rows_of
from tenants.words import ceiling

from .leading import Hits, Place, ids_read

ENDINGS = 12  # so many words that begin alike are read side by side, each in the order of the queue
RARE = 1000  # cases with a word at most for asking each of them for words of which nobody knows how many say them
ASKED = 16  # asking a case for a word takes as long as reading so many

# By hand, because every search sends them, and only so no plan reads a frequent word to its end.
# Every word that begins as asked, jumping from one to the next in the index, with how many cases say it.
_ENDINGS = """
SELECT asked.nth, known.token, (SELECT count(*) FROM (SELECT FROM cases_casetoken t WHERE t.tenant_id = %(tenant)s
  AND t.token = known.token AND t.resolved_at {state} LIMIT %(counted)s) said)
FROM unnest(%(words)s::text[], %(ends)s::text[]) WITH ORDINALITY AS asked (word, stop, nth), LATERAL (
  WITH RECURSIVE next AS (
    (SELECT token FROM cases_casetoken WHERE tenant_id = %(tenant)s AND resolved_at {state}
       AND token >= asked.word AND token < asked.stop ORDER BY token LIMIT 1)
    UNION ALL
    SELECT (SELECT t.token FROM cases_casetoken t WHERE t.tenant_id = %(tenant)s AND t.resolved_at {state}
       AND t.token > next.token AND t.token < asked.stop ORDER BY t.token LIMIT 1)
    FROM next WHERE next.token IS NOT NULL
  ) SELECT token FROM next WHERE token IS NOT NULL LIMIT %(most)s
) known
"""
# One word in the order of the queue: an arm for each ending, merged, so that reading stops at a full page.
_ARM = """(SELECT {moment}, case_id FROM cases_casetoken t
WHERE tenant_id = %s AND token = %s AND resolved_at {state} {where} ORDER BY {moment} {order}, case_id {order})"""
_FIRST = """
SELECT string_agg(case_id::text, ',') FROM (SELECT DISTINCT {moment}, case_id FROM {words}
  ORDER BY {moment} {order}, case_id {order} LIMIT %s) hits
"""
_SOME = """
SELECT string_agg(case_id::text, ',') FROM (SELECT case_id FROM cases_casetoken t
  WHERE tenant_id = %s AND token >= %s AND token < %s AND resolved_at {state} {where} LIMIT %s) hits
"""
# A scalar, because PostgreSQL would turn EXISTS into a join that first collects every such case.
_SAYS = """(SELECT true FROM cases_casetoken w WHERE w.tenant_id = %s AND w.case_id = {case}
  AND w.token >= %s AND w.token < %s {inside} LIMIT 1) IS NOT NULL"""
_SAID = """
SELECT asked.word FROM unnest(%(words)s::text[], %(ends)s::text[]) AS asked (word, stop)
WHERE (SELECT true FROM cases_casetoken WHERE tenant_id = %(tenant)s AND token >= asked.word AND token < asked.stop
    AND resolved_at IS NULL {inside} LIMIT 1) IS NOT NULL
  OR (SELECT true FROM cases_casetoken WHERE tenant_id = %(tenant)s AND token >= asked.word AND token < asked.stop
    AND resolved_at IS NOT NULL {inside} LIMIT 1) IS NOT NULL
"""


class Words:
    """Words that are looked for together among the open cases of the company, or among the resolved ones."""

    def __init__(self, words, *, is_open, inside):
        self.words, self.inside = words, inside
        self.state = Place(is_open).state

    def first(self, limit, place):
        """The first ``limit`` cases of the queue that have the words, from ``place`` on."""
        if not all(self.endings):
            return Hits([], is_all=True)
        if min(map(len, self.endings)) > ENDINGS:
            ids = ids_read(*self._some_sql())
            return Hits(ids, is_all=len(ids) <= FEW)
        ids = ids_read(*self._first_sql(limit, place))
        return Hits(ids, is_all=len(ids) < limit, is_first=True)

    @cached_property
    def endings(self):
        """The known words that begin with each of the words, at most one more than ENDINGS, each with how many cases
        say it, up to one more than FEW; of one word alone nobody asks."""
        found = {nth: {} for nth, _word in enumerate(self.words, start=1)}
        asked = {"words": self.words, "ends": [ceiling(word) for word in self.words], "tenant": require_tenant_id()}
        asked |= {"most": ENDINGS + 1, "counted": FEW + 1 if len(self.words) > 1 else 0}
        for nth, token, count in rows_of(_ENDINGS.format(state=self.state), asked):
            found[nth][token] = count
        return list(found.values())

    def _first_sql(self, limit, place):
        joined, asked = self._shared_out()
        beyond, params = place.where()
        where = f"{beyond}{_inside(self.inside)}"
        arms = [self._arms(nth, where, params, place) for nth in joined[1:]]
        where, params = self._saying(asked, where, params)
        (first, values), *rest = [self._arms(joined[0], where, params, place), *arms]
        words = first + "".join(f" JOIN {sql} USING ({place.moment}, case_id)" for sql, _values in rest)
        values += [value for _sql, more in rest for value in more]
        return _FIRST.format(words=words, moment=place.moment, order=place.order), [*values, limit]

    def _shared_out(self):
        """Return the places of the words that are read side by side, the rarest first, and the other words.

        These are asked of each case of the rarest: many more say them, or nobody knows how many.
        """
        known = sorted((sum(said.values()), nth) for nth, said in enumerate(self.endings) if len(said) <= ENDINGS)
        fewest, rarest = known[0]
        most = min(FEW, ASKED * fewest)
        joined = [nth for count, nth in known if nth == rarest or count <= most or fewest > RARE]
        return joined, [word for nth, word in enumerate(self.words) if nth not in joined]

    def _arms(self, nth, where, params, place):
        arm = _ARM.format(moment=place.moment, state=place.state, where=where, order=place.order)
        tenant = require_tenant_id()
        values = [value for ending in self.endings[nth] for value in (tenant, ending, *params)]
        return f"({' UNION ALL '.join([arm] * len(self.endings[nth]))}) w{nth}", values

    def _some_sql(self):
        """At most one more than FEW, in no order: of beginnings with which too many words begin."""
        longest, *others = sorted(self.words, key=len, reverse=True)
        range_ = [require_tenant_id(), longest, ceiling(longest)]
        where, params = self._saying(others, _inside(self.inside), range_)
        return _SOME.format(state=self.state, where=where), [*params, FEW + 1]

    def _saying(self, words, where, params):
        """Add to a condition that the case says these words, too."""
        for word in words:
            sql, more = says("t.case_id", word, self.inside)
            where, params = f"{where} AND {sql}", [*params, *more]
        return where, params


def _inside(inside):
    return "" if inside else " AND NOT is_internal"


def says(case, word, inside):
    """Return the SQL that says whether a word of ``case`` begins with ``word``, and its parameters."""
    return _SAYS.format(case=case, inside=_inside(inside)), [require_tenant_id(), word, ceiling(word)]


class Says(Func):
    """The same of a row of the ORM."""

    output_field = BooleanField()

    def __init__(self, case, word, inside):
        super().__init__(case)
        self.word, self.inside = word, inside

    def as_sql(self, compiler, connection):
        case, params = compiler.compile(self.source_expressions[0])
        sql, more = says(case, self.word, self.inside)
        return sql, [*params, *more]


def said_of(words, inside):
    """Return those of ``words`` that begin a word of some case of the company."""
    asked = {"words": list(words), "ends": [ceiling(word) for word in words], "tenant": require_tenant_id()}
    return {word for (word,) in rows_of(_SAID.format(inside=_inside(inside)), asked)}
