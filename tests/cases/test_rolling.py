"""A change of rules, targets or calendar reaches the open cases: as the preview said, once, and nothing else."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.models import Case, ReasonCode
from cases.models.rolling import AT_ONCE
from routing.models import Department, Rollout, RuleBook, SlaPolicy, Targets, setup_of
from routing.rules import DEFAULT_RULES, Rule
from tenants.models import Tenant
from tests.cast import queries_of
from tests.factories import AccountFactory, BranchFactory

from .carrying import carry_out
from .moments import fresh, hours, kinds, last, opened

pytestmark = pytest.mark.usefixtures("in_acme")

GLASS = (Rule("warehouse", frozenset({"damage"})), *DEFAULT_RULES)
DEPARTMENTS = ("support", "purchasing", "warehouse", "branch_manager")


def places():
    return dict(Case.objects.values_list("pk", "department__key"))


class TestRules:
    def test_open_cases_move_and_each_says_so_once(self, boss):
        damaged, defect = opened(reason_code="damage"), opened()
        RuleBook.objects.write(GLASS, by=boss, was=0)
        assert carry_out("rules") == [damaged.pk]
        assert (fresh(damaged).department.key, fresh(defect).department.key) == ("warehouse", "support")
        line = last(damaged, "routed")
        assert (line.actor, line.facts["because"]["moved_by"], line.facts["before"]) == (boss, "rules", "Support")
        assert kinds(defect) == ["opened", "clocked", "routed"]

    def test_twice_is_nothing(self, boss):
        case = opened(reason_code="damage")
        RuleBook.objects.write(GLASS, by=boss, was=0)
        carry_out("rules")
        version = fresh(case).version
        assert carry_out("rules") == []
        case.follow_rules(by=boss)
        assert fresh(case).version == version

    def test_what_somebody_moved_by_hand_stays_until_its_reason_changes(self, boss, departments, max):
        case = opened(reason_code="damage")
        case.reroute(departments["purchasing"], by=max)
        RuleBook.objects.write(GLASS, by=boss, was=0)
        assert Case.objects.moves_under(GLASS) == []
        assert carry_out("rules") == []
        case.give_reason("other", by=max)
        case.give_reason("damage", by=max)
        assert fresh(case).department.key == "warehouse"

    def test_resolved_cases_and_those_not_yet_looked_at_stay(self, boss, max):
        done, new = opened(reason_code="damage"), opened(reason_code="damage", triaged=False)
        done.resolve(by=max, path="repaired", notes="Done", at=hours(1))
        RuleBook.objects.write(GLASS, by=boss, was=0)
        assert carry_out("rules") == []
        new.triage(at=hours(1))
        assert (fresh(done).department.key, fresh(new).department.key) == ("support", "warehouse")

    def test_a_rule_about_types_moves_a_case_whose_type_is_corrected(self, boss, ada):
        rules = (Rule("purchasing", case_types=frozenset({"warranty"})), Rule("support"))
        RuleBook.objects.write(rules, by=boss, was=0)
        case = opened(case_type="repair")
        case.edit({"case_type": "warranty"}, was={"case_type": "repair"}, by=ada)
        assert fresh(case).department.key == "purchasing"
        assert last(case, "routed").facts["because"]["moved_by"] == "type"

    def test_many_are_handed_out_in_steps(self, boss):
        case = opened(reason_code="damage")
        same = {field.attname: getattr(case, field.attname) for field in Case._meta.concrete_fields}
        unlike = {"id", "number", "opening_key"}
        rest = {name: value for name, value in same.items() if name not in unlike}
        Case.objects.bulk_create(Case(number=1000 + n, **rest) for n in range(AT_ONCE))
        RuleBook.objects.write(GLASS, by=boss, was=0)
        rollout = Rollout.objects.get(kind="rules")
        first = Case.objects.carry(rollout)
        assert (len(first), rollout.goes_on) == (AT_ONCE, True)
        rest = Case.objects.carry(Rollout.objects.get(kind="rules"))
        assert (len(rest), set(rest) & set(first)) == (1, set())

    def test_the_preview_takes_as_many_statements_for_many_as_for_one(self):
        opened(reason_code="damage")
        few = len(queries_of(lambda: Case.objects.moves_under(GLASS)))
        for reason in ReasonCode.values:
            opened(reason_code=reason)
        assert len(queries_of(lambda: Case.objects.moves_under(GLASS))) == few == 3


conditions = st.builds(
    Rule,
    st.sampled_from(DEPARTMENTS),
    st.frozensets(st.sampled_from(ReasonCode.values), min_size=1, max_size=3),
    st.booleans(),
    st.frozensets(st.sampled_from(["repair", "warranty"]), max_size=1),
)
rule_sets = st.tuples(st.lists(conditions, max_size=4), st.sampled_from(DEPARTMENTS[:3]))


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(rule_sets=st.lists(rule_sets, min_size=1, max_size=2))
def test_the_preview_is_what_then_happens(boss, north, rule_sets):
    if not Case.objects.exists():
        account = AccountFactory()
        Department.objects.create(key="branch_manager", name="North manager", branch=north)
        for branch in (north, BranchFactory()):
            for number, reason in enumerate(ReasonCode.values):
                opened(account=account, branch=branch, reason_code=reason, case_type=["repair", "warranty"][number % 2])
        first = Case.objects.order_by("number").first()
        first.reroute(Department.objects.get(key="warehouse"), by=boss)
    for listed, rest in rule_sets:
        rules, before = (*listed, Rule(rest)), places()
        moves = Case.objects.moves_under(rules)
        promised = dict(Case.objects.moving(moves).values_list("pk", "routing_key")) if moves else {}
        assert sum(move.cases for move in moves) == len(promised)
        version, in_force = RuleBook.objects.in_force()
        RuleBook.objects.write(rules, by=boss, was=version)
        if rules != in_force:
            assert sorted(carry_out("rules")) == sorted(promised)
        targets = {move.key: move.after.key for move in moves}
        after = before | {pk: targets[key] for pk, key in promised.items()}
        assert places() == after


class TestTheRow:
    def test_it_is_finished_only_when_nothing_old_can_be_under_way(self, boss):
        RuleBook.objects.write(GLASS, by=boss, was=0)
        carry_out("rules")
        row = Rollout.objects.get(kind="rules")
        assert (row.finished_at, row.leased_until - row.wanted_at) == (None, timedelta(seconds=130))
        row.end_pass(row.wanted_at + timedelta(seconds=130))
        assert Rollout.objects.get(kind="rules").finished_at

    def test_a_case_that_was_decided_by_the_old_rules_meanwhile_is_found_in_the_last_look(self, boss):
        RuleBook.objects.write(GLASS, by=boss, was=0)
        carry_out("rules")
        late = opened(reason_code="damage")
        late.reroute(Department.objects.get(key="support"), by=boss)
        Case.objects.filter(pk=late.pk).update(routed_because={"kind": "anything-else"})
        row = Rollout.objects.get(kind="rules")
        assert Case.objects.carry(row) == [late.pk]

    def test_what_is_found_again_and_again_is_looked_for_ever_more_rarely(self, boss):
        opened(reason_code="damage")
        RuleBook.objects.write(GLASS, by=boss, was=0)
        now, rests = timezone.now(), []
        for _ in range(6):
            row = Rollout.objects.get(kind="rules")
            Case.objects.carry(row)
            rests.append(row.rests_until and (row.rests_until - now).total_seconds() // 10 * 10)
        assert rests == [None, None, 40, 80, 160, 320]

    def test_somebody_at_work_is_left_alone(self, boss):
        RuleBook.objects.write(GLASS, by=boss, was=0)
        pk = Rollout.objects.get(kind="rules").pk
        assert Rollout.objects.lease(pk).pk == pk
        assert Rollout.objects.lease(pk) is None
        assert Rollout.objects.lease(pk, goes_on=True).pk == pk


def test_an_untouched_company_asks_nothing_about_its_setup(acme):
    assert setup_of(acme).rules is DEFAULT_RULES
    assert queries_of(lambda: setup_of(acme)) == []


def test_a_setup_is_read_once_for_its_mark(acme, boss):
    SlaPolicy.objects.write(Targets(at_risk_percent=40), by=boss, was=0)
    company = Tenant.objects.get(pk=acme.pk)
    assert len(queries_of(lambda: setup_of(company))) == 5
    assert queries_of(lambda: setup_of(Tenant.objects.get(pk=acme.pk)))[1:] == []
