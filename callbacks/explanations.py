"""Why a callback is due when it is, in words and in the zone of its branch, and what was tried."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import formats, timezone
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from callbacks.words import fill
from customers.models import Job
from tenants.moments import moment_words

from .models import Kind, Outcome, care_in_force
from .models.promising import target_facts

FRIDAY, LATE = 4, time(16, 50)  # the afternoon on which a calendar shows what it is worth


def why_due(callback) -> str:
    """Return for example "Reported Fri 20 Nov 2026, 16:50 EST, by the end of the next business day; Mon 23 Nov is a
    holiday: Tue 24 Nov 2026, 17:00 EST."
    """
    return why(callback.due_facts, callback.due_at)


def why(facts, due_at) -> str:
    """Say the same of the ``facts`` of a target."""
    with timezone.override(ZoneInfo(facts["zone"])):
        said = [_RULES[facts["rule"]](facts, _words(facts["start"])), *_closed(facts), *_clamped(facts)]
        return f"{'; '.join(said)}: {moment_words(due_at)}."


def _words(text):
    return moment_words(datetime.fromisoformat(text))


def _at_once(facts, start):
    minutes = int(facts["figures"]["emergency_minutes"])
    said = ngettext(
        "An emergency reported %(start)s, within %(n)s minute, day and night",
        "An emergency reported %(start)s, within %(n)s minutes, day and night",
        minutes,
    )
    return said % {"start": start, "n": minutes}


def _business_days(facts, start):
    days = int(facts["days"])
    if days == 1:
        return _("Reported %(start)s, by the end of the next business day") % {"start": start}
    return _("Reported %(start)s, by the end of business in %(n)s business days") % {"start": start, "n": days}


def _again(facts, start):
    days = int(facts["figures"]["again_days"])
    said = ngettext(
        "Not decided %(start)s, asked again in %(n)s business day",
        "Not decided %(start)s, asked again in %(n)s business days",
        days,
    )
    return said % {"start": start, "n": days}


def _morning(facts, start):
    by = facts["figures"]["morning_by"][:5]
    return _("Came in %(start)s, looked at by the morning dispatch at %(by)s") % {"start": start, "by": by}


def _window(facts, start):
    hours = {"after": facts["figures"]["call_after_hours"], "until": facts["figures"]["call_until_hours"]}
    return _("The job was done %(start)s, called %(after)s to %(until)s hours later") % {"start": start, **hours}


def _agreed(facts, start):
    return _("Agreed with the customer %(start)s") % {"start": start}


def _moved(facts, start):
    said = {"start": start, "reason": facts["reason"].rstrip("."), "before": _words(facts["before"])}
    return _("Moved %(start)s, because: %(reason)s. Before it was %(before)s") % said


_RULES = {
    "at-once": _at_once,
    "business-days": _business_days,
    "asked-again": _again,
    "morning-dispatch": _morning,
    "call-window": _window,
    "agreed": _agreed,
    "moved": _moved,
}


def _closed(facts):
    days = [formats.date_format(date.fromisoformat(day), _("D j M")) for day in facts.get("closed", ())]
    if not days:
        return []
    said = ngettext("%(days)s is a holiday", "%(days)s are holidays", len(days))
    return [said % {"days": get_text_list(days, _("and"))}]


def _clamped(facts):
    if not facts.get("clamped"):
        return []
    if facts["rule"] == "at-once":
        return [_("and today in any case")]
    return [_("moved into the opening hours")]


def tries_in_words(callback) -> str:
    """Return for example "2 tries, the last: voicemail"; empty before the first."""
    if not callback.tries:
        return ""
    last = Outcome(callback.last_outcome).label.lower()
    said = ngettext("%(n)s try: %(last)s", "%(n)s tries, the last: %(last)s", callback.tries)
    return said % {"n": callback.tries, "last": last}


def next_tries(callback, now) -> list[tuple[str, str]]:
    """Return (outcome, when it would be tried again in words) of each outcome after which one tries again."""
    missed = [one for one in Outcome.values if one not in (Outcome.REACHED, Outcome.WRONG_NUMBER)]
    return [(one, moment_words(callback.proposed_next_try(one, now))) for one in missed]


def next_link(callback, now) -> str:
    """Return when they would be called again about a quote that they have not decided, in words."""
    return moment_words(callback.proposed_next_link(now)) if callback.chain_id else ""


def examples(standards, in_force, hours, now) -> list[dict]:
    """Say of each kind by when it would be promised on the Friday afternoon to come, and whether that changes."""
    today = timezone.localtime(now, ZoneInfo(hours.zone)).date()
    friday = today + timedelta(days=(FRIDAY - today.weekday()) % 7 or 7)
    at = datetime.combine(friday, LATE, tzinfo=ZoneInfo(hours.zone))
    return [_example(kind, at, hours, standards, in_force) for kind in Kind]


def _example(kind, at, hours, standards, in_force):
    target, before = standards.target(kind, at, hours), in_force.target(kind, at, hours)
    said = why(target_facts(target, hours, standards, kind), target.due_at)
    return {"kind": kind.label, "why": said, "is_changed": target != before}


def standards_words(standards) -> list[str]:
    """Say what the figures are, one sentence each, for whoever has to compare theirs with somebody else's."""
    figures = {name: getattr(standards, name) for name in standards.__dataclass_fields__}
    figures["morning_by"] = f"{standards.morning_by:%H:%M}"
    return [
        _("Emergencies: within %(emergency_minutes)s minutes.") % figures,
        _("Business days: %(warranty_days)s for warranty, %(status_days)s for a status, %(quote_days)s for a quote.")
        % figures,
        _("An undecided quote is asked about again after %(again_days)s business days.") % figures,
        _("Morning dispatch: by %(morning_by)s.") % figures,
        _("After the job: %(call_after_hours)s to %(call_until_hours)s hours.") % figures,
        _("Nobody answers: again after %(retry_minutes)s minutes.") % figures,
        _("Warned %(at_risk_minutes)s minutes before; managers after %(manager_minutes)s, branch after") % figures
        + _(" %(branch_minutes)s; in an emergency every %(emergency_step_minutes)s minutes.") % figures,
    ]


