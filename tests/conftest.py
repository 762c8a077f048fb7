"""The cast: ``ada`` the agent and ``max`` the lead at Acme, ``eve`` at Globex, and how tests speak with them."""

import pytest
from hypothesis import HealthCheck, settings

from tests import cast
from tests.factories import BranchFactory, MembershipFactory, TenantFactory, UserFactory

# Laws hold however slow the machine is, and what is found depends on the code alone, not on the day's luck.
settings.register_profile("house", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

pytest_plugins = ["tests.plugins.services", "tests.plugins.processes", "tests.plugins.postbox"]


@pytest.fixture(autouse=True)
def broker_is_believed_in(monkeypatch):
    """Let no test begin in the seconds in which another one's broker is thought to be away."""
    monkeypatch.setattr("tenants.outbox._away_until", 0.0)


@pytest.fixture
def acme(db):
    """The company that most tests happen in, with its root branch and four departments."""
    return TenantFactory(slug="acme", name="Acme Pools")


@pytest.fixture
def globex(db):
    """The other company on the same installation, which must never be seen from Acme."""
    return TenantFactory(slug="globex", name="Globex Plumbing")


@pytest.fixture
def member(request):
    """Return ``member(role, company=acme, branch=None, **person)``, which makes somebody with that role."""

    def make(role, company=None, branch=None, **person):
        company = company or request.getfixturevalue("acme")
        return MembershipFactory(tenant=company, user=UserFactory(**person), role=role, branch=branch)

    return make


@pytest.fixture
def ada(acme, member):
    """Support at Acme, in the whole company."""
    return member("support", acme, name="Ada Lovelace", email="ada@acme.example")


@pytest.fixture
def max(acme, member):
    """Support lead at Acme, in the whole company: may also resolve and close."""
    return member("support_lead", acme, name="Max Planck", email="max@acme.example")


@pytest.fixture
def eve(globex, member):
    """Support at Globex."""
    return member("support", globex, name="Eve Moneypenny", email="eve@globex.example")


@pytest.fixture
def north(acme):
    """A branch of Acme."""
    return BranchFactory(tenant=acme, name="North")


@pytest.fixture
def south(acme):
    """Another branch of Acme."""
    return BranchFactory(tenant=acme, name="South")


@pytest.fixture
def departments(acme):
    """Acme's company-wide departments by key: support, purchasing, warehouse, branch_manager."""
    from routing.models import Department

    with cast.as_company(acme):
        return {department.key: department for department in Department.objects.filter(branch=None)}


@pytest.fixture
def in_acme(acme):
    """Keep Acme's scope open for the whole test, for tests of verbs: ``pytestmark = usefixtures("in_acme")``."""
    with cast.as_company(acme):
        yield acme


@pytest.fixture
def media(settings, tmp_path):
    """A place of its own for the files of this test."""
    settings.MEDIA_ROOT = str(tmp_path)
    return tmp_path


@pytest.fixture
def client_for():
    """Return ``client_for(member)``: a Visitor signed in as the member, whose paths are inside the member's company.

    ``client_for(ada).get("/cases/", htmx=True)``; ``client_for(None, acme)`` is somebody who has not signed in.
    """
    return cast.Visitor
