"""Two at the same return in the same moment, each on a real connection: one clean outcome."""

from uuid import uuid4

import pytest

from callbacks.models import CannotCallBack, StaleCallback, WarrantyReturn
from cases.models import CannotClose, Case
from tests.callbacks.moments import FRIDAY, HOUR, MONDAY_EVENING
from tests.cases.test_two_hands import each
from tests.cast import as_company
from tests.factories import AccountFactory, CaseFactory, MembershipFactory
from tests.returns import DoneJobFactory, ReturnFactory

from .moments import fresh, kinds


@pytest.fixture
def acme(transactional_db, acme):
    return acme


@pytest.fixture
def hands(acme):
    return [MembershipFactory(tenant=acme, role="manager") for _ in range(2)]


@pytest.fixture
def job(acme):
    return DoneJobFactory(account=AccountFactory(tenant=acme))


@pytest.fixture
def looked_into(acme, job, hands):
    row = ReturnFactory(job=job, by=hands[0], at=FRIDAY)
    with as_company(acme):
        row.note_finding("Dry", by=hands[0], at=FRIDAY)
    return row


def test_two_clicks_open_one_return(acme, job, hands):
    key = uuid4()
    numbers = each(acme, lambda hand: ReturnFactory(job=job, by=hand, client_key=key).number, *hands)
    assert numbers == [1, 1]


def test_two_people_open_one_return_to_a_job_and_the_second_hears_of_it(acme, job, hands):
    outcomes = each(acme, lambda hand: ReturnFactory(job=job, by=hand).number, *hands)
    refused = [one for one in outcomes if isinstance(one, CannotCallBack)]
    assert (len(refused), sorted(set(outcomes) - set(refused))) == (1, [1])


def test_two_managers_do_not_decide_against_one_another(acme, looked_into, hands):
    was = looked_into.version
    acts = zip(hands, ("yes", "no"), strict=True)
    outcomes = each(acme, lambda act: fresh(looked_into).decide(act[1], "I know", by=act[0], was=was), *acts)
    assert sorted(type(one).__name__ for one in outcomes) == [NoneType, StaleCallback.__name__]
    with as_company(acme):
        assert kinds(looked_into).count("decided") == 1


NoneType = type(None).__name__


def test_settled_twice_at_once_is_settled_once_and_told_once(acme, looked_into, hands):
    with as_company(acme):
        looked_into.decide("yes", "It was dry", by=hands[0])
    assert each(acme, lambda hand: fresh(looked_into).settle(by=hand), *hands) == [None, None]
    with as_company(acme):
        assert kinds(looked_into).count("settled") == 1
        told = [one for hand in hands for one in hand.notifications.filter(what="callbacks-return-ours")]
        assert len(told) == 1  # the other one did it


def test_workers_who_sound_together_tell_once(acme, looked_into, hands):
    late = MONDAY_EVENING + HOUR
    outcomes = each(acme, lambda _worker: WarrantyReturn.objects.sound([looked_into.pk], late), 1, 2, 3)
    assert sorted(outcomes) == [0, 0, 1]
    with as_company(acme):
        assert kinds(looked_into).count("overdue") == 1


def test_a_case_is_closed_or_gets_a_return_but_not_both(acme, job, hands):
    with as_company(acme):
        case = CaseFactory(account=job.account, by=hands[0])
        case.resolve(by=hands[0], path="repaired", notes="Mended")
    acts = [
        lambda: Case.objects.get(pk=case.pk).close(by=hands[0]),
        lambda: ReturnFactory(job=job, by=hands[1], case=Case.objects.get(pk=case.pk)).number,
    ]
    outcomes = each(acme, lambda act: act(), *acts)
    assert len([one for one in outcomes if isinstance(one, CannotClose | CannotCallBack)]) == 1
    with as_company(acme):
        assert bool(Case.objects.get(pk=case.pk).closed_at) != WarrantyReturn.objects.exists()
