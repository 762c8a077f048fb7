"""A case as its page reads it: with everything around it, in one statement."""

import json
from uuid import UUID

from django.db import models
from django.db.models.expressions import RawSQL
from django.db.models.query import ModelIterable
from django.utils.functional import cached_property

from cases.querysets import CaseQuerySet
from customers.models import Complaint, Shelf
from evidence.models import Item
from tenants.folding import first, hang, made, many, objects, pointed_at, row

PERSON = {"user": ("id", "name")}
# What a page shows around a row: the rows it points at, and in them again; of people no more than is shown.
AROUND = {
    "account": {},
    "contact": {},
    "site": {},
    "contract": {},
    "job": {"technician": PERSON},
    "asset": {},
    "order": {},
    "order_line": {"product": {}},
    "installer": {},
    "branch": {},
    "department": {},
    "owner": PERSON,
    "opened_by": PERSON,
    "merged_into": ("id", "number", "summary"),
}

MOST_COMPLAINTS = 3
HISTORY = 200  # lines on one page
KNOWN_TAGS = "ARRAY(SELECT name FROM cases_tag ORDER BY name LIMIT 50)"
FAMILY = "array_prepend(cases_case.id, cases_case.merged_ids)"  # the case and what was merged into it
NEWEST_LINES = f"""ARRAY(
    SELECT id FROM timeline_entry WHERE subject_kind = 'case' AND subject_id = ANY({FAMILY})
    ORDER BY at DESC, id DESC LIMIT {HISTORY + 1})"""  # noqa: S608


class Unfolding(ModelIterable):
    def __iter__(self):
        for case in super().__iter__():
            yield case.unfold()


class ShowingQuerySet(CaseQuerySet):
    def for_page(self):
        """Read each case with what its page shows around it.

        PostgreSQL puts it together as one text: a join of fifteen tables takes the planner and Django far longer.
        """
        cases = self.annotate(
            around=RawSQL(_around(self.model), [], output_field=models.TextField()),  # noqa: S611 - names of our models
            known_tags=RawSQL(KNOWN_TAGS, []),  # noqa: S611
            newest_lines=RawSQL(NEWEST_LINES, []),  # noqa: S611
        )
        cases._iterable_class = Unfolding
        return cases


class Shown(models.Model):
    """What ``for_page`` has read: ``around``, ``known_tags`` to choose from, the ids of the ``newest_lines``."""

    class Meta:
        abstract = True

    def unfold(self):
        """Let everything in ``around`` be at hand as if it had been fetched by itself."""
        around = json.loads(self.around)
        self._evidence = [made(Item, row) for row in around.pop("evidence")]
        for name, rows in ((name, around.pop(name)) for name in ("tags", "involvements", "pauses")):
            manager = getattr(self, name)
            fetched = manager.all()
            fetched._result_cache = [made(manager.model, row) for row in rows]
            fetched._prefetch_done = True
            self._prefetched_objects_cache = {**getattr(self, "_prefetched_objects_cache", {}), name: fetched}
        found = around.pop("complaints")
        self.open_complaints = Shelf([made(Complaint, row) for row in found["rows"] or ()], found["number"] or 0)
        hang(self, around)
        return self

    def narrowed_to(self, ids, hearing):
        """Show nothing of what was merged into this case but those ``ids``, and of all only what they have heard."""
        self.open_complaints = Shelf([], 0)
        self.merged_ids = [pk for pk in self.merged_ids if pk in ids]
        self.merged_from = [fact for fact in self.merged_from if UUID(fact["id"]) in ids]
        theirs = (item for item in self._evidence if item.subject_id in ids)
        self._evidence = [item for item in theirs if hearing.includes(item.subject_id, item.uploaded_at)]
        return self

    @cached_property
    def everything(self):
        """All that was read, as one text: what is made of the case alone is the same for as long as this is."""
        return repr([getattr(self, field.attname) for field in self._meta.concrete_fields]) + self.around


def _around(model):
    """Write the SQL of everything around a row of cases."""
    table = model._meta.db_table
    lists = {"tags": _tags(model, table), "involvements": _involvements(model, table), "evidence": _evidence(table)}
    lists |= {"pauses": _pauses(model, table), "complaints": _complaints(table)}
    return f"({objects(pointed_at(model, table, AROUND) | lists)})::text"


def _tags(model, table):
    tag, through = model.tags.rel.model, model.tags.through
    rows = f"{through._meta.db_table} t JOIN {tag._meta.db_table} r ON r.id = t.tag_id"
    return many(tag, rows, {}, of=f"t.case_id = {table}.id", by="r.name")


def _involvements(model, table):
    part = model.involvements.rel.related_model
    return many(part, f"{part._meta.db_table} r", {"member": PERSON}, of=f"r.case_id = {table}.id", by="r.id")


def _pauses(model, table):
    pause = model.pauses.rel.related_model
    return many(pause, f"{pause._meta.db_table} r", {}, of=f"r.case_id = {table}.id", by="r.started_at")


def _evidence(table):
    rows, of = f"{Item._meta.db_table} r", f"r.subject_kind = 'case' AND r.subject_id = ANY({FAMILY})"
    return many(Item, rows, {"uploaded_by": PERSON}, of=of, by="r.uploaded_at, r.id")


def _complaints(table):
    """Those of the customer about which nothing was done yet: first what they said last."""
    rows, one = f"{Complaint._meta.db_table} r", row(Complaint, "r", {"noted_by": PERSON})
    of = f"r.tenant_id = {table}.tenant_id AND r.account_id = {table}.account_id AND r.settled_at IS NULL"
    return first(one, rows, of=of, by="r.noted_at DESC", limit=MOST_COMPLAINTS)
