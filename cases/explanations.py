"""Why a case is due when it is and lies where it lies, in words."""

from datetime import datetime

from django.utils import timezone
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from routing.clock import UnknownPriority, overdue_by
from routing.models import Department, setup_of
from routing.rules import Facts, UnknownSeverity, UnknownUrgency, decide, propose_priority
from tenants.moments import moment_words

from .models import UNDONE_WITHIN, AlarmCause, CaseType, Priority, ReasonCode

NOBODYS_MISS = (AlarmCause.ESCALATION, AlarmCause.PRIORITY, AlarmCause.POLICY, AlarmCause.MERGE, AlarmCause.MOVE)


def why_due(case) -> str:
    """Return for example "Opened Fri 21 Nov 2026, 16:40 EST + 24 hours (high)."; empty while there is no clock."""
    pieces = case.why_due()
    if pieces is None:
        return ""
    if pieces.due_at != case.due_at and case.resolved_at:
        return _("It was due %(due)s. What changed after it was resolved moved no clock.") % {
            "due": moment_words(case.due_at)
        }
    said = [_of_whom(case), _sum(pieces, case), _hours_meant(pieces, case), *_pauses_meant(pieces, case)]
    if pieces.is_entered_late:
        said.append(_("It was entered late; the clock runs from the call."))
    said += [_rederived(case), _late_by(case)]
    return " ".join(sentence for sentence in said if sentence)


def _of_whom(case):
    """Whose clock decides, where it is that of a case that was merged into this one."""
    number = case.first_run(case.setup.policy(case.branch_id)).number
    return number and _("From #%(number)s, which was merged into this case and is due first:") % {"number": number}


def merges_shown(case) -> list[dict]:
    """The cases that were merged into this one, with how long that can be undone still, in words."""
    now = timezone.now()
    return [
        {
            "number": fact["number"],
            "summary": fact["summary"],
            "at": moment_words(datetime.fromisoformat(fact["at"])),
            "left": time_left(datetime.fromisoformat(fact["at"]), now),
        }
        for fact in case.merged_from
    ]


