"""Rows and lines of history as finished HTML: made of their version, the names in them and the reader's zone only."""

import re
from datetime import UTC
from functools import partial
from hashlib import md5

from django.template.loader import get_template
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from cases.names import ids_in
from tenants.fragments import kept, lean, reader
from tenants.models import Membership
from tenants.moments import day_words, moment_words
from timeline.models import Entry

from .models import Case, Referral
from .models.asking import STANDING

SPARED = re.compile(r"\s*</t[dr]>\s*")  # the next cell or row ends the one before it, and HTML spares the saying


def rendered(keys, company) -> list[str]:
    """Return the row of each (id, version, account's version, ...) key; only what is new is read and rendered."""
    prefix = f"row:{reader(company)}"
    return list(kept({key[0]: f"{prefix}:{key[0]}:{key[1]}:{key[2]}" for key in keys}, _rows).values())


def rendered_briefly(keys, company) -> list[str]:
    """Return the line of each (id, version) key for a list on another page; what is "yesterday" ends at midnight."""
    prefix = f"brief:{reader(company)}:{timezone.localdate()}"
    return list(kept({pk: f"{prefix}:{pk}:{version}" for pk, version in keys}, _briefs).values())


def rendered_referrals(rows, company) -> list[str]:
    """Return the row of each (referral as ``for_board`` has it, whether it may be accepted by who reads)."""
    prefix = f"referral:{reader(company)}"
    names = {(row.pk, accepts): f"{prefix}:{accepts}:{_mark(row[: len(STANDING)])}" for row, accepts in rows}
    return list(kept(names, _referrals).values())


def rendered_lines(ids, company, origins=None) -> str:
    """Return the lines of history as HTML; ``origins`` holds the number of the case from which one came by a merge."""
    return mark_safe("".join(rendered_each(ids, company, origins)))  # noqa: S308


def rendered_each(ids, company, origins=None) -> list[str]:
    """Return each line of history as HTML. What happened never changes, but "yesterday" does at midnight."""
    origins = origins or {}
    prefix = f"line:{reader(company)}:{timezone.localdate()}"
    return list(kept({pk: f"{prefix}:{pk}{origins.get(pk, '')}" for pk in ids}, partial(_lines, origins)).values())


def _rows(ids):
    template = get_template("cases/_row.html")
    for case in Case.objects.filter(pk__in=ids).for_rows():
        yield case.pk, _spare(template.render({"row": as_strings(case)}))


def _referrals(wanted):
    template = get_template("cases/_referral_row.html")
    known = Referral.objects.filter(pk__in={pk for pk, _accepts in wanted}).for_rows().in_bulk()
    for pk, accepts in wanted:
        if referral := known.get(pk):
            due = {"due_at_iso": _iso(referral.due_at), "risk_at_iso": _iso(referral.at_risk_at)}
            said = {"due_label": moment_words(referral.due_at), "accepts": accepts, "referral": referral}
            yield (pk, accepts), _spare(template.render(due | said))


def _spare(row):
    return SPARED.sub("", lean(row)).strip()


def _mark(standing):
    return md5(repr(standing).encode(), usedforsecurity=False).hexdigest()


def _briefs(ids):
    template = get_template("cases/_brief.html")
    for case in Case.objects.filter(pk__in=ids).for_rows():
        yield case.pk, lean(template.render({"case": case}))


def _lines(origins, ids):
    template = get_template("cases/_line.html")
    entries = list(Entry.objects.filter(pk__in=ids).for_page())
    named = set().union(*(ids_in(entry.body) for entry in entries))
    people = Membership.objects.with_person().filter(pk__in=named) if named else ()
    names = {member.pk: member.name for member in people}
    for entry in entries:
        yield entry.pk, template.render({"entry": entry, "names": names, "origin": origins.get(entry.pk)})


def as_strings(case) -> dict:
    """Return what a row shows, as finished strings: the template looks nothing up and formats nothing."""
    return {
        "number": str(case.number),
        "version": str(case.version),
        "pick": _("Choose %(number)s") % {"number": case.number},
        "url": case.get_absolute_url(),
        "summary": case.summary,
        "customer": case.account.name,
        "priority": case.priority,
        "priority_label": str(case.get_priority_display()),
        "department": case.department.name if case.department else "",
        "owner": case.owner.name if case.owner else "",
        "owner_initials": case.owner.initials if case.owner else "",
        "state": _state(case),
        "is_waiting": case.is_waiting and not case.is_paused,
        "due_at_iso": _iso(case.due_at),
        "due_label": moment_words(case.due_at),
        "risk_at_iso": _iso(case.at_risk_at),
        "source": case.source,
        "source_label": str(case.get_source_display()),
        "when_label": day_words(case.resolved_at or case.opened_at),
        "met": case.was_met,
        "lacks": _lacking(case),
        "passed": _passed(case),
    }


def _passed(case):
    """Say that a case has been with too many people."""
    if case.owner_fixed_at is None or case.resolved_at:
        return ""
    return _("Passed between %(people)s people") % {"people": case.people_so_far}


def _lacking(case):
    """Say what an open case should have and has not; querysets.LACKS finds the same."""
    lacks = {
        _("owner"): case.owner_id is None,
        _("next action"): not case.next_action or case.next_action_due_at is None,
        _("description"): not case.description,
    }
    missing = ", ".join(name for name, is_missing in lacks.items() if is_missing)
    return _("No %(things)s") % {"things": missing} if missing and case.resolved_at is None else ""


def _state(case):
    if case.resolved_at:
        return "resolved"
    return "paused" if case.is_paused else "ok" if case.is_clocked else "clocking"


def _iso(moment):
    """To the second, in UTC: half the length, and fifty rows have two of them each."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if moment else ""
