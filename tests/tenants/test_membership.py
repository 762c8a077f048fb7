"""Being admitted, changing roles, leaving; and which companies a person may enter."""

from datetime import UTC, datetime

import pytest

from tenants.access import access_of
from tenants.models import Membership, Tenant
from tenants.models.membership import companies_of
from tests.cast import as_company
from tests.factories import MembershipFactory, UserFactory

NOON = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)


def may(member, codename):
    return access_of(member.user).can(codename)


class TestAdmitting:
    def test_admitting_gives_the_role_in_the_whole_company(self, in_acme):
        member = Membership.objects.admit(UserFactory(), "support", by=None)
        assert (member.role, member.branch.is_root, member.deactivated_at) == ("support", True, None)
        assert may(member, "service_write")

    def test_admitting_again_changes_the_role_and_leaves_nothing_of_the_old_one(self, in_acme, north):
        user = UserFactory()
        first = Membership.objects.admit(user, "admin", by=None)
        again = Membership.objects.admit(user, "executive", branch=north, by=first)
        assert (again.pk, again.role, again.branch) == (first.pk, "executive", north)
        assert access_of(user).grants == {north.pk: frozenset({"service_read"})}
        assert Membership.objects.count() == 1

    def test_a_role_that_does_not_exist_is_an_error_and_nobody_is_admitted(self, in_acme):
        with pytest.raises(ValueError):
            Membership.objects.admit(UserFactory(), "emperor", by=None)
        assert not Membership.objects.exists()

    def test_rendered_names_are_made_anew(self, in_acme):
        before = Tenant.objects.get(pk=in_acme.pk).names_version
        MembershipFactory()
        assert Tenant.objects.get(pk=in_acme.pk).names_version == before + 1

    def test_a_role_in_one_company_says_nothing_in_another(self, acme, globex):
        user = UserFactory()
        MembershipFactory(tenant=acme, user=user, role="owner")
        MembershipFactory(tenant=globex, user=user, role="executive")
        with as_company(acme):
            assert access_of(user).can("service_resolve")
        with as_company(globex):
            assert not access_of(user).can("service_resolve")
            assert access_of(user).role == "executive"

    def test_changing_the_role_in_one_company_leaves_the_other(self, acme, globex):
        user = UserFactory()
        MembershipFactory(tenant=acme, user=user, role="owner")
        MembershipFactory(tenant=globex, user=user, role="owner")
        MembershipFactory(tenant=globex, user=user, role="buyer")
        with as_company(acme):
            assert access_of(user).can("member_manage")


class TestLeaving:
    def test_who_has_left_holds_nothing(self, in_acme, ada):
        assert may(ada, "service_read")
        ada.deactivate(by=None, at=NOON)
        assert access_of(ada.user) is None
        assert ada.user.groups.count() == 0
        assert not ada.works_cases

    def test_leaving_twice_keeps_the_first_moment(self, in_acme, ada):
        ada.deactivate(by=None, at=NOON)
        ada.deactivate(by=None)
        assert Membership.objects.get(pk=ada.pk).deactivated_at == NOON

    def test_coming_back_gives_back_only_the_new_role(self, in_acme, max):
        max.deactivate(by=None)
        back = Membership.objects.admit(max.user, "support", by=None)
        assert (back.pk, back.deactivated_at) == (max.pk, None)
        assert may(back, "service_write")
        assert not may(back, "service_resolve")

    def test_leaving_one_company_leaves_the_other_alone(self, acme, globex):
        user = UserFactory()
        here = MembershipFactory(tenant=acme, user=user)
        MembershipFactory(tenant=globex, user=user)
        with as_company(acme):
            here.deactivate(by=None)
        with as_company(globex):
            assert access_of(user).can("service_write")


class TestAccess:
    def test_a_stranger_has_none(self, acme, globex, ada, eve):
        with as_company(acme):
            assert access_of(ada.user) is not None
            assert access_of(eve.user) is None

    def test_somebody_whose_sign_in_is_switched_off_has_none(self, in_acme, ada):
        ada.user.is_active = False
        ada.user.save()
        assert access_of(ada.user) is None

    def test_flags_and_permissions_outside_of_branches_open_nothing(self, in_acme, member):
        from django.contrib.auth.models import Permission

        buyer = member("buyer")
        buyer.user.is_superuser = True
        buyer.user.save()
        buyer.user.user_permissions.add(Permission.objects.get(codename="service_read"))
        assert not may(buyer, "service_read")
        assert access_of(buyer.user).branches("service_read") == []

    def test_it_costs_one_query(self, in_acme, ada):
        from tests.cast import queries_of

        assert len(queries_of(lambda: access_of(ada.user))) == 1

    def test_times_are_read_in_ones_own_zone_else_the_branchs_else_the_companys(self, in_acme, north, member):
        def zone(someone):
            return access_of(someone.user).zone(in_acme).key

        assert zone(member("support")) == "America/New_York"
        north.time_zone = "America/Phoenix"
        north.save()
        assert zone(member("support", branch=north)) == "America/Phoenix"
        assert zone(member("support", branch=north, time_zone="Asia/Kolkata")) == "Asia/Kolkata"


class TestChoosingACompany:
    def test_it_lists_ones_own_companies_by_name_with_the_role(self, acme, globex):
        user = UserFactory()
        MembershipFactory(tenant=globex, user=user, role="executive")
        MembershipFactory(tenant=acme, user=user, role="support_lead")
        assert [(company.slug, role) for company, role in companies_of(user)] == [
            ("acme", "Support lead"),
            ("globex", "Executive"),
        ]

    def test_it_leaves_out_what_one_has_left_and_what_others_have(self, acme, globex, ada, eve):
        assert [company.slug for company, _role in companies_of(ada.user)] == ["acme"]
        with as_company(acme):
            ada.deactivate(by=None)
        assert companies_of(ada.user) == []
        assert companies_of(UserFactory()) == []