def time_left(merged_at, now) -> str:
    """Return for example "23 h", empty when it is over: for how long a merge can be undone still."""
    left = int((merged_at + UNDONE_WITHIN - now).total_seconds())
    if left < 0:
        return ""
    return _("%(n)s h") % {"n": left // 3600} if left >= 3600 else _("%(n)s min") % {"n": max(1, left // 60)}


def what_a_merge_does(source, survivor) -> list[str]:
    """Return what will happen when ``source`` is merged into ``survivor``, in a few sentences."""
    names = {"source": f"#{source.number}", "survivor": f"#{survivor.number}"}
    said = [_("%(survivor)s goes on for both. Comments, events and files of %(source)s are read there.") % names]
    said.append(_("%(source)s leaves the queues. What is written to it lands on %(survivor)s.") % names)
    if source.due_at and not source.resolved_at and survivor.due_at and source.due_at < survivor.due_at:
        names |= {"due": moment_words(source.due_at), "later": moment_words(survivor.due_at)}
        said.append(_("%(survivor)s is due %(due)s like %(source)s, and not %(later)s any more.") % names)
    if source.owner_id and source.owner_id != survivor.owner_id:
        names |= {"owner": source.owner.name}
        said.append(_("%(owner)s follows %(survivor)s. Its owner stays the same.") % names)
    said.append(_("Nobody outside is told. It can be undone for 24 hours."))
    return said


def _sum(pieces, case):
    facts = {
        "start": moment_words(pieces.started_at),
        "window": _window(pieces.window_minutes, pieces.is_business_time),
        "priority": str(Priority(pieces.priority).label).lower(),
        "due": moment_words(pieces.due_at),
        "pauses": _lasting(pieces.paused),
    }
    is_reopened = pieces.kind == "reopened"
    if pieces.due_at is None:
        begun = _("Reopened %(start)s + %(window)s (%(priority)s).") if is_reopened else ""
        return (begun or _("Opened %(start)s + %(window)s (%(priority)s).")) % facts
    if pieces.paused:
        begun = _("Reopened %(start)s + %(window)s (%(priority)s) + %(pauses)s of waiting = %(due)s.")
        return (
            begun
            if is_reopened
            else _("Opened %(start)s + %(window)s (%(priority)s) + %(pauses)s of waiting = %(due)s.")
        ) % facts
    begun = _("Reopened %(start)s + %(window)s (%(priority)s) = %(due)s.")
    return (begun if is_reopened else _("Opened %(start)s + %(window)s (%(priority)s) = %(due)s.")) % facts


def _hours_meant(pieces, case):
    """Which hours count, where not all of them do."""
    if not pieces.is_business_time:
        return ""
    zone = case.setup.policy(case.branch_id).hours.zone
    return _("Only opening hours count, by the calendar in %(zone)s.") % {"zone": zone}


def _pauses_meant(pieces, case):
    if pieces.paused_since is None:
        return
    facts = {"what": case.setup.waiting_label(case.waiting_for), "since": moment_words(pieces.paused_since)}
    yield _("The clock stands still since %(since)s: %(what)s. The rest of the time follows when it goes on.") % facts


def why_waiting(case) -> str:
    """Return what the case waits for, since when and until when; empty when it waits for nothing."""
    if not case.is_waiting:
        return ""
    said = [case.setup.waiting_label(case.waiting_for)]
    reasons = [pause.reason for pause in case.pauses.all() if pause.ended_at is None]
    said += [f"“{reason}”" for reason in reasons if reason]
    said.append(_("since %(since)s") % {"since": moment_words(case.waiting_since)})
    if case.resumes_at:
        said.append(_("goes on by itself %(until)s") % {"until": moment_words(case.resumes_at)})
    if not case.is_paused:
        said.append(_("the clock runs on"))
    return ", ".join(said) + "."


def why_answered(case) -> str:
    """Return whether the customer heard from us in time; empty where the company has no target for it."""
    facts = {"due": moment_words(case.response_due_at), "at": moment_words(case.first_response_at)}
    return {
        "": "",
        "running": _("A first answer to the customer is due %(due)s."),
        "met": _("The customer was answered %(at)s, in time for %(due)s.")
        if case.first_response_at
        else _("It was resolved before an answer was due."),
        "missed": _("No answer to the customer by %(due)s.")
        if case.first_response_at is None
        else _("The customer was answered %(at)s; it was due %(due)s."),
    }[case.answer_state] % facts


def _window(minutes, is_business_time=False):
    if minutes % 60:
        said = ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}
    else:
        said = ngettext("%(hours)s hour", "%(hours)s hours", minutes // 60) % {"hours": minutes // 60}
    return _("%(window)s of opening time") % {"window": said} if is_business_time else said


def _lasting(span):
    """Return for example "3 h 20 min"."""
    hours, minutes = divmod(int(span.total_seconds() // 60), 60)
    parts = [_("%(n)s h") % {"n": hours}] * bool(hours) + [_("%(n)s min") % {"n": minutes}] * bool(minutes or not hours)
    return " ".join(parts)


def _late_by(case):
    """How late it was resolved: the same number whenever somebody looks."""
    if not case.resolved_at or case.was_met:
        return ""
    hours = case.setup.policy(case.branch_id).hours
    late = overdue_by(case.due_at, case.resolved_at, case.resolved_at, hours)
    return _("It was resolved %(late)s late.") % {"late": _lasting(late)}


def _rederived(case):
    said = {
        "escalation": _("Re-derived by escalation."),
        "priority": _("Re-derived when the priority was changed."),
        "policy": _("Re-derived when the targets or the calendar were changed."),
        "move": _("Re-derived by the hours of the branch to which it was moved."),
    }.get(case.rederived_by, "")
    if case.breach_cause in NOBODYS_MISS:
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
        "asked": _asked(because),
    }
    said = {
        "reason-code": _("The reason is “%(reason)s”, which goes to %(department)s."),
        "anything-else": _("The reason “%(reason)s” has no department of its own, so it goes to %(department)s."),
        "no-branch": _("The reason is “%(reason)s”, but the case has no branch, so it goes to %(department)s."),
        "no-such-department": _("The department for “%(reason)s” does not exist here, so it goes to %(department)s."),
        "rule": _("%(asked)s, which goes to %(department)s."),
        "by-hand": _("%(name)s moved it to %(department)s. It stays there until the reason changes."),
    }.get(because.get("kind"), "")
    more = because.get("reason", "") if because.get("kind") == "by-hand" else ""
    moved = {
        "rules": _("It was moved when the rules were changed."),
        "type": _("It was moved when its type was changed."),
    }
    return " ".join(filter(None, [said % facts, more, moved.get(because.get("moved_by"), "")]))


def why_answer_due(referral) -> str:
    """Return for example "Asked Fri 20 Nov 2026, 16:50 EST. An answer is due by the end of …: Mon 23 …"."""
    facts = {"asked": moment_words(referral.opened_at), "due": moment_words(referral.due_at)}
    said = _("Asked %(asked)s. An answer is due by the end of the next business day: %(due)s.") % facts
    if (timezone.localtime(referral.due_at).date() - timezone.localtime(referral.opened_at).date()).days > 1:
        said += " " + _("Days on which the doors stay closed do not count.")
    return said


def _asked(because):
    """What a rule asked about, for example "The reason is “defect” and the type is “warranty”"."""
    words = {
        "reason_code": (_("the reason is “%s”"), dict(ReasonCode.choices).get(because.get("reason_code"), "")),
        "case_type": (_("the type is “%s”"), dict(CaseType.choices).get(because.get("case_type"), "")),
        "branch": (_("the branch is “%s”"), because.get("branch", "")),
    }
    said = [words[name][0] % str(words[name][1]).lower() for name in because.get("on", "").split() if name != "branch"]
    said += [words["branch"][0] % words["branch"][1]] if "branch" in because.get("on", "").split() else []
    return capfirst(get_text_list(said, _("and")))


def proposal(chosen, company) -> dict | None:
    """Return the priority, window and department that the form's values so far would lead to, in words."""
    setup = setup_of(company)
    policy = setup.policy(None)
    try:
        priority = chosen.get("priority") or propose_priority(chosen.get("severity"), chosen.get("urgency"))
        minutes = policy.window(priority).total_seconds() // 60
    except (UnknownSeverity, UnknownUrgency, UnknownPriority):
        return None
    facts = Facts(chosen.get("reason_code", ""), branch_id="", case_type=chosen.get("case_type", ""))
    key = decide(facts, setup.rules).department_key if facts.reason_code else ""
    department = Department.objects.filter(key=key).by_name().first()
    return {
        "priority": priority,
        "priority_label": Priority(priority).label,
        "due": _("due within %(window)s") % {"window": _window(int(minutes), policy.hours is not None)},
        "department": department.name if department else "",
    }
