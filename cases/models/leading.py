"""What leads to the cases of a list, words or a tag: read in the order of their queue, no further than a page needs."""

from dataclasses import dataclass

from django.db import connection

from cases.querysets import FEW, SAMPLE
from tenants.current import require_tenant_id

MOST_FEW = 400  # read of what leads there, before a filter is known to leave so few that it takes all of FEW
_TAGGED = """
SELECT string_agg(case_id::text, ',') FROM (SELECT case_id FROM cases_casetag
  WHERE tenant_id = %s AND tag_id = %s AND resolved_at {state} {where}
  ORDER BY {moment} {order}, case_id {order} LIMIT %s) hits
"""


@dataclass(frozen=True)
class Hits:
    """Ids of cases: all of them, or the first of a queue in its order, or some."""

    ids: list
    is_all: bool
    is_first: bool = False


@dataclass(frozen=True)
class Place:
    """Where a queue is read: what is in it, by which moment it is in order, and from which row (moment, pk) on."""

    is_open: bool
    after: tuple | None = None
    before: tuple | None = None

    @property
    def moment(self):
        return "queue_at" if self.is_open else "resolved_at"

    @property
    def state(self):
        return "IS NULL" if self.is_open else "IS NOT NULL"

    @property
    def order(self):
        is_back = bool(self.before and not self.after)
        return "ASC" if self.is_open != is_back else "DESC"

    def where(self):
        """Return what else the rows must be, and its parameters."""
        row = self.after or self.before
        return (
            (f"AND ({self.moment}, case_id) {'>' if self.order == 'ASC' else '<'} (%s, %s)", [*row])
            if row
            else ("", [])
        )


class Lead:
    """``first`` reads, ``having`` narrows: the same cases, by the mark that leads to them or by asking each of them."""

    def __init__(self):
        self._hits = {}

    def hits(self, limit, place):
        """The first ``limit`` of the company's queue from ``place`` on."""
        if (limit, place) not in self._hits:
            self._hits[limit, place] = self.first(limit, place)
        return self._hits[limit, place]

    def among(self, cases, *, is_open, limit=FEW + 1, sample=False):
        """Those of the open or the resolved ``cases`` to which this leads; with ``sample`` only some of many."""
        hits = self.hits(limit, Place(is_open))
        if hits.is_all:
            return cases.among(hits.ids)
        return cases.among(hits.ids[:SAMPLE]) if sample else self.having(cases)

    def has_more(self, *, is_open, limit=FEW + 1):
        """Whether a sample is not everything."""
        return not self.hits(limit, Place(is_open)).is_all

    def page(self, cases, read, size, place, *, at_first=MOST_FEW):
        """What ``read`` makes of the first ``size`` of the ``cases``, which are in the order of their queue.

        What is first in the whole company may be left out by a filter, or not be for everybody to see: then more is
        read, and at last the list is walked, however long.
        """
        for limit in (at_first, FEW + 1):
            hits = self.hits(limit, place)
            found = read(cases.among(hits.ids)) if hits.ids and (hits.is_all or hits.is_first) else []
            if hits.is_all or len(found) >= size:
                return found
            if not hits.is_first:
                break
        return read(self.having(cases))


class Tagged(Lead):
    """One tag."""

    def __init__(self, tag):
        super().__init__()
        self.tag = tag

    def first(self, limit, place):
        where, params = place.where()
        sql = _TAGGED.format(moment=place.moment, state=place.state, order=place.order, where=where)
        ids = ids_read(sql, [require_tenant_id(), self.tag.pk, *params, limit])
        return Hits(ids, is_all=len(ids) < limit, is_first=True)

    def having(self, cases):
        return cases.tagged(self.tag)


def ids_read(sql, params) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        found = cursor.fetchone()[0]  # one text: thousands of rows take Python longer than they take PostgreSQL
    return found.split(",") if found else []
