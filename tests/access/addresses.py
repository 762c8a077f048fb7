"""Where each address leads, and what a post to it says."""

from dataclasses import asdict
from datetime import timedelta
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from callbacks.rules import Standards

NIGHTS = {f"after-hours-{act}" for act in ("acceptance", "giving", "merger", "rejection", "separation", "caller")}
CALLBACK_LISTS = {
    "callback-today",
    "callback-list",
    "callback-calendar",
    "callback-pulse",
    "callback-new",
    "callback-reassignment",
    "callback-standards",
}


def args_of(side, name):
    """The parts of the address ``name`` that lead to something of ``side``."""
    if name.startswith("rate-") and name != "rate-list":
        return [side.members["technician"].pk]
    if name in ("return-answer", "return-objection"):
        return [side.extra["objected" if name == "return-answer" else "undecided"].number]
    if name == "return-file":
        return [side.extra["return"].number, side.extra["shot"].pk, "thumb"]
    if name.startswith("return-") and name not in ("return-list", "return-pulse", "return-new", "return-terms"):
        return [side.extra["return"].number]
    if name in NIGHTS:
        return [side.extra["night"].pk]
    if name == "callbacks-of":
        return ["case", side.open.number]
    if name.startswith("callback-") and name not in CALLBACK_LISTS:
        return [side.callback.number]
    return _args_of(side, name)


def _args_of(side, name):
    if name == "contact-correction":
        return [side.account.number, side.extra["contact"].pk]
    if name in ("account-detail", "account-history", "account-complaint", "account-correction"):
        return [side.account.number]
    if name.endswith("complaint-settlement"):
        return [side.open.number if name.startswith("case") else side.account.number, side.extra["complaint"].pk]
    if name == "account-shelf":
        return [side.account.number, "contracts"]
    if name == "order-detail":
        return [side.extra["order_line"].order.number]
    if name == "evidence-file":
        return [side.open.number, side.item.pk, "thumb"]
    if name == "evidence-caption":
        return [side.open.number, side.item.pk]
    if name in ("case-closure", "case-reopening"):
        return [side.done.number]
    if name.startswith("notification"):
        return [side.told.pk]
    if name.startswith("job-"):
        return [side.extra["job"].number]
    if name.startswith("case-referral-"):
        return [side.referral.case.number, side.referral.pk]
    if name.startswith("department-") and name != "department-list":
        return [side.extra["desk"].pk]
    if name in ("branch-calendar", "branch-holidays", "branch-public-holidays"):
        return [side.extra["branch"].pk]
    if name in ("case-view", "view-removal", "view-home"):
        return [side.view.pk]
    if name in ("bulk-report", "bulk-again"):
        return [side.job.pk]
    if name == "case-beside":
        return [side.open.number, "next"]
    try:
        reverse(name, urlconf="config.company_urls")
    except NoReverseMatch:
        return [side.open.number]
    return []


FIGURES = asdict(Standards()) | {"morning_by": "09:00"}
CHRISTMAS = {"country": "US", "region": "NY", "days": [f"{timezone.now().year + 1}-12-25"]}
SET_UP = {
    "rule-book": {"rules": "0", "rest-department_key": "support", "was": "0", "do": "preview"},
    "sla-policy": {"at_risk_percent": "25", "was": "0", "do": "preview"}
    | {f"window_{priority}": "8" for priority in ("urgent", "high", "normal", "low")},
    "callback-standards": {"was": "0", "do": "preview", **FIGURES},
    "after-job-settings": {"was": "0", "do": "preview", "is_on": "on", "script": "Hi {customer}"},
    "return-terms": {"warranty_days": "30", "dispatch_fee": "95", "was": "1"}
    | {"window_days": "90", "minimum_jobs": "5", "threshold_percent": "20"},
    "waiting-labels": dict.fromkeys(("customer", "parts", "approval", "others"), "Waits"),
    "calendar": {"day_1": "8-12", "was": "1"},
    "branch-calendar": {"day_1": "8-12", "was": "1"},
    "calendar-holidays": {"day": "2027-07-04", "name": "Fourth of July"},
    "branch-holidays": {"day": "2027-07-04", "name": "Fourth of July"},
    **dict.fromkeys(("public-holidays", "branch-public-holidays"), CHRISTMAS),
    "hand-overs": {"limit": "4", "was": "3"},
    "account-correction": {"name": "Renamed"},
    "contact-correction": {"name": "Renamed"},
}


def soon():
    return f"{timezone.now() + timedelta(days=2):%Y-%m-%d}T12:00"  # noon is an hour of every day in every zone


