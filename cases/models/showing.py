"""A case as its page reads it: with everything around it, in one statement."""

import json

from django.db import connection, models
from django.db.models.expressions import RawSQL
from django.db.models.query import ModelIterable
from django.utils.functional import cached_property

from cases.querysets import CaseQuerySet
from evidence.models import Item

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
}

HISTORY = 200  # lines on one page
KNOWN_TAGS = "ARRAY(SELECT name FROM cases_tag ORDER BY name LIMIT 50)"
NEWEST_LINES = f"""ARRAY(
    SELECT id FROM timeline_entry WHERE subject_kind = 'case' AND subject_id = cases_case.id
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
        self._evidence = [_made(Item, row) for row in around.pop("evidence")]
        for name, rows in ((name, around.pop(name)) for name in ("tags", "involvements", "pauses")):
            manager = getattr(self, name)
            fetched = manager.all()
            fetched._result_cache = [_made(manager.model, row) for row in rows]
            fetched._prefetch_done = True
            self._prefetched_objects_cache = {**getattr(self, "_prefetched_objects_cache", {}), name: fetched}
        _hang(self, around)
        return self

    @cached_property
    def everything(self):
        """All that was read, as one text: what is made of the case alone is the same for as long as this is."""
        return repr([getattr(self, field.attname) for field in self._meta.concrete_fields]) + self.around


def _made(model, row):
    """Return the instance that ``row`` describes; what it leaves out is deferred."""
    there = [field for field in model._meta.concrete_fields if field.attname in row]
    values = [field.to_python(row[field.attname]) for field in there]
    made = model.from_db(connection.alias, [field.attname for field in there], values)
    _hang(made, {name: inner for name, inner in row.items() if isinstance(inner, dict)})
    return made


def _hang(row, around):
    for name, found in around.items():
        if found is not None:
            field = row._meta.get_field(name)
            if field.is_relation:
                field.set_cached_value(row, _made(field.related_model, found))


def _around(model):
    """Write the SQL of everything around a row of cases."""
    table = model._meta.db_table
    many = {"tags": _tags(model, table), "involvements": _involvements(model, table), "evidence": _evidence(table)}
    many["pauses"] = _pauses(model, table)
    return f"({_objects(_pointed_at(model, table, AROUND) | many)})::text"


def _pointed_at(model, alias, inside):
    """Return the SQL of each row that ``alias`` points at by the fields in ``inside``, as JSON."""
    return {name: _one(model._meta.get_field(name), alias, inner) for name, inner in inside.items()}


def _one(field, alias, inside):
    model, inner = field.related_model, f"{alias}_{field.name}"
    found = f"{model._meta.db_table} {inner} WHERE {inner}.id = {alias}.{field.column}"
    return f"(SELECT {_row(model, inner, inside)} FROM {found})"  # noqa: S608 - names of our own models


def _row(model, alias, inside):
    if isinstance(inside, tuple):
        return _objects({name: f"{alias}.{name}" for name in inside})
    return " || ".join([f"to_jsonb({alias})", *([_objects(_pointed_at(model, alias, inside))] if inside else [])])


def _many(model, rows, inside, *, of, by):
    row = _row(model, "r", inside)
    found = f"SELECT jsonb_agg({row} ORDER BY {by}) FROM {rows} WHERE {of}"  # noqa: S608 - names of our own models
    return f"COALESCE(({found}), '[]')"


def _tags(model, table):
    tag, through = model.tags.rel.model, model.tags.through
    rows = f"{through._meta.db_table} t JOIN {tag._meta.db_table} r ON r.id = t.tag_id"
    return _many(tag, rows, {}, of=f"t.case_id = {table}.id", by="r.name")


def _involvements(model, table):
    part = model.involvements.rel.related_model
    return _many(part, f"{part._meta.db_table} r", {"member": PERSON}, of=f"r.case_id = {table}.id", by="r.id")


def _pauses(model, table):
    pause = model.pauses.rel.related_model
    return _many(pause, f"{pause._meta.db_table} r", {}, of=f"r.case_id = {table}.id", by="r.started_at")


def _evidence(table):
    rows, of = f"{Item._meta.db_table} r", f"r.subject_kind = 'case' AND r.subject_id = {table}.id"
    return _many(Item, rows, {"uploaded_by": PERSON}, of=of, by="r.uploaded_at, r.id")


def _objects(values):
    pairs = ", ".join(f"'{name}', {sql}" for name, sql in values.items())
    return f"jsonb_build_object({pairs})"
