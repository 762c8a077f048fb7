"""Opening a return: to a finished job, with the technician who led it at that time, on a board with a date."""

from uuid import uuid4

import pytest

from callbacks.models import CannotCallBack, WarrantyReturn
from tests.callbacks.moments import FRIDAY, HOUR, MONDAY_EVENING, told
from tests.factories import AccountFactory, CallbackFactory, CaseFactory, JobFactory
from tests.returns import DoneJobFactory, ReturnFactory

from .moments import fresh, kinds, lines_of

pytestmark = pytest.mark.usefixtures("in_acme", "departments")


def test_it_carries_the_original_job_and_whoever_led_it(opened, job, rosa, account, ada):
    row = fresh(opened)
    assert (row.number, row.job, row.technician, row.account) == (1, job, rosa, account)
    assert (row.owner, row.branch, row.status, row.opened_at) == (ada, job.branch, "open", FRIDAY)
    assert row.due_at == MONDAY_EVENING  # as a warranty concern is answered
    assert kinds(opened) == ["opened"]
    assert told(rosa) == ["callbacks-return-opened"]


def test_the_technician_stays_a_fact_when_somebody_else_leads_the_job(opened, job, rosa, member):
    job.technician = member("technician")
    job.save()
    assert fresh(opened).technician == rosa


def test_its_case_and_its_callback_say_that_it_was_opened(account, job, ada):
    case = CaseFactory(account=account, by=ada)
    callback = CallbackFactory(account=account, by=ada, case=case, at=FRIDAY)
    row = ReturnFactory(job=job, by=ada, case=case, callback=callback, at=FRIDAY)
    assert (row.case, row.callback) == (case, callback)
    assert lines_of("case", case.pk)[-1] == lines_of("callback", callback.pk)[-1] == "opened"


def test_of_a_case_that_was_merged_it_belongs_to_the_survivor(account, job, ada):
    case, survivor = CaseFactory(account=account, by=ada), CaseFactory(account=account, by=ada)
    case.merge_into(survivor, by=ada)
    assert ReturnFactory(job=job, by=ada, case=case).case == survivor


def test_the_same_key_is_one_return(job, ada):
    key = uuid4()
    rows = [ReturnFactory(job=job, by=ada, client_key=key) for _ in range(2)]
    assert rows[0] == rows[1]
    assert kinds(rows[0]) == ["opened"]
    another = ReturnFactory(job=DoneJobFactory(account=job.account), by=ada)
    assert another.number == 2


def test_what_cannot_be_a_return_is_refused_in_words(account, job, ada, opened):
    def said(**fields):
        with pytest.raises(CannotCallBack) as refusal:
            ReturnFactory(**{"job": DoneJobFactory(account=account), "by": ada, **fields})
        return list(refusal.value.args)

    stranger = CaseFactory(account=AccountFactory(), by=ada)
    closed = CaseFactory(account=account, by=ada)
    closed.resolve(by=ada, path="repaired", notes="Mended")
    closed.close(by=ada)
    unfinished = JobFactory(account=account, number="J-9", kind="Repipe")
    assert said(reported=" ") == ["Write what the customer reports."]
    assert said(job=unfinished) == ["J-9 · Repipe is not done yet: nobody returns to it."]
    assert said(case=stranger) == [f"{stranger} belongs to another customer."]
    assert said(case=closed) == ["The case is closed. Reopen it first."]
    assert said(job=job) == ["Return #1 to this job is still open."]
    assert WarrantyReturn.objects.get() == opened


def test_a_job_that_nobody_led_has_returns_that_count_for_nobody(account, ada):
    row = ReturnFactory(job=DoneJobFactory(account=account), by=ada)
    assert (row.technician, row.lead) == (None, "")


def test_what_a_technician_reports_is_looked_into_by_the_office(job, rosa, ada, boss):
    row = ReturnFactory(job=job, by=rosa, at=FRIDAY)
    assert row.owner == boss
    assert told(boss) == ["callbacks-return-given"]


def test_once_it_is_settled_another_may_be_opened(looked_into, job, ada, boss):
    looked_into.decide("no", "The dishwasher drips", by=boss, at=FRIDAY)
    looked_into.settle(by=boss, at=FRIDAY)
    assert ReturnFactory(job=job, by=ada, at=FRIDAY + HOUR).number == 2
