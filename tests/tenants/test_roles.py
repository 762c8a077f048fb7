"""Who may do what, as decision 8 says: written out here once more, so that no slip of the constant goes unseen."""

from importlib import import_module

import pytest
from django.db import connection

from tenants.access import access_of
from tenants.models import ROLE_MATRIX, BranchGroupObjectPermission
from tenants.models.roles import WORKS_CASES, role_group, roles_with
from tests.cast import as_company

CODENAMES = {
    "service_read",
    "service_write",
    "service_escalate",
    "service_resolve",
    "supplier_return_open",
    "member_manage",
    "company_configure",
}
DECIDED = {
    "support": {"service_read", "service_write", "service_escalate"},
    "support_lead": {"service_read", "service_write", "service_escalate", "service_resolve"},
    "service": {"service_read", "service_write"},
    "technician": {"service_read", "service_write"},
    "installer": {"service_read"},
    "buyer": {"supplier_return_open"},
    "manager": CODENAMES - {"member_manage"},
    "owner": CODENAMES,
    "admin": CODENAMES,
    "executive": {"service_read"},
}


def test_the_matrix_is_the_decided_one():
    assert {role.value: set(codenames) for role, codenames in ROLE_MATRIX.items()} == DECIDED


def test_cases_are_worked_by_those_who_write():
    assert {role.value for role in WORKS_CASES} == {
        "support",
        "support_lead",
        "service",
        "technician",
        "manager",
        "owner",
        "admin",
    }


def test_a_refusal_can_name_the_roles_that_may():
    assert roles_with("service_resolve") == ["Support lead", "Manager", "Owner", "Administrator"]
    assert roles_with("company_configure") == ["Manager", "Owner", "Administrator"]
    assert roles_with("supplier_return_open") == ["Buyer", "Manager", "Owner", "Administrator"]


@pytest.mark.parametrize("role", sorted(DECIDED))
def test_a_member_holds_what_the_role_holds(role, acme, member):
    someone = member(role)
    with as_company(acme):
        access = access_of(someone.user)
        assert {codename for codename in CODENAMES if access.can(codename)} == DECIDED[role]
        assert {codename for codename in CODENAMES if access.branches(codename) is None} == DECIDED[role]


@pytest.mark.parametrize("role", sorted(DECIDED))
def test_at_a_branch_it_holds_there_and_nowhere_else(role, acme, north, south, member):
    someone = member(role, branch=north)
    with as_company(acme):
        access = access_of(someone.user)
        assert {codename for codename in CODENAMES if access.can(codename, north.pk)} == DECIDED[role]
        assert {codename for codename in CODENAMES if access.can(codename)} == DECIDED[role]
        assert not any(access.can(codename, south.pk) for codename in CODENAMES)
        assert {codename for codename in CODENAMES if access.branches(codename) == [north.pk]} == DECIDED[role]


def test_the_grants_of_a_role_are_brought_in_step_again(acme, north, member):
    member("support", branch=north)
    with as_company(acme):
        group = role_group(north, "support")
        grants = BranchGroupObjectPermission.objects.filter(group=group)
        first = grants.get(permission__codename="service_write")
        first.delete()
        resolve = grants.get(permission__codename="service_read").permission.content_type.permission_set
        BranchGroupObjectPermission.objects.assign_perm(resolve.get(codename="service_resolve"), group, north)
        role_group(north, "support")
        assert set(grants.values_list("permission__codename", flat=True)) == DECIDED["support"]


def test_companies_from_before_the_permission_get_its_grants(acme, north, member):
    migration = import_module("tenants.migrations.0005_company_configure")
    managers = [member("manager"), member("owner"), member("manager", branch=north), member("support")]
    with as_company(acme):
        BranchGroupObjectPermission.objects.filter(permission__codename="company_configure").delete()
        for _ in range(2):
            with connection.cursor() as cursor:
                cursor.execute(migration.GRANT)
        held = [access_of(one.user).branches("company_configure") for one in managers]
    assert held == [None, None, [north.pk], []]
