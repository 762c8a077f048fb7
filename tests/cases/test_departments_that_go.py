"""A department is removed while somebody sends a case there, each on a real connection: one clean outcome."""

from functools import partial

import pytest

from cases.models import Case
from routing.models import CannotRemove, Department, DepartmentIsGone, noted
from tests.cast import as_company, overtaken
from tests.factories import AccountFactory, CaseFactory, MembershipFactory

from .moments import fresh

SENDING = {
    "reroute": lambda case, there, by: case.reroute(there, by=by),
    "refer": lambda case, there, by: case.refer(there, by=by, reason="other"),
}


@pytest.fixture
def acme(transactional_db, acme):
    return acme


@pytest.fixture
def there(acme):
    with as_company(acme):
        return Department.objects.create(key="paint", name="Paint")


@pytest.fixture
def acts(acme, there):
    """Return (send(verb), remove), as they are done by two people who have the department before them."""
    case, hand = CaseFactory(account=AccountFactory(tenant=acme), triaged=True), MembershipFactory(tenant=acme)

    def send(verb):
        with as_company(acme):
            SENDING[verb](Case.objects.get(pk=case.pk), there, hand)

    def remove():
        with as_company(acme):
            Department.objects.get(pk=there.pk).remove(by=hand)

    return case, lambda verb: partial(send, verb), remove


@pytest.mark.parametrize("verb", SENDING)
def test_where_a_case_has_just_been_sent_is_still_needed(acts, there, verb):
    case, send, remove = acts
    assert isinstance(*overtaken(send(verb), remove), CannotRemove)
    with as_company(case.tenant_id):
        assert Department.objects.filter(pk=there.pk).exists()


@pytest.mark.parametrize("verb", SENDING)
def test_nothing_is_sent_where_nobody_is_any_more(acts, there, verb):
    case, send, remove = acts
    [outcome] = overtaken(remove, send(verb))
    assert isinstance(outcome, DepartmentIsGone)
    assert outcome.args == ("Paint does not exist any more.",)
    with as_company(case.tenant_id):
        assert (fresh(case).department.key, fresh(case).referrals_open) == ("support", 0)


def test_removed_by_two_hands_it_is_gone_once(acts, there):
    case, _send, remove = acts
    assert overtaken(remove, remove) == [None]
    with as_company(case.tenant_id):
        assert [line.facts["act"] for line in noted("department")] == ["removed"]