def script_of(callback, jobs, *, caller, company) -> str:
    """Return the words for a call after ``jobs`` as ``caller`` says them."""
    leads = [job.technician.name for job in jobs if job.technician_id]
    kinds = [job.kind.lower() for job in jobs]
    names = {
        "caller": caller.name,
        "company": company.name,
        "customer": callback.who,
        "technician": get_text_list(list(dict.fromkeys(leads)), _("and")) or _("our technician"),
        "work": get_text_list(list(dict.fromkeys(kinds)), _("and")) or _("work"),
    }
    return fill(care_in_force().script, names)


def care_words(care) -> list[str]:
    """Say what is in force, one sentence each."""
    on = _("Kept calls after large jobs by itself.") if care.is_on else _("Nobody calls after large jobs by itself.")
    return [on, _("Large is: %(works)s.") % {"works": ", ".join(care.works) or _("what is marked so")}, care.script]


def care_preview(care, in_force, *, caller, company) -> dict:
    """What ``care`` would change: the words with names in them, and after which kinds of the latest jobs one calls."""
    names = {
        "caller": caller.name,
        "company": company.name,
        "customer": _("Rosa Delgado"),
        "technician": _("Sam Field"),
    }
    rows = [
        {"kind": kind, "counts": counts, "is_changed": counts != in_force.speaks_of(kind)}
        for kind in Job.objects.latest_kinds()
        for counts in [care.speaks_of(kind)]
    ]
    return {"script": fill(care.script, names | {"work": _("heater installation")}), "rows": rows, "is_on": care.is_on}
