"""Guests: one case opened to one person, seen everywhere, and taken back."""

import pytest

from cases.models import CannotShare, Case
from inbox.models import Notification
from tenants.access import access_of
from tenants.models import Membership, Role
from tests.factories import CaseFactory, InstallerSeatFactory, JobFactory

pytestmark = pytest.mark.usefixtures("in_acme")


@pytest.fixture
def case(acme, north):
    return CaseFactory(tenant=acme, branch=north)


@pytest.fixture
def ben(member, south):
    return member("support", branch=south, name="Ben Nevis")


def sees(member, case):
    access = access_of(member.user, member.tenant)
    return Case.objects.visible_to(access).filter(pk=case.pk).exists()


def test_a_guest_sees_this_case_and_no_other(case, ben, max, north):
    other = CaseFactory(account=case.account, branch=north)
    assert not sees(ben, case)
    case.share(ben, by=max)
    assert (sees(ben, case), sees(ben, other)) == (True, False)
    assert Case.objects.visible_to(access_of(ben.user, ben.tenant)).count() == 1


def test_taken_back_it_is_gone_and_following_with_it(case, ben, max):
    case.share(ben, by=max)
    case.follow(by=ben)
    case.unshare(ben, by=max)
    case.unshare(ben, by=max)
    assert not sees(ben, case)
    case.comment("Between us", by=max)
    assert Notification.objects.count() == 0
    lines = list(case.history().filter(kind="cases-shared").values_list("facts", flat=True).order_by("id"))
    assert lines == [{"member": "Ben Nevis", "given": True}, {"member": "Ben Nevis", "given": False}]


def test_twice_is_harmless_and_who_sees_it_anyway_is_no_guest(case, ben, ada, max):
    for member in (ben, ben, ada):
        case.share(member, by=max)
    assert list(case.involvements.values_list("member", "part")) == [(ben.pk, "guest")]
    assert case.history().filter(kind="cases-shared").count() == 1


def test_a_role_that_reads_no_cases_is_refused(case, member, max):
    with pytest.raises(CannotShare, match="does not include reading cases"):
        case.share(member("buyer"), by=max)


def test_who_has_left_is_refused_and_sees_nothing(case, ben, max):
    case.share(ben, by=max)
    ben.deactivate(by=max)
    assert access_of(ben.user, ben.tenant) is None
    other = CaseFactory(account=case.account, branch=case.branch)
    with pytest.raises(CannotShare):
        other.share(Membership.objects.get(pk=ben.pk), by=max)


def test_a_guest_who_loses_the_role_for_cases_sees_none(case, ben, max):
    case.share(ben, by=max)
    Membership.objects.admit(ben.user, "buyer", by=max)
    assert not sees(ben, case)


def test_a_guest_who_becomes_an_installer_sees_what_installers_see(case, ben, max):
    case.share(ben, by=max)
    Membership.objects.admit(ben.user, "installer", by=max)
    assert not sees(ben, case)
    assert not case.is_seen_by(ben)


def test_following_alone_opens_nothing_to_a_technician(case, member, north):
    tess = member("technician", branch=north)
    case.follow(by=tess)
    assert not sees(tess, case)


class TestReaders:
    """Who may open a case is asked from both ends, with one answer (edge 45)."""

    @pytest.fixture
    def crowd(self, member, north, south):
        return [member(role, branch=place) for role in Role.values for place in (None, north, south)]

    @pytest.fixture
    def cases(self, acme, crowd, north, south, max):
        technicians = [one for one in crowd if one.role == "technician"]
        installers = [one for one in crowd if one.role == "installer"]
        cases = [CaseFactory(tenant=acme, branch=place) for place in (None, north, south)]
        cases.append(CaseFactory(tenant=acme, branch=north, job=JobFactory(tenant=acme, technician=technicians[0])))
        cases.append(CaseFactory(tenant=acme, branch=north, by=technicians[1]))
        for case in cases[:3]:
            InstallerSeatFactory(member=installers[1], account=case.account)
        cases[1].assign(technicians[1], by=max)
        cases[1].add_helper(technicians[0], by=max)
        cases[1].follow(by=technicians[2])
        for one in crowd[::4]:
            if one.role != "buyer":
                cases[2].share(one, by=max)
        crowd[0].deactivate(by=max)
        return cases

    def test_agree_for_every_role_and_place(self, crowd, cases):
        for case in cases:
            readers = set(Case.objects.readers_of(case).values_list("pk", flat=True))
            seen = {one.pk for one in crowd if access_of(one.user, one.tenant) and sees(one, case)}
            assert {one.pk for one in crowd if one.pk in readers} == seen
            assert 0 < len(seen) < len(crowd)
