"""Why a case is due when it is and lies where it lies, in words."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from routing.clock import DEFAULT_POLICY, UnknownPriority
from routing.models import Department
from routing.rules import Facts, UnknownSeverity, UnknownUrgency, decide, propose_priority
from tenants.moments import moment_words

from .models import AlarmCause, Priority, ReasonCode


def why_due(case) -> str:
    """Return for example "Opened Fri 21 Nov 2026, 16:40 EST + 24 hours (high)."; empty while there is no clock."""
    pieces = case.why_due()
    if pieces is None:
        return ""
    if pieces.due_at != case.due_at:
        return _("It was due %(due)s. What changed after it was resolved moved no clock.") % {
            "due": moment_words(case.due_at)
        }
    facts = {
        "start": moment_words(pieces.started_at),
        "window": _window(pieces.window_minutes),
        "priority": str(case.get_priority_display()).lower(),
        "due": moment_words(pieces.due_at),
    }
    if pieces.kind == "reopened":
        said = [_("Reopened %(start)s + %(window)s (%(priority)s) = %(due)s.") % facts]
    else:
        said = [_("Opened %(start)s + %(window)s (%(priority)s) = %(due)s.") % facts]
    if pieces.is_entered_late:
        said.append(_("It was entered late; the clock runs from the call."))
    said.append(_rederived(case))
    return " ".join(sentence for sentence in said if sentence)


def _window(minutes):
    hours = minutes // 60
    return ngettext("%(hours)s hour", "%(hours)s hours", hours) % {"hours": hours}


def _rederived(case):
    said = {
        "escalation": _("Re-derived by escalation."),
        "priority": _("Re-derived when the priority was changed."),
    }.get(case.rederived_by, "")
    if case.breach_cause in (AlarmCause.ESCALATION, AlarmCause.PRIORITY):
        said += " " + _("It was overdue from that moment; that miss is not the former owner's.")
    return said


def why_here(case) -> str:
    """Return why the case lies in its department, for example "The reason is a defect, so it goes to Support."."""
    because = case.routed_because
    facts = {
        "department": str(case.department or _("nobody")),
        "reason": str(dict(ReasonCode.choices).get(because.get("reason_code"), "")).lower(),
        "branch": because.get("branch", ""),
        "name": because.get("by") or _("Kept"),
    }
    said = {
        "reason-code": _("The reason is “%(reason)s”, which goes to %(department)s."),
        "anything-else": _("The reason “%(reason)s” has no department of its own, so it goes to %(department)s."),
        "no-branch": _("The reason is “%(reason)s”, but the case has no branch, so it goes to %(department)s."),
        "no-such-department": _("The department for “%(reason)s” does not exist here, so it goes to %(department)s."),
        "by-hand": _("%(name)s moved it to %(department)s. It stays there until the reason changes."),
    }.get(because.get("kind"), "")
    more = because.get("reason", "") if because.get("kind") == "by-hand" else ""
    return f"{said % facts} {more}".strip()


def why_answer_due(referral) -> str:
    """Return for example "Asked Fri 20 Nov 2026, 16:50 EST. An answer is due by the end of …: Mon 23 …"."""
    facts = {"asked": moment_words(referral.opened_at), "due": moment_words(referral.due_at)}
    said = _("Asked %(asked)s. An answer is due by the end of the next business day: %(due)s.") % facts
    if (timezone.localtime(referral.due_at).date() - timezone.localtime(referral.opened_at).date()).days > 1:
        said += " " + _("Days on which the doors stay closed do not count.")
    return said


def proposal(chosen) -> dict | None:
    """Return the priority, window and department that the form's values so far would lead to, in words."""
    try:
        priority = chosen.get("priority") or propose_priority(chosen.get("severity"), chosen.get("urgency"))
        minutes = DEFAULT_POLICY.window(priority).total_seconds() // 60
    except (UnknownSeverity, UnknownUrgency, UnknownPriority):
        return None
    key = decide(Facts(chosen.get("reason_code", ""), branch_id="")).department_key if chosen.get("reason_code") else ""
    department = Department.objects.filter(key=key).by_name().first()
    return {
        "priority": priority,
        "priority_label": Priority(priority).label,
        "due": _("due within %(window)s") % {"window": _window(int(minutes))},
        "department": department.name if department else "",
    }
