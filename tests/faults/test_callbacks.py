"""Callbacks fall due while workers die and the broker forgets: every rung is told, each once, and no mail is lost."""

import random
from datetime import timedelta

import pytest
from django.utils import timezone

from callbacks.models import Callback
from inbox.models import Delivery, Notification, Preference
from tests.cast import as_company
from tests.factories import AccountFactory
from tests.plugins.processes import until
from timeline.models import Entry

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

MANY = 500
LEAD, SPREAD = timedelta(seconds=10), timedelta(seconds=15)
# How long ago it was due when its last rung rings: an emergency climbs a step every quarter of an hour.
RUNGS = [("due", timedelta(0)), ("manager", timedelta(minutes=15)), ("branch", timedelta(minutes=30))]
SEED = 20_261_122


@pytest.fixture
def boss(member, acme):
    return member("manager", acme, name="Grace Hopper")


@pytest.fixture
def promised(acme, ada, max, boss):
    """Emergencies whose next rung rings one after another: a third each of what the owner, a manager, all are told."""
    account, first = AccountFactory(tenant=acme), timezone.now() - timedelta(hours=1) + LEAD
    with as_company(acme):
        for person, mailed in ((ada, ["promise"]), (max, []), (boss, [])):
            Preference.objects.settle(person, by=person, mailed=mailed, quiet_from=None, quiet_until=None)
    made = {}
    for place in range(MANY):
        rung, ago = RUNGS[place % len(RUNGS)]
        at = first - ago + SPREAD * place / MANY
        with as_company(acme):
            callback = Callback.objects.promise(
                account, kind="emergency", by=ada, owner=ada, at=at, reason=f"Leak {place}"
            )
        made[callback.pk] = rung
    return made


def wanted(promised, ada, max, boss):
    """Who must have been told which rung of which callback."""
    told = set()
    for pk, last in promised.items():
        names = [name for name, _ago in RUNGS]
        heard = {"due": [ada], "manager": [boss], "branch": [boss, max]}
        for rung in names[: names.index(last) + 1]:
            told |= {(person.pk, f"callback/{pk}/1/{rung}") for person in heard[rung]}
    return told


def rungs_told(company):
    with as_company(company):
        return list(Notification.objects.filter(subject_kind="callback").values_list("member_id", "key"))


def test_many_fall_due_while_workers_die_and_the_broker_forgets(house, broker, postbox, acme, ada, max, boss, promised):
    dice, everything = random.Random(SEED), wanted(promised, ada, max, boss)
    workers = [house.worker(EMAIL_URL=postbox.url) for _ in range(2)]
    house.beat(), house.beat()
    for place, share in enumerate((0.1, 0.3, 0.5)):
        some = share * len(everything)
        until(lambda some=some: len(everything & set(rungs_told(acme))) >= some, "some are told", within=120)
        workers.pop(dice.randrange(len(workers))).kill()
        if place == 1:
            broker.empty()
        workers.append(house.worker(EMAIL_URL=postbox.url))
    until(lambda: everything <= set(rungs_told(acme)), "every rung is told", within=240)
    told = rungs_told(acme)
    assert len(told) == len(set(told))
    assert {key.rsplit("/", 1)[1] for _person, key in set(told) - everything} <= {"given", "at-risk"}
    with as_company(acme):
        missed = list(Entry.objects.filter(kind="callbacks-missed").values_list("subject_id", flat=True))
        assert sorted(missed) == sorted(promised)
        assert not Callback.objects.filter(missed_at=None).exists()

    def unsent():
        with as_company(acme):
            return Delivery.objects.exclude(state="sent").count()

    until(lambda: unsent() == 0, "every mail is noted as sent", within=240)
    with as_company(acme):
        names = {f"<{key}@127.0.0.1>" for key in Delivery.objects.values_list("key", flat=True)}
        attempts = sum(Delivery.objects.values_list("attempts", flat=True))
    arrived = postbox.ids()
    assert set(arrived) == names
    assert len(names) <= len(arrived) <= attempts <= len(names) + 3  # at most what each of the dead was about
    assert all(worker.is_running() for worker in workers)
