"""Departments: founding, naming, people in and out, and what keeps them from being taken away."""

from datetime import timedelta

import pytest
from django.utils import timezone

from routing.models import CannotName, CannotRemove, Department, RuleBook, noted
from routing.rules import DEFAULT_RULES, Rule
from tenants.models import BackBeforeGone, Membership, Tenant
from tests.factories import CaseFactory

pytestmark = pytest.mark.usefixtures("in_acme")

HOUR = timedelta(hours=1)


def said(*whats):
    return [entry.facts["act"] for entry in noted(*whats)]


class TestFounding:
    def test_a_department_gets_a_key_of_its_name_and_names_in_lists_are_made_anew(self, boss, acme):
        before = Tenant.objects.get(pk=acme.pk).names_version
        made = Department.objects.found("Warranty desk", by=boss)
        assert (made.key, made.giving, made.branch) == ("warranty_desk", "pool", None)
        assert Tenant.objects.get(pk=acme.pk).names_version == before + 1
        assert said("department") == ["added"]

    def test_two_keys_are_never_the_same(self, boss):
        first, second = (Department.objects.found(name, by=boss) for name in ("Ñandú", "Nandu!"))
        assert (first.key, second.key) == ("nandu", "nandu_2")

    def test_a_name_is_taken_once(self, boss):
        with pytest.raises(CannotName):
            Department.objects.found("SUPPORT", by=boss)

    def test_another_name_keeps_the_key_and_so_the_rules(self, departments, boss):
        departments["support"].call("Customer care", by=boss)
        departments["support"].call("Customer care", by=boss)
        assert Department.objects.get(key="support").name == "Customer care"
        assert said("department") == ["renamed"]

    def test_another_ones_name_is_refused(self, departments, boss):
        with pytest.raises(CannotName):
            departments["support"].call("Warehouse", by=boss)


class TestPeople:
    def test_in_and_out_twice_are_harmless_and_told_once(self, departments, boss, ada, max):
        departments["warehouse"].enrol(max)
        for _ in range(2):
            departments["warehouse"].enrol(ada, by=boss)
        for _ in range(2):
            departments["warehouse"].dismiss(ada, by=boss)
        assert said("department") == ["left", "joined"]

    def test_the_last_one_stays_while_rules_point_there(self, departments, boss, ada):
        departments["purchasing"].enrol(ada, by=boss)
        with pytest.raises(CannotRemove) as refused:
            departments["purchasing"].dismiss(ada, by=boss)
        assert refused.value.args == ("Purchasing would be without anybody.", "Rule 1 sends cases here.")
        assert departments["purchasing"].has_member(ada)

    def test_the_last_one_stays_while_open_cases_lie_there(self, boss, ada, max):
        desk = Department.objects.found("Glass desk", by=boss)
        desk.enrol(ada, by=boss)
        case = CaseFactory(triaged=True)
        case.reroute(desk, by=max)
        with pytest.raises(CannotRemove) as refused:
            desk.dismiss(ada, by=boss)
        assert refused.value.args[1] == "1 open case lies there."

    def test_who_has_left_does_not_count(self, departments, boss, ada, max):
        for one in (ada, max):
            departments["purchasing"].enrol(one, by=boss)
        max.deactivate(by=boss)
        with pytest.raises(CannotRemove):
            departments["purchasing"].dismiss(ada, by=boss)
        departments["purchasing"].dismiss(max, by=boss)
        assert not departments["purchasing"].has_member(max)

    def test_one_of_two_may_always_go(self, departments, boss, ada, max):
        for one in (ada, max):
            departments["purchasing"].enrol(one, by=boss)
        departments["purchasing"].dismiss(ada, by=boss)
        assert not departments["purchasing"].has_member(ada)


class TestRemoving:
    def test_a_department_that_nothing_points_at_goes(self, boss, ada):
        desk = Department.objects.found("Glass desk", by=boss)
        desk.enrol(ada, by=boss)
        desk.remove(by=boss)
        assert not Department.objects.filter(key="glass_desk").exists()
        assert said("department")[0] == "removed"

    def test_one_that_rules_name_stays_and_they_are_named(self, departments, boss):
        with pytest.raises(CannotRemove) as refused:
            departments["warehouse"].remove(by=boss)
        assert refused.value.args == ("Warehouse is still needed.", "Rule 2 sends cases here.")

    def test_one_that_held_cases_once_stays_for_their_history(self, boss, max):
        desk = Department.objects.found("Glass desk", by=boss)
        case = CaseFactory(triaged=True)
        case.reroute(desk, by=max)
        case.resolve(by=max, path="repaired", notes="Done")
        with pytest.raises(CannotRemove) as refused:
            desk.remove(by=boss)
        assert refused.value.args[1] == "1 resolved case lies there. Rename the department instead."

    def test_the_fallback_never_goes(self, departments, boss):
        rules = (*DEFAULT_RULES[:2], Rule("purchasing"))
        RuleBook.objects.write(rules, by=boss, was=0)
        with pytest.raises(CannotRemove):
            departments["support"].remove(by=boss)


class TestDuty:
    def test_off_until_a_moment_is_on_again_after_it(self, ada):
        now = timezone.now()
        ada.go_off_duty(by=ada, until=now + HOUR, at=now)
        assert [ada.is_on_duty(now + step) for step in (0 * HOUR, HOUR / 2, HOUR)] == [False, False, True]
        assert not Membership.objects.on_duty(now).filter(pk=ada.pk).exists()
        assert Membership.objects.on_duty(now + HOUR).filter(pk=ada.pk).exists()

    def test_off_without_an_end_is_off_until_one_comes_back(self, ada):
        now = timezone.now()
        ada.go_off_duty(by=ada, at=now)
        assert not ada.is_on_duty(now + 1000 * HOUR)
        ada.come_on_duty(by=ada)
        assert ada.is_on_duty(now)

    def test_nobody_is_back_before_they_have_gone(self, ada):
        now = timezone.now()
        with pytest.raises(BackBeforeGone):
            ada.go_off_duty(by=ada, until=now - HOUR, at=now)
