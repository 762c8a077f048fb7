"""Who handles a case, how urgent it is proposed to be, and why: decided from a few plain facts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

PRIORITIES = ("low", "normal", "high", "urgent")
SEVERITIES = ("minor", "moderate", "major", "critical")
URGENCIES = ("whenever", "this_week", "today", "now")

PROPOSED_PRIORITY = {
    #            whenever  this_week  today     now
    "minor": ("low", "low", "normal", "high"),
    "moderate": ("low", "normal", "high", "high"),
    "major": ("normal", "high", "high", "urgent"),
    "critical": ("high", "high", "urgent", "urgent"),
}


class UnknownSeverity(ValueError):
    """There is no such severity."""


class UnknownUrgency(ValueError):
    """There is no such urgency."""


class NoRuleMatches(ValueError):
    """The rules leave this reason code to nobody; the last rule should take anything."""


@dataclass(frozen=True)
class Facts:
    """What routing may know about a case."""

    reason_code: str
    branch_id: object = None
    branch_name: str = ""


@dataclass(frozen=True)
class Rule:
    """These reason codes go to this department; no reason codes means anything else.

    ``branch_bound``: to that department of the case's own branch.
    """

    department_key: str
    reason_codes: frozenset[str] = frozenset()
    branch_bound: bool = False

    def takes(self, facts: Facts) -> bool:
        """Say whether this rule is about ``facts``. A branch-bound rule needs a branch."""
        if self.branch_bound and facts.branch_id is None:
            return False
        return not self.reason_codes or facts.reason_code in self.reason_codes


@dataclass(frozen=True)
class Because:
    """Why, as a kind and plain values that a template turns into words.

    Kinds: ``reason-code``, ``anything-else``, ``no-branch``; each has the values reason_code, department,
    branch (a name, may be empty), and ``no-branch`` also wanted, the department that a branch would have had.
    """

    kind: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Decision:
    """Where a case goes. ``branch_id`` is set when the department is that of one branch."""

    department_key: str
    branch_bound: bool
    because: Because
    branch_id: object = None


DEFAULT_RULES = (
    Rule("purchasing", frozenset({"missing_part"})),
    Rule("warehouse", frozenset({"wrong_item"})),
    Rule("branch_manager", frozenset({"site_not_ready", "access_issue"}), branch_bound=True),
    Rule("support"),
)


def decide(facts: Facts, rules: Iterable[Rule] = DEFAULT_RULES) -> Decision:
    """Return the department of the first rule that takes the facts, and why.

    A case without a branch passes a branch-bound rule by and says so. Errors: NoRuleMatches.
    """
    wanted = ""
    for rule in rules:
        if rule.takes(facts):
            return _decision(rule, facts, wanted)
        if facts.reason_code in rule.reason_codes and not wanted:
            wanted = rule.department_key
    raise NoRuleMatches(facts.reason_code)


def _decision(rule: Rule, facts: Facts, wanted: str) -> Decision:
    values = {
        "reason_code": facts.reason_code,
        "department": rule.department_key,
        "branch": facts.branch_name if rule.branch_bound else "",
    }
    if wanted:
        because = Because("no-branch", values | {"wanted": wanted})
    else:
        because = Because("reason-code" if rule.reason_codes else "anything-else", values)
    branch_id = facts.branch_id if rule.branch_bound else None
    return Decision(rule.department_key, rule.branch_bound, because, branch_id)


def propose_priority(severity: str, urgency: str) -> str:
    """Return the priority that severity and urgency suggest; a person may choose another.

    Errors: UnknownSeverity, UnknownUrgency.
    Source: docs/adr/0013-severity-and-urgency-propose-the-priority.md.
    """
    if severity not in SEVERITIES:
        raise UnknownSeverity(severity)
    if urgency not in URGENCIES:
        raise UnknownUrgency(urgency)
    return PROPOSED_PRIORITY[severity][URGENCIES.index(urgency)]


def escalated(priority: str) -> str:
    """Return the priority after an escalation: high, or still urgent if it was."""
    return "urgent" if priority == "urgent" else "high"
