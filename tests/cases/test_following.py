"""Who is told how a case goes on: each once an event, as far as they may read it."""

import pytest

from cases.models import Case
from inbox.models import Notification
from tests.factories import CaseFactory, InstallerSeatFactory

from .moments import fresh, hours, opened

pytestmark = pytest.mark.usefixtures("in_acme")


@pytest.fixture
def people(member):
    """An owner, a helper, a follower, and somebody who has nothing to do with it."""
    return [member("support", name=name) for name in ("Olga Owner", "Hal Helper", "Fay Follower", "Nora Nobody")]


@pytest.fixture
def case(acme, people, max):
    case = CaseFactory(tenant=acme)
    olga, hal, fay, _nora = people
    case.assign(olga, by=max)
    case.add_helper(hal, by=max)
    case.follow(by=fay)
    Notification.objects.all().delete()
    return case


def told(people):
    rows = Notification.objects.order_by("id").values_list("member__user__name", "what", "about")
    return {name.split()[0]: (what, about) for name, what, about in rows}


ACTS = {
    "cases-commented": lambda case, by: case.comment("It hums", by=by),
    "cases-escalated": lambda case, by: case.escalate(by=by, reason="They wait"),
    "cases-resolved": lambda case, by: case.resolve(by=by, path="repaired", notes="New pump"),
}


@pytest.mark.parametrize("what", ACTS)
def test_everybody_who_has_to_do_with_it_is_told_once(case, people, max, what):
    ACTS[what](case, max)
    assert told(people) == {
        "Olga": (what, "mine"),
        "Hal": (what, "mine"),
        "Fay": (what, "following"),
    }
    assert Notification.objects.count() == 3


def test_reopening_is_told(case, people, max):
    case.resolve(by=max, path="repaired", notes="New pump")
    Notification.objects.all().delete()
    case.reopen(by=max, reason="It hums again")
    assert set(told(people).values()) == {("cases-reopened", "mine"), ("cases-reopened", "following")}


def test_who_did_it_is_not_told(case, people):
    case.comment("I looked at it", by=people[0])
    assert told(people).keys() == {"Hal", "Fay"}


def test_being_given_a_case_is_told_and_losing_it_too(case, people, max):
    case.assign(people[3], by=max)
    assert told(people) == {"Nora": ("cases-assigned", "assigned"), "Olga": ("cases-passed-on", "mine")}


def test_taking_it_oneself_is_no_news(acme, ada):
    CaseFactory(tenant=acme).take(by=ada)
    assert Notification.objects.count() == 0


def test_being_asked_to_help_is_told(case, people, max):
    case.add_helper(people[3], by=max)
    case.add_helper(people[3], by=max)
    assert told(people) == {"Nora": ("cases-helper", "assigned")}


def test_following_twice_is_once_and_ends(case, people, max):
    for _ in range(2):
        case.follow(by=people[3])
    assert case.involvements.filter(member=people[3]).count() == 1
    case.unfollow(by=people[3])
    case.unfollow(by=people[3])
    case.comment("It hums", by=max)
    assert "Nora" not in told(people)


def test_who_has_lost_sight_of_it_is_not_told(acme, member, north, south, max):
    case = CaseFactory(tenant=acme, branch=north)
    ben = member("support", branch=north, name="Ben Nevis")
    case.follow(by=ben)
    Case.objects.filter(pk=case.pk).update(branch=south)
    Case.objects.get(pk=case.pk).comment("It hums", by=max)
    assert Notification.objects.count() == 0


def test_an_installer_is_told_what_customers_may_read(acme, member, max):
    case = CaseFactory(tenant=acme)
    ira = member("installer", name="Ira Installer")
    InstallerSeatFactory(member=ira, account=case.account)
    case.follow(by=ira)
    case.comment("Between us", by=max)
    case.escalate(by=max, reason="Between us, too")
    assert Notification.objects.count() == 0
    case.comment("We come on Monday", by=max, audience="customer")
    case.resolve(by=max, path="repaired", notes="New pump")
    whats = Notification.objects.order_by("id").values_list("what", flat=True)
    assert list(whats) == ["cases-commented", "cases-resolved"]


class TestAlarms:
    def whats(self):
        return list(Notification.objects.order_by("at").values_list("what", "about", "member__user__name"))

    def test_the_owner_is_told_once_each(self, ada, max):
        case = opened(priority="urgent")
        case.assign(ada, by=ada)
        for _ in range(2):
            Case.objects.ring_alarms([case.pk], hours(5))
        case.refresh_from_db()
        case.ring(hours(6))
        assert self.whats() == [("cases-at-risk", "alarm", "Ada Lovelace"), ("cases-breached", "alarm", "Ada Lovelace")]

    def test_of_a_case_that_nobody_owns_whoever_leads_there_is_told(self, ada, max, member, north, south):
        nia, case = member("manager", branch=north, name="Nia North"), opened(priority="urgent")
        Case.objects.ring_alarms([case.pk], hours(3.5))
        assert self.whats() == [("cases-at-risk", "alarm", "Max Planck")]
        assert Notification.objects.get().facts["nobodys"] is True
        Notification.objects.all().delete()
        theirs = [opened(priority="urgent", branch=branch).pk for branch in (north, south)]
        Case.objects.ring_alarms(theirs, hours(3.5))
        assert [name for *_what, name in self.whats()].count(max.name) == 2
        assert list(Notification.objects.filter(member=nia).values_list("subject_id", flat=True)) == theirs[:1]

    def test_edge_29_who_has_left_is_told_nothing_and_whoever_leads_is(self, ada, max):
        together, alone = (opened(priority="urgent") for _ in range(2))
        for case in (together, alone):
            case.assign(ada, by=ada)
        ada.deactivate(by=max)
        Case.objects.ring_alarms([together.pk], hours(5))
        fresh(alone).lock().ring(hours(5))
        found = Notification.objects.order_by("subject_label", "at").values_list("subject_id", "what", "member")
        both = ("cases-at-risk", "cases-breached")
        assert list(found) == [(case.pk, what, max.pk) for case in (together, alone) for what in both]

    def test_an_escalation_that_makes_it_late_tells_the_owner_both(self, ada, max):
        case = opened(priority="low")
        case.assign(ada, by=ada)
        case.escalate(by=max, reason="They wait", at=hours(30))
        assert {what for what, *_rest in self.whats()} == {"cases-breached", "cases-escalated"}

    def test_many_are_told_in_as_few_statements_as_one(self, ada):
        from tests.cast import queries_of

        counts = []
        for how_many in (1, 3):
            cases = [opened(priority="urgent") for _ in range(how_many)]
            for case in cases:
                case.assign(ada, by=ada)
            ids = [case.pk for case in cases]
            counts.append(len(queries_of(lambda ids=ids: Case.objects.ring_alarms(ids, hours(5)))))
        assert counts[0] == counts[1]
