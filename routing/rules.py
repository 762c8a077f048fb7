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
    case_type: str = ""


@dataclass(frozen=True)
class Rule:
    """Cases with these reasons, of these types, at this branch go to this department; naming none means any.

    ``branch_bound``: to that department of the case's own branch.
    """

    department_key: str
    reason_codes: frozenset[str] = frozenset()
    branch_bound: bool = False
    case_types: frozenset[str] = frozenset()
    branch_id: object = None

    def takes(self, facts: Facts) -> bool:
        """Say whether this rule is about ``facts``. A branch-bound rule needs a branch."""
        return self.is_about(facts) and not (self.branch_bound and facts.branch_id is None)

    def is_about(self, facts: Facts) -> bool:
        """Say whether the conditions hold, wherever the case would go."""
        return (
            (not self.reason_codes or facts.reason_code in self.reason_codes)
            and (not self.case_types or facts.case_type in self.case_types)
            and self.branch_id in (None, facts.branch_id)
        )

    @property
    def conditions(self) -> tuple[str, ...]:
        """Name what this rule asks about; nothing means that it takes anything."""
        asked = {"reason_code": self.reason_codes, "case_type": self.case_types, "branch": self.branch_id}
        return tuple(name for name, wanted in asked.items() if wanted)

    @property
    def takes_anything(self) -> bool:
        return not self.conditions and not self.branch_bound


@dataclass(frozen=True)
class Because:
    """Why, as a kind and plain values that a template turns into words.

    Kinds: ``reason-code``, ``anything-else``, ``no-branch``, ``rule``; each has the values reason_code, department,
    branch (a name, may be empty). ``no-branch`` has also wanted, the department that a branch would have had, and
    ``rule``, which asks about more than the reason, has case_type and on, the names of what it asks about.
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
        if rule.reason_codes and rule.is_about(facts):
            wanted = wanted or rule.department_key
    raise NoRuleMatches(facts.reason_code)


def _decision(rule: Rule, facts: Facts, wanted: str) -> Decision:
    values = {
        "reason_code": facts.reason_code,
        "department": rule.department_key,
        "branch": facts.branch_name if rule.branch_bound or rule.branch_id else "",
    }
    if wanted:
        because = Because("no-branch", values | {"wanted": wanted})
    elif {"case_type", "branch"} & set(rule.conditions):
        more = {"case_type": facts.case_type, "on": " ".join(rule.conditions)}
        because = Because("rule", values | more)
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
