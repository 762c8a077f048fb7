"""What is heard on a call after the job: happy asks for a review once, unhappy opens a case in one step."""

import pytest

from callbacks.models import CannotCallBack, ReviewRequest
from tests.factories import CallbackFactory, JobFactory
from timeline.models import Entry

from .moments import FRIDAY, HOUR, fresh, kinds, told

pytestmark = pytest.mark.usefixtures("in_acme", "departments")


@pytest.fixture
def job(account):
    return JobFactory(account=account, kind="Repipe")


@pytest.fixture
def call(job, ada):
    return CallbackFactory(account=job.account, kind="proactive", by=ada, job=job, at=FRIDAY)


def test_whether_they_are_happy_has_to_be_said(call, ada):
    with pytest.raises(CannotCallBack, match="Say whether they are happy"):
        call.log_attempt("reached", by=ada, note="We spoke.")
    assert call.log_attempt("no_answer", by=ada).outcome == "no_answer"


def test_happy_asks_for_a_review_and_needs_no_words(call, ada):
    call.log_attempt("reached", by=ada, happy=True, at=FRIDAY + HOUR)
    row, review = fresh(call), ReviewRequest.objects.get()
    assert (row.status, row.is_happy, row.complaint) == ("done", True, None)
    assert (review.account, review.callback, review.asked_by, review.asked_at) == (
        call.account,
        call,
        ada,
        FRIDAY + HOUR,
    )
    assert kinds(call) == ["promised", "tried", "review-asked"]
    (line,) = Entry.objects.about("account", call.account_id)
    assert (line.kind, line.actor, line.at) == ("callbacks-review-asked", ada, FRIDAY + HOUR)


def test_nobody_is_asked_twice(call, job, ada, max):
    call.log_attempt("reached", by=ada, happy=True)
    second = CallbackFactory(account=job.account, kind="proactive", by=max, job=job)
    second.log_attempt("reached", by=max, happy=True)
    assert ReviewRequest.objects.get().callback == call
    assert kinds(second) == ["promised", "tried"]


def test_unhappy_opens_a_case_about_the_job_with_their_words(call, job, ada, boss):
    call.log_attempt("reached", by=ada, happy=False, note="It drips under the sink.", at=FRIDAY + HOUR)
    row = fresh(call)
    assert (row.status, row.is_happy, row.outcome) == ("done", False, "It drips under the sink.")
    case = row.complaint
    assert (case.account, case.job, case.case_type) == (job.account, job, "complaint")
    assert (case.opened_at, case.opened_by) == (FRIDAY + HOUR, ada)
    assert "It drips under the sink." in case.description
    assert "callbacks-escalated" in told(boss)
    assert not ReviewRequest.objects.exists()


def test_unhappy_needs_their_words(call, ada):
    with pytest.raises(CannotCallBack, match="Write what they said"):
        call.log_attempt("reached", by=ada, happy=False, note=" ")
    assert fresh(call).status == "open"


def test_other_callbacks_do_not_ask(account, ada):
    callback = CallbackFactory(account=account, by=ada, at=FRIDAY)
    callback.log_attempt("reached", by=ada, note="All is well")
    assert (fresh(callback).is_happy, ReviewRequest.objects.count()) == (None, 0)
