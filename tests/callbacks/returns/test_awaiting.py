"""A return that nobody looks at in time says so once, to its owner and the managers; nobody's becomes somebody's."""

import pytest

from callbacks.models import WarrantyReturn
from callbacks.refusals import open_returns
from cases.models import CannotClose
from tenants.tasks import due_work
from tests.callbacks.moments import FRIDAY, HOUR, MONDAY_EVENING, told
from tests.cast import as_company, outside
from tests.factories import AccountFactory, CaseFactory
from tests.returns import DoneJobFactory, ReturnFactory

from .moments import fresh, kinds

pytestmark = pytest.mark.usefixtures("in_acme", "departments")


def sound(row, at):
    return WarrantyReturn.objects.sound([row.pk], at)


def test_it_is_told_once_when_its_date_has_passed(opened, ada, boss):
    assert sound(opened, MONDAY_EVENING - HOUR) == 0
    assert [sound(opened, MONDAY_EVENING + HOUR) for _ in range(2)] == [1, 0]
    assert told(boss) == ["callbacks-return-overdue"]
    assert told(ada) == ["callbacks-return-overdue"]
    assert (kinds(opened), fresh(opened).alarm_at) == (["opened", "overdue"], None)


def test_another_date_is_another_alarm(opened, ada):
    sound(opened, MONDAY_EVENING + HOUR)
    opened = fresh(opened)
    opened.plan(MONDAY_EVENING + 24 * HOUR, "Rosa is away", by=ada, at=MONDAY_EVENING + HOUR)
    assert sound(opened, MONDAY_EVENING + 2 * HOUR) == 0
    assert sound(opened, MONDAY_EVENING + 25 * HOUR) == 1
    assert told(ada) == ["callbacks-return-overdue"] * 2


def test_what_nobody_keeps_any_more_is_given_to_who_manages_the_branch(opened, ada, boss):
    ada.deactivate(by=None)
    sound(opened, MONDAY_EVENING + HOUR)
    assert fresh(opened).owner == boss
    assert told(boss) == ["callbacks-return-given", "callbacks-return-overdue"]
    assert kinds(opened) == ["opened", "assigned", "overdue"]


def test_the_sweep_finds_what_has_something_to_say_in_every_company(opened, acme, globex, eve):
    theirs = ReturnFactory(job=DoneJobFactory(account=AccountFactory(tenant=globex)), by=eve, at=FRIDAY)
    calm = ReturnFactory(job=DoneJobFactory(account=opened.account), by=opened.owner)
    with outside():
        found = set(due_work("kept_returns_alarmed", 10))
    late = {(str(acme.pk), str(opened.pk)), (str(globex.pk), str(theirs.pk))}
    expected = late if calm.opened_at > MONDAY_EVENING else set()
    assert {(str(company), str(pk)) for company, pk in found} == expected
    with as_company(globex):
        assert WarrantyReturn.objects.sound([opened.pk], MONDAY_EVENING + HOUR) == 0


def test_a_case_is_not_closed_while_its_return_is_open(account, job, ada, boss, max):
    case = CaseFactory(account=account, by=ada)
    row = ReturnFactory(job=job, by=ada, case=case)
    case.resolve(by=max, path="repaired", notes="Mended")
    with pytest.raises(CannotClose, match="Return #1 to job JOB-77 is still open. Ada Lovelace looks after it"):
        case.close(by=max)
    row.withdraw("It was no return", by=boss)
    assert open_returns(case) == []
    case.close(by=max)
    assert case.closed_at