def body_of(side, name):
    """What a post to the address ``name`` says: good values, so that only the role decides."""
    case = side.open
    edit = {"summary": "Edited", "case_type": "repair", "source": "phone"}
    return (
        queue_body_of(side, name)
        or {
            "case-new": {"account": side.account.pk, "opening_key": uuid4(), "reason_code": "damage"}
            | {"severity": "minor", "urgency": "today", "no_contract": "on", **edit},
            "case-priority": {"priority": "urgent", "was": case.priority},
            "case-reason": {"reason_code": "missing_part", "was": case.reason_code},
            "case-department": {"department": side.department.pk},
            "case-assignment": {"member": side.members["manager"].pk},
            "case-escalation": {"reason": "They wait since Monday"},
            "case-resolution": {"path": "repaired", "notes": "New pump"},
            "case-closure": {"csat": "5"},
            "case-reopening": {"reason": "It hums again"},
            "case-edit": edit,
            "case-next-action": {"next_action": "Call back", "next_action_due_at": soon()},
            "case-helpers": {"member": side.members["manager"].pk},
            "case-guests": {"remove": side.members["manager"].pk},
            "case-tags": {"tag": "urgent call"},
            "inbox-preferences": {"mailed": ["mention"], "quiet_from": "20:00", "quiet_until": "07:00"},
            "case-comments": {"body": "Called", "audience": "internal", "client_key": uuid4()},
            "case-evidence": {"file": SimpleUploadedFile("note.txt", b"A note of text."), "client_key": uuid4()},
            "case-referral": {"department": side.open.department_id, "reason": "part", "comments": "Is it in stock?"},
            "job-reopening": {"reason": "The seal drips"},
            "job-notes": {"body": "The gate is locked.", "audience": "internal", "client_key": uuid4()},
            "case-referral-answer": {"answer": "It is."},
            "case-referral-return": {"reason": "Ask the warehouse."},
            "evidence-caption": {"caption": "The pump"},
            "case-owner-release": {"reason": "She is on leave"},
            "case-merge": {"other": side.done.number, "keep": case.number},
            "case-waiting": {"kind": "parts", "reason": "A seal"},
            "department-list": {"name": "Another department", "giving": "pool"},
            "department-detail": {"name": "Renamed", "giving": "least_loaded"},
            "department-people": {"member": side.members["support"].pk},
        }.get(name)
        or SET_UP.get(name, {})
    )


def queue_body_of(side, name):
    """The same for what is done with the queues themselves, and beside a new case."""
    return return_body_of(side, name) or {
        "case-repeats": {"summary": "They called again", "source": "phone", "opening_key": uuid4()},
        **dict.fromkeys(
            ("case-complaint", "account-complaint"), {"words": "Nobody called back", "client_key": uuid4()}
        ),
        **dict.fromkeys(("case-complaint-settlement", "complaint-settlement"), {"outcome": "We said sorry"}),
        "case-contract": {"number": side.extra["spare"].number, "in_spite": "on"},
        "case-views": {"name": "Mine", "query": "queue=mine"},
        "case-view": {"name": "Storms"},
        "callback-attempt": {"outcome": "reached", "note": "All well", "client_key": uuid4()},
        "callback-time": {"due_at": soon(), "reason": "They asked for it"},
        "callback-assignment": {"member": side.members["manager"].pk},
        "callback-withdrawal": {"reason": "Solved"},
        "callback-escalation": {"reason": "They wait since Monday"},
        "callback-number": {"phone": "(716) 555-0177"},
        "callback-reassignment": {"callback": side.callback.number, "member": side.members["manager"].pk},
        "callback-new": {"kind": "warranty", "reason": "It hums", "contact_method": "call", "client_key": uuid4()}
        | {"account": side.account.number},
        "bulk-assign": {"key": uuid4(), "case": side.open.number, "member": side.members["manager"].pk},
        "bulk-tag": {"key": uuid4(), "case": side.open.number, "tag": "urgent call"},
        "bulk-untag": {"key": uuid4(), "case": side.open.number, "tag": "urgent call"},
        "bulk-refer": {"key": uuid4(), "case": side.open.number, "department": side.department.pk}
        | {"reason": "part", "comments": "Is it in stock?"},
        "after-hours-paste": {"text": "Rosa, (716) 555-0142: no hot water"},
        "after-hours-giving": {"owner": side.members["manager"].pk},
        "after-hours-merger": {"into": f"case-{side.open.pk}"},
        "after-hours-rejection": {"reason": "wrong"},
        "after-hours-caller": {"account": side.account.number},
        "after-hours-hook-settings": {"do": "end"},
        "bulk-prioritise": {"key": uuid4(), "case": side.open.number, "priority": "urgent"},
    }.get(name)


def return_body_of(side, name):
    """The same for what is done with a return."""
    return {
        "return-new": {"account": side.account.number, "job": side.extra["finished"].number, "reported": "It leaks"},
        "return-finding": {"words": "The joint is dry", "client_key": uuid4()},
        "return-evidence": {"file": SimpleUploadedFile("note.txt", b"A note of text."), "client_key": uuid4()},
        "return-cause": {"cause": "no", "reason": "A hose of theirs"},
        "return-settlement": {"fee": "95"},
        "return-plan": {"next_at": soon(), "reason": "They are away"},
        "return-assignment": {"member": side.members["manager"].pk},
        "return-objection": {"reason": "Nobody asked me"},
        "return-answer": {"outcome": "dropped", "answer": "He is right"},
        "rate-acknowledgement": {"note": "We ride along on Monday"},
        "return-withdrawal": {"reason": "The neighbour's pipe"},
    }.get(name)
