"""Somebody waits for a case that another one is just changing: they decide by what it has become."""

import pytest

from cases.models import Case
from tests.cast import as_company, overtaken
from tests.factories import AccountFactory, BranchFactory, CaseFactory, MembershipFactory

from .moments import NOON, fresh


@pytest.fixture
def acme(transactional_db, acme):
    return acme


@pytest.fixture
def case(acme):
    return CaseFactory(account=AccountFactory(tenant=acme), opened_at=NOON)


def meanwhile(case, change, act):
    """Let ``change`` overtake ``act``, each inside the company; return the outcome of ``act`` and the case."""

    def inside(what):
        def run():
            with as_company(case.tenant_id):
                return what(Case.objects.get(pk=case.pk))

        return run

    [outcome] = overtaken(inside(change), inside(act))
    with as_company(case.tenant_id):
        row = fresh(case)
        return outcome, row, row.owner, row.branch


LOOKS = {
    "in the task": lambda row: Case.objects.triage(row.pk),
    "by the verb": lambda row: row.triage(),
}


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_a_case_that_changes_its_branch_meanwhile_is_still_looked_at(case, look):
    south = BranchFactory(tenant=case.tenant, name="South")

    def move(row):
        row.lock().change(branch=south)

    outcome, row, _owner, branch = meanwhile(case, move, look)
    assert (outcome, branch, row.is_clocked, row.triage_wanted_at) == (None, south, True, None)
    assert row.routed_for == f"defect@{south.pk}"


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_who_takes_a_case_meanwhile_keeps_it(case, departments, look):
    taker, idle = (MembershipFactory(tenant=case.tenant, role="support") for _ in range(2))
    with as_company(case.tenant_id):
        departments["support"].give_to("least_loaded", by=idle)
        departments["support"].enrol(idle)
    outcome, row, owner, _branch = meanwhile(case, lambda row: row.take(by=taker), look)
    assert (outcome, owner, row.is_clocked) == (None, taker, True)
