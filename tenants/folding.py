"""Rows and what they point at, folded by PostgreSQL into one JSON text and unfolded into instances again.

``inside`` says how much of a row is folded: a tuple of columns, or a dict of fields whose rows are folded into it too.
The SQL is made of the names of our own models alone.
"""

from django.db import connection


def objects(values):
    """Write the SQL of one object of these name -> SQL."""
    pairs = ", ".join(f"'{name}', {sql}" for name, sql in values.items())
    return f"jsonb_build_object({pairs})"


def pointed_at(model, alias, inside):
    """Return the SQL of each row that ``alias`` points at by the fields in ``inside``."""
    return {name: _one(model._meta.get_field(name), alias, inner) for name, inner in inside.items()}


def row(model, alias, inside):
    """Write the SQL of the row ``alias`` with what is ``inside``."""
    if isinstance(inside, tuple):
        return objects({name: f"{alias}.{name}" for name in inside})
    return " || ".join([f"to_jsonb({alias})", *([objects(pointed_at(model, alias, inside))] if inside else [])])


def many(model, rows, inside, *, of, by):
    """Write the SQL of the list of all ``rows``, which are called r, ``of`` something."""
    found = f"SELECT jsonb_agg({row(model, 'r', inside)} ORDER BY {by}) FROM {rows} WHERE {of}"  # noqa: S608
    return f"COALESCE(({found}), '[]')"


def first(one, rows, *, of, by, limit):
    """Write the SQL of the first ``limit`` of such rows, each as ``one``, and of how many there are."""
    each = f"SELECT {one} AS one, count(*) OVER () AS number FROM {rows} WHERE {of}"  # noqa: S608
    some = objects({"rows": "jsonb_agg(one)", "number": "max(number)"})
    return f"(SELECT {some} FROM ({each} ORDER BY {by} LIMIT {limit}) shelf)"  # noqa: S608


def _one(field, alias, inside):
    model, inner = field.related_model, f"{alias}_{field.name}"
    found = f"{model._meta.db_table} {inner} WHERE {inner}.id = {alias}.{field.column}"
    return f"(SELECT {row(model, inner, inside)} FROM {found})"  # noqa: S608


def made(model, folded):
    """Return the instance that ``folded`` describes; what it leaves out is deferred."""
    there = [field for field in model._meta.concrete_fields if field.attname in folded]
    values = [field.to_python(folded[field.attname]) for field in there]
    instance = model.from_db(connection.alias, [field.attname for field in there], values)
    hang(instance, {name: inner for name, inner in folded.items() if isinstance(inner, dict)})
    return instance


def hang(instance, around):
    """Let the folded rows that ``instance`` points at be at hand as if they had been fetched by themselves."""
    for name, found in around.items():
        if found is not None:
            field = instance._meta.get_field(name)
            if field.is_relation:
                field.set_cached_value(instance, made(field.related_model, found))
