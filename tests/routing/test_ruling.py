"""The company's own rules: versions, refusals, and what the pure rules make of them."""

import pytest

from routing.models import BadRules, Department, Rollout, RuleBook, StaleSetup, setup_of
from routing.rules import DEFAULT_RULES, Facts, Rule, decide
from tenants.models import Tenant
from tests.factories import BranchFactory

pytestmark = pytest.mark.usefixtures("in_acme")

GLASS = Rule("warehouse", frozenset({"damage"}))
REST = Rule("support")


def in_force(acme):
    return setup_of(Tenant.objects.get(pk=acme.pk)).rules


def test_without_a_row_the_rules_are_exactly_the_default_ones(acme):
    assert RuleBook.objects.in_force() == (0, DEFAULT_RULES)
    assert in_force(acme) is DEFAULT_RULES


def test_every_saving_is_a_new_version_and_the_newest_is_in_force(acme, boss):
    RuleBook.objects.write((GLASS, REST), by=boss, was=0)
    RuleBook.objects.write((REST,), by=boss, was=1)
    assert RuleBook.objects.in_force() == (2, (REST,))
    assert in_force(acme) == (REST,)
    assert [book.as_rules() for book in RuleBook.objects.order_by("version")] == [(GLASS, REST), (REST,)]


def test_a_rule_comes_back_from_its_row_as_it_was_written(acme, boss):
    north = BranchFactory()
    rule = Rule("branch_manager", frozenset({"damage", "other"}), True, frozenset({"warranty"}), north.pk)
    RuleBook.objects.write((rule, REST), by=boss, was=0)
    assert RuleBook.objects.in_force()[1] == (rule, REST)


def test_the_same_rules_again_are_harmless(boss):
    RuleBook.objects.write(DEFAULT_RULES, by=boss, was=0)
    RuleBook.objects.write((GLASS, REST), by=boss, was=0)
    RuleBook.objects.write((GLASS, REST), by=boss, was=0)
    assert RuleBook.objects.in_force()[0] == 1


def test_the_second_of_two_managers_hears_what_the_first_saved(boss):
    RuleBook.objects.write((GLASS, REST), by=boss, was=0)
    with pytest.raises(StaleSetup) as stale:
        RuleBook.objects.write((Rule("purchasing", frozenset({"other"})), REST), by=boss, was=0)
    assert stale.value.args == (1, (GLASS, REST))


@pytest.mark.parametrize(
    "rules",
    [
        (),
        (GLASS,),
        (REST, GLASS),
        (REST, REST),
        (Rule("support", branch_bound=True),),
        (Rule("nowhere", frozenset({"damage"})), REST),
    ],
)
def test_rules_that_leave_something_to_nobody_are_refused(boss, rules):
    with pytest.raises(BadRules):
        RuleBook.objects.write(rules, by=boss, was=0)
    assert RuleBook.objects.in_force()[0] == 0


def test_anything_else_cannot_go_to_a_department_of_one_branch(boss, north):
    Department.objects.found("Night desk", by=boss, branch=north)
    with pytest.raises(BadRules):
        RuleBook.objects.write((Rule("night_desk"),), by=boss, was=0)


def test_saving_asks_workers_to_begin_anew(boss):
    RuleBook.objects.write((GLASS, REST), by=boss, was=0)
    first = Rollout.objects.get(kind="rules")
    RuleBook.objects.write((REST,), by=boss, was=1)
    second = Rollout.objects.get(kind="rules")
    assert (first.pk, first.mark != second.mark) == (second.pk, True)
    assert first.step(3, None) is False  # a step of the former change writes nothing
    assert Rollout.objects.get(kind="rules").handed_out == 0


class TestConditions:
    FACTS = Facts("defect", "b1", "North", "warranty")

    @pytest.mark.parametrize(
        ("rule", "takes"),
        [
            (Rule("x", case_types=frozenset({"warranty"})), True),
            (Rule("x", case_types=frozenset({"damage"})), False),
            (Rule("x", branch_id="b1"), True),
            (Rule("x", branch_id="b2"), False),
            (Rule("x", frozenset({"defect"}), case_types=frozenset({"warranty"}), branch_id="b1"), True),
            (Rule("x", frozenset({"other"}), case_types=frozenset({"warranty"}), branch_id="b1"), False),
        ],
    )
    def test_all_of_them_must_hold(self, rule, takes):
        assert rule.takes(self.FACTS) is takes

    def test_what_a_rule_asked_about_is_told(self):
        because = decide(self.FACTS, (Rule("x", case_types=frozenset({"warranty"}), branch_id="b1"), REST)).because
        assert (because.kind, because.values["on"], because.values["branch"]) == ("rule", "case_type branch", "North")

    def test_only_a_rule_without_conditions_takes_anything(self):
        assert REST.takes_anything
        assert not Rule("x", branch_bound=True).takes_anything
        assert not Rule("x", branch_id="b1").takes_anything
