"""What a test of pages asks the database: a row as it is now, and a case's history in a few words."""

from tests.cast import as_company


def fresh(row):
    """Return ``row`` as it is in the database now, a case with all that its page shows."""
    rows = type(row).objects
    with as_company(row.tenant_id):
        return (rows.for_page() if hasattr(rows, "for_page") else rows).get(pk=row.pk)


def history(case):
    """Return the kinds of a case's lines, the latest last, without the prefix of the app."""
    with as_company(case.tenant_id):
        kinds = case.history().order_by("recorded_at", "id").values_list("kind", flat=True)
        return [kind.removeprefix("cases-") for kind in kinds]


def last_line(case):
    """Return (kind, actor's name, facts, body) of the line that was written last."""
    with as_company(case.tenant_id):
        line = case.history().select_related("actor__user").order_by("recorded_at", "id").last()
        return line.kind.removeprefix("cases-"), line.actor and line.actor.name, line.facts, line.body
