"""Who handles it, and when they work: departments, rules, policies and calendars, and the setup they make."""

from .calendars import WEEKDAYS, Calendar, Holiday
from .departments import (
    FALLBACK,
    CannotName,
    CannotRemove,
    Department,
    DepartmentIsGone,
    DepartmentMember,
    Giving,
)
from .handing import HAND_OVER_LIMIT, MOST_HAND_OVERS, HandOvers
from .noting import noted
from .policies import BadTargets, SlaPolicy, Targets, Waiting, WaitingLabel
from .rollouts import Rollout
from .ruling import BadRules, RoutingRule, RuleBook
from .setup import OWN_POLICY, Setup, read_setup, setup_of
from .stale import StaleSetup

__all__ = [
    "FALLBACK",
    "HAND_OVER_LIMIT",
    "MOST_HAND_OVERS",
    "OWN_POLICY",
    "WEEKDAYS",
    "BadRules",
    "BadTargets",
    "Calendar",
    "CannotName",
    "CannotRemove",
    "Department",
    "DepartmentIsGone",
    "DepartmentMember",
    "Giving",
    "HandOvers",
    "Holiday",
    "Rollout",
    "RoutingRule",
    "RuleBook",
    "Setup",
    "SlaPolicy",
    "StaleSetup",
    "Targets",
    "Waiting",
    "WaitingLabel",
    "noted",
    "read_setup",
    "setup_of",
]
