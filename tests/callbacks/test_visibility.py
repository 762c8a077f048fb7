"""Who sees which callbacks."""

import pytest

from callbacks.models import Callback
from tenants.access import access_of
from tests.cast import as_company
from tests.factories import AccountFactory, CallbackFactory, JobFactory

from .moments import FRIDAY

pytestmark = pytest.mark.usefixtures("in_acme", "departments")


def seen(member):
    return set(Callback.objects.visible_to(access_of(member.user, member.tenant)))


@pytest.fixture
def here(account, ada, north):
    return CallbackFactory(account=account, by=ada, branch=north, at=FRIDAY)


def test_people_see_their_branch_and_the_whole_company_all(here, callback, ada, north, south, member):
    assert seen(ada) == {here, callback}
    assert seen(member("support", branch=north)) == {here}
    assert seen(member("manager", branch=south)) == set()


def test_installers_and_buyers_see_none(here, callback, member):
    assert seen(member("installer")) | seen(member("buyer")) == set()


def test_technicians_see_what_is_theirs(account, ada, callback, member):
    tech = member("technician")
    of_job = CallbackFactory(account=account, by=ada, job=JobFactory(account=account, technician=tech))
    own = CallbackFactory(account=account, by=tech, owner=tech)
    assert seen(tech) == {of_job, own}


def test_another_company_sees_nothing(callback, eve, globex):
    with as_company(globex):
        assert list(Callback.objects.all()) == []
        assert not Callback.objects.filter(pk=callback.pk).exists()
        CallbackFactory(account=AccountFactory(tenant=globex), by=eve)
        assert Callback.objects.get().number == 1
