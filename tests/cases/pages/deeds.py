"""Everything that can be posted to a case, once: what is sent, what it leaves, what is refused and how."""

from collections.abc import Callable
from dataclasses import dataclass, field

WRITERS = "Support, Support lead, Service, Technician, Manager, Owner, Administrator"
RESOLVERS = "Support lead, Manager, Owner, Administrator"
ESCALATORS = "Support, Support lead, Manager, Owner, Administrator"


@dataclass(frozen=True)
class Deed:
    """``left`` reads from the case what must equal ``leaves``; ``bad`` is answered with ``message`` at ``wrong_at``."""

    place: str
    sent: dict
    line: str
    left: Callable
    leaves: object
    root: tuple = ("section", "case-header")
    toast: str = ""
    bad: dict = field(default_factory=dict)
    message: str = ""
    wrong_at: str = ""
    kept: dict = field(default_factory=dict)
    by: str = "max"
    of: str = "case"
    needs: str = WRITERS
    is_shown: bool = True


EDITED = {
    "summary": "Pump is loud",
    "description": "Since Monday",
    "told": "We come tomorrow",
    "case_type": "repair",
    "request_type": "Noise",
    "request_subtype": "",
    "source": "email",
}
REQUIRED = "This field is required."

DEEDS = {
    "priority": Deed(
        "priority", {"priority": "urgent", "was": "normal"}, "prioritised", lambda case: case.priority, "urgent",
        bad={"priority": "sky"}, message="Select a valid choice. sky is not one of the available choices.",
        is_shown=False,
    ),
    "reason": Deed(
        "reason", {"reason_code": "missing_part", "was": "defect"}, "routed", lambda case: case.reason_code,
        "missing_part",
        bad={"reason_code": ""}, message=REQUIRED, is_shown=False,
    ),
    "department": Deed(
        "department", {"department": "<warehouse>", "reason": "They have it"}, "routed",
        lambda case: (case.department.name, case.routed_because["reason"]), ("Warehouse", "They have it"),
        toast="Moved.", bad={"department": "", "reason": "kept"}, message=REQUIRED, wrong_at="department",
        kept={"reason": "kept"},
    ),
    "assignment": Deed(
        "assignment", {"member": "<ada>"}, "assigned", lambda case: case.owner.name, "Ada Lovelace",
        bad={"member": "17"}, message="“17” is not a valid UUID.", wrong_at="member",
    ),
    "take": Deed(
        "assignment", {"take": "yes"}, "assigned", lambda case: case.owner.name, "Max Planck", toast="It is yours.",
    ),
    "escalation": Deed(
        "escalation", {"reason": "Water is rising"}, "escalated",
        lambda case: (case.priority, case.escalated_at is not None), ("high", True), toast="Escalated.",
        bad={"reason": "  "}, message=REQUIRED, wrong_at="reason", by="ada", needs=ESCALATORS,
    ),
    "resolution": Deed(
        "resolution", {"path": "replaced", "notes": "A new pump"}, "resolved",
        lambda case: (case.state, case.resolution_path, case.resolution_notes), ("resolved", "replaced", "A new pump"),
        toast="Resolved.", bad={"path": "", "notes": "kept words"}, message=REQUIRED, wrong_at="path",
        kept={"notes": "kept words"}, needs=RESOLVERS,
    ),
    "closure": Deed(
        "closure", {"csat": "4"}, "closed", lambda case: (case.state, case.csat), ("closed", 4), toast="Closed.",
        bad={"csat": "6"}, message="Select a valid choice. 6 is not one of the available choices.", wrong_at="csat",
        of="resolved", needs=RESOLVERS,
    ),
    "reopening": Deed(
        "reopening", {"reason": "It leaks again"}, "clocked", lambda case: (case.state, case.reopen_count), ("open", 1),
        toast="Reopened.", bad={"reason": ""}, message=REQUIRED, wrong_at="reason", by="ada", of="resolved",
    ),
    "edit": Deed(
        "edit", EDITED, "edited", lambda case: (case.summary, case.told, case.source),
        ("Pump is loud", "We come tomorrow", "email"), toast="Saved.",
        bad={**EDITED, "summary": ""}, message=REQUIRED, wrong_at="summary", kept={"description": "Since Monday"},
        by="ada",
    ),
    "next-action": Deed(
        "next-action", {"next_action": "Call back", "next_action_due_at": "2026-12-01T09:00"}, "edited",
        lambda case: (case.next_action, case.next_action_due_at.isoformat()),
        ("Call back", "2026-12-01T14:00:00+00:00"),
        toast="Saved.", bad={"next_action": "kept step", "next_action_due_at": ""},
        message="A next action needs a time, or it gets lost.", wrong_at="next_action_due_at",
        kept={"next_action": "kept step"}, by="ada",
    ),
    "helpers": Deed(
        "helpers", {"member": "<ada>"}, "helper", lambda case: [helper.name for helper in case.helpers],
        ["Ada Lovelace"], root=("section", "case-people"), bad={"member": ""}, message="Choose a person.",
    ),
    "tags": Deed(
        "tags", {"tag": "  Salt   Water "}, "tagged", lambda case: [tag.name for tag in case.tags.all()],
        ["salt water"], root=("section", "case-tags"), bad={"tag": " "}, message="Write a tag.",
    ),
    "comments": Deed(
        "comments", {"body": "On my way", "audience": "internal"}, "commented",
        lambda case: case.history().comments().get().body, "On my way", root=("form", "case-composer"),
        bad={"body": "kept", "audience": "everyone"}, kept={"body": "kept"}, is_shown=False,
        message="Select a valid choice. everyone is not one of the available choices.", wrong_at="audience", by="ada",
    ),
}  # fmt: skip
