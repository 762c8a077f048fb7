"""Merging and undoing as tests say it, and everything about a case that people can see."""

from cases.models.placing import PLACE

from .moments import fresh, hours

UNCHANGED = {"id", "version", "changed_at"}


def row(case):
    """Every column that people can see, as it stands now."""
    case = fresh(case)
    names = [field.attname for field in case._meta.concrete_fields if field.attname not in UNCHANGED]
    words = sorted(case.tokens.values_list("token", "is_internal", *PLACE))
    places = sorted(case.taggings.values_list("tag__name", *PLACE))
    tags = [(name, resolved_at is None) for name, _queue_at, resolved_at in places]
    parts = sorted((part, str(member)) for part, member in case.involvements.values_list("part", "member"))
    return {name: getattr(case, name) for name in names} | {
        "words": words,
        "tags": tags,
        "places": places,
        "parts": parts,
    }


def merge(source, survivor, *, by=None, at=None, **how):
    fresh(source).merge_into(fresh(survivor), by=by, at=at or hours(2), **how)


def apart(case, *, by=None, at=None):
    fresh(case).take_apart(by=by, at=at or hours(3))
