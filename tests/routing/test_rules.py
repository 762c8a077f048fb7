"""Who handles a case and how urgent it is proposed to be."""

import pytest

from routing.clock import DEFAULT_POLICY
from routing.rules import (
    DEFAULT_RULES,
    PRIORITIES,
    PROPOSED_PRIORITY,
    SEVERITIES,
    URGENCIES,
    Facts,
    NoRuleMatches,
    Rule,
    UnknownSeverity,
    UnknownUrgency,
    decide,
    escalated,
    propose_priority,
)

RANK = {priority: rank for rank, priority in enumerate(PRIORITIES)}


@pytest.mark.parametrize(
    ("reason_code", "department", "branch_bound"),
    [
        ("missing_part", "purchasing", False),
        ("wrong_item", "warehouse", False),
        ("site_not_ready", "branch_manager", True),
        ("access_issue", "branch_manager", True),
        ("damage", "support", False),
        ("defect", "support", False),
        ("other", "support", False),
        ("", "support", False),
        ("MISSING_PART", "support", False),
        ("something from next year", "support", False),
    ],
)
def test_the_reason_code_finds_the_department(reason_code, department, branch_bound):
    decision = decide(Facts(reason_code, 7, "North"))
    assert (decision.department_key, decision.branch_bound) == (department, branch_bound)
    assert decision.branch_id == (7 if branch_bound else None)


def test_a_reason_with_its_own_rule_says_so():
    because = decide(Facts("missing_part", 7, "North")).because
    assert because.kind == "reason-code"
    assert because.values == {"reason_code": "missing_part", "department": "purchasing", "branch": ""}


def test_a_branch_manager_is_named_with_the_branch():
    because = decide(Facts("access_issue", 7, "North")).because
    assert because.kind == "reason-code"
    assert because.values == {"reason_code": "access_issue", "department": "branch_manager", "branch": "North"}


def test_anything_else_says_that_no_rule_wanted_it():
    because = decide(Facts("damage", 7, "North")).because
    assert because.kind == "anything-else"
    assert because.values == {"reason_code": "damage", "department": "support", "branch": ""}


def test_a_case_without_a_branch_goes_to_support_and_says_what_it_lacked():
    decision = decide(Facts("site_not_ready"))
    assert (decision.department_key, decision.branch_bound, decision.branch_id) == ("support", False, None)
    assert decision.because.kind == "no-branch"
    assert decision.because.values["wanted"] == "branch_manager"


def test_what_a_case_lacked_is_told_by_the_first_rule_that_wanted_it():
    rules = (*DEFAULT_RULES[:3], Rule("foremen", frozenset({"site_not_ready"}), branch_bound=True), Rule("support"))
    assert decide(Facts("site_not_ready"), rules).because.values["wanted"] == "branch_manager"


def test_a_corrected_reason_code_routes_elsewhere():
    assert decide(Facts("missing_part")).department_key == "purchasing"
    assert decide(Facts("damage")).department_key == "support"


def test_the_first_rule_that_takes_it_wins():
    rules = (Rule("glass", frozenset({"damage"})), Rule("paint", frozenset({"damage"})), *DEFAULT_RULES)
    assert decide(Facts("damage"), rules).department_key == "glass"
    assert decide(Facts("missing_part"), rules).department_key == "purchasing"


@pytest.mark.parametrize("rules", [(), (Rule("glass", frozenset({"damage"})),), DEFAULT_RULES[2:3]])
def test_rules_that_leave_a_case_to_nobody_are_refused(rules):
    with pytest.raises(NoRuleMatches):
        decide(Facts("site_not_ready"), rules)


def test_the_same_facts_always_get_the_same_answer():
    facts = Facts("access_issue", "b1", "North")
    assert decide(facts) == decide(facts) == decide(facts, iter(DEFAULT_RULES))


def test_every_severity_and_urgency_has_a_proposal():
    assert tuple(PROPOSED_PRIORITY) == SEVERITIES
    assert {len(row) for row in PROPOSED_PRIORITY.values()} == {len(URGENCIES)}
    assert {propose_priority(severity, urgency) for severity in SEVERITIES for urgency in URGENCIES} == set(PRIORITIES)


def test_more_severe_or_more_urgent_never_proposes_less():
    ranks = [[RANK[propose_priority(severity, urgency)] for urgency in URGENCIES] for severity in SEVERITIES]
    assert all(row == sorted(row) for row in ranks)
    assert all(list(column) == sorted(column) for column in zip(*ranks, strict=True))


@pytest.mark.parametrize(
    ("severity", "urgency", "priority"),
    [
        ("minor", "whenever", "low"),
        ("minor", "now", "high"),
        ("moderate", "this_week", "normal"),
        ("major", "now", "urgent"),
        ("critical", "whenever", "high"),
        ("critical", "today", "urgent"),
    ],
)
def test_the_proposal_is_the_one_in_the_table(severity, urgency, priority):
    assert propose_priority(severity, urgency) == priority


def test_a_severity_or_urgency_nobody_knows_is_refused():
    with pytest.raises(UnknownSeverity):
        propose_priority("apocalyptic", "now")
    with pytest.raises(UnknownUrgency):
        propose_priority("minor", "yesterday")


def test_an_escalation_never_lowers():
    assert [escalated(priority) for priority in PRIORITIES] == ["high", "high", "high", "urgent"]


def test_every_priority_has_a_window():
    assert set(DEFAULT_POLICY.windows) == set(PRIORITIES)
