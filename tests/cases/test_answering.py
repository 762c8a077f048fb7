"""The first answer to a customer has a clock of its own."""

import pytest
from django.db import transaction

from cases.models import Case
from routing.models import SlaPolicy, Targets

from .moments import fresh, hours, kinds, last, opened

pytestmark = pytest.mark.usefixtures("in_acme")

TARGETS = Targets(response={"normal": 120})


@pytest.fixture(autouse=True)
def answered(in_acme, boss):
    SlaPolicy.objects.write(TARGETS, by=boss, was=0)


def test_it_is_due_by_its_priority():
    assert [fresh(opened(priority=one)).response_due_at for one in ("normal", "high")] == [hours(2), None]


def test_an_answer_in_time_is_met(ada):
    case = opened()
    case.comment("We are on it", by=ada, audience="customer", at=hours(1))
    Case.objects.ring_alarms([case.pk], hours(73))
    assert fresh(case).answer_state == "met"
    assert "unanswered" not in kinds(case)


def test_an_internal_comment_is_none(ada):
    case = opened()
    case.comment("They called", by=ada, at=hours(1))
    assert fresh(case).answer_state == "running"


def test_a_miss_is_recorded_once_at_its_moment(ada):
    case = opened()
    assert fresh(case).alarm_at == hours(2)
    assert [Case.objects.ring_alarms([case.pk], hours(3)) for _ in range(2)] == [1, 0]
    assert (last(case, "unanswered").facts["due_at"], fresh(case).response_missed_at) == (
        hours(2).isoformat(),
        hours(2),
    )
    case.comment("Sorry", by=ada, audience="customer", at=hours(4))
    assert (fresh(case).answer_state, fresh(case).alarm_at) == ("missed", hours(54))
    assert kinds(case).count("unanswered") == 1


def test_in_the_very_second_is_in_time():
    case = opened()
    assert Case.objects.ring_alarms([case.pk], hours(2)) == 0


def test_waiting_for_the_customer_does_not_excuse_from_answering(ada):
    case = opened()
    case.wait("customer", by=ada, at=hours(1))
    assert fresh(case).alarm_at == hours(2)


def test_resolving_is_an_answer(max):
    case = opened()
    case.resolve(by=max, path="explained", notes="Told how", at=hours(1))
    assert fresh(case).answer_state == "met"


def test_reopening_does_not_take_the_answer_back(max):
    case = opened()
    case.resolve(by=max, path="explained", notes="Told how", at=hours(1))
    case.reopen(by=max, reason="It hums again", at=hours(50))
    assert (fresh(case).answer_state, fresh(case).first_response_at) == ("met", hours(1))
    assert "unanswered" not in kinds(case)


def test_a_miss_stays_when_the_targets_change(boss):
    case = opened()
    Case.objects.ring_alarms([case.pk], hours(3))
    SlaPolicy.objects.write(Targets(response={"normal": 600}), by=boss, was=1)
    case.follow_clock(by=boss, at=hours(4))
    assert (fresh(case).answer_state, fresh(case).response_due_at) == ("missed", hours(2))


def test_the_alarm_alone_and_with_many_says_the_same():
    alone, together = opened(), opened()
    with transaction.atomic():
        alone.lock().ring(hours(73))
    Case.objects.ring_alarms([together.pk], hours(73))
    assert kinds(alone)[3:] == kinds(together)[3:] == ["at-risk", "breached", "unanswered"]
    assert fresh(alone).response_missed_at == fresh(together).response_missed_at == hours(2)
