"""Two people, or two workers, at the same moment, each on a real connection: one clean outcome."""

from uuid import uuid4

import pytest

from cases.models import CannotReopen, Case, OwnerIsFixed, StaleEdit, TakenAlready
from tests.cast import as_company, at_once, each
from tests.factories import AccountFactory, CaseFactory, MembershipFactory

from .moments import NOON, fresh, hours, kinds

WORDS = {"summary": "Pump hums", "case_type": "repair", "reason_code": "defect", "source": "phone"}


@pytest.fixture
def acme(transactional_db, acme):
    return acme


@pytest.fixture
def case(acme):
    return CaseFactory(account=AccountFactory(tenant=acme), opened_at=NOON, triaged=True)


@pytest.fixture
def hands(acme):
    return [MembershipFactory(tenant=acme, role="support_lead") for _ in range(2)]


def read(acme, case, look):
    with as_company(acme):
        return look(fresh(case))


def test_a_double_click_opens_one_case(acme):
    account, key = AccountFactory(tenant=acme), uuid4()

    def click(_hand):
        return Case.objects.open_for(account, by=None, opening_key=key, **WORDS).pk

    assert len(set(each(acme, click, 1, 2, 3))) == 1
    with as_company(acme):
        assert kinds(Case.objects.get()) == ["opened"]


def test_many_hands_get_a_number_each(acme):
    account = AccountFactory(tenant=acme)

    def click(_hand):
        return Case.objects.open_for(account, by=None, **WORDS).number

    assert sorted(each(acme, click, *range(6))) == [1, 2, 3, 4, 5, 6]


def test_workers_leave_one_clock(acme):
    case = CaseFactory(account=AccountFactory(tenant=acme), opened_at=NOON)
    outcomes = each(acme, lambda _worker: Case.objects.get(pk=case.pk).triage(at=NOON), 1, 2, 3)
    assert outcomes == [None, None, None]
    assert read(acme, case, kinds) == ["opened", "clocked", "routed"]
    assert read(acme, case, lambda row: row.due_at) == hours(72)


def test_one_take_wins_and_the_other_hears_who_has_it(acme, case, hands):
    outcomes = each(acme, lambda hand: Case.objects.get(pk=case.pk).take(by=hand), *hands)
    [lost] = [outcome for outcome in outcomes if outcome]
    assert isinstance(lost, TakenAlready)
    winner = hands[outcomes.index(None)]
    assert read(acme, case, lambda row: row.owner) == winner
    assert lost.args == (f"{winner.name} has this case already.",)
    assert read(acme, case, kinds) == ["opened", "clocked", "routed", "assigned"]


def test_two_hands_on_one_button_leave_one_line(acme, case, hands):
    def resolve(hand):
        Case.objects.get(pk=case.pk).resolve(by=hand, path="repaired", notes="New pump")

    assert each(acme, resolve, *hands) == [None, None]
    assert read(acme, case, kinds).count("resolved") == 1


def test_two_different_priorities_from_the_same_page_clash(acme, case, hands):
    def change(priority):
        Case.objects.get(pk=case.pk).prioritise(priority, by=hands[0], was="normal")

    outcomes = each(acme, change, "high", "low")
    [clash] = [outcome for outcome in outcomes if outcome]
    assert isinstance(clash, StaleEdit)
    kept = ["high", "low"][outcomes.index(None)]
    assert read(acme, case, lambda row: row.priority) == kept
    assert read(acme, case, kinds).count("prioritised") == 1


def test_edits_of_different_fields_both_stay(acme, case, hands):
    was = {"summary": case.summary, "told": case.told}

    def edit(field):
        Case.objects.get(pk=case.pk).edit({field: f"new {field}"}, was=was, by=hands[0])

    assert each(acme, edit, "summary", "told") == [None, None]
    assert read(acme, case, lambda row: (row.summary, row.told)) == ("new summary", "new told")
    assert read(acme, case, lambda row: row.version) == case.version + 2


def test_edits_of_one_field_do_not_overwrite_each_other(acme, case, hands):
    was = {"summary": case.summary}

    def edit(text):
        Case.objects.get(pk=case.pk).edit({"summary": text}, was=was, by=hands[0])

    outcomes = each(acme, edit, "Ada's words", "Max's words")
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NoneType", "StaleEdit"]
    kept = ["Ada's words", "Max's words"][outcomes.index(None)]
    assert read(acme, case, lambda row: row.summary) == kept


def test_the_same_new_tag_by_two_hands_is_one_tag(acme, case, hands):
    assert each(acme, lambda hand: Case.objects.get(pk=case.pk).tag("leak", by=hand), *hands) == [None, None]
    assert read(acme, case, lambda row: row.taggings.count()) == 1
    assert read(acme, case, kinds).count("tagged") == 1


def test_the_same_new_tag_on_two_cases_is_one_tag(acme, case, hands):
    other = CaseFactory(account=AccountFactory(tenant=acme))
    both = each(acme, lambda one: Case.objects.get(pk=one.pk).tag("brand new", by=None), case, other)
    assert both == [None, None]
    with as_company(acme):
        assert case.taggings.get().tag_id == other.taggings.get().tag_id


def test_a_comment_that_a_device_sends_twice_is_said_once(acme, case, hands):
    key = uuid4()

    def say(hand):
        return Case.objects.get(pk=case.pk).comment("On my way", by=hand, client_key=key).pk

    assert len(set(each(acme, say, *hands))) == 1
    assert read(acme, case, kinds).count("commented") == 1


def test_two_workers_ring_an_alarm_once(acme, case):
    rung = each(acme, lambda _worker: Case.objects.ring_alarms([case.pk], hours(80)), 1, 2)
    assert sorted(rung) == [0, 1]
    assert read(acme, case, kinds) == ["opened", "clocked", "routed", "at-risk", "breached"]


def test_resolving_while_the_alarm_rings_leaves_a_case_that_makes_sense(acme, case, hands):
    def resolve(_one):
        Case.objects.get(pk=case.pk).resolve(by=hands[0], path="repaired", notes="Done", at=hours(71))

    def ring(_one):
        return Case.objects.ring_alarms([case.pk], hours(73))

    with_both = at_once(*(lambda act=act: _inside(acme, act) for act in (resolve, ring)))
    assert not [outcome for outcome in with_both if isinstance(outcome, Exception)]
    row = read(acme, case, lambda row: row)
    assert row.resolved_at == hours(71)
    assert row.alarm_at is None
    assert (row.breached_at is None) == ("breached" not in read(acme, case, kinds))


def test_going_on_by_hand_and_by_itself_is_said_once(acme, case, hands):
    with as_company(acme):
        fresh(case).wait("parts", by=hands[0], at=hours(1), until=hours(2))
    acts = [lambda: fresh(case).resume(by=hands[0], at=hours(3)), lambda: fresh(case).resume_when_due(hours(3))]
    assert each(acme, lambda act: act(), *acts) == [None, None]
    assert read(acme, case, kinds).count("resumed") == 1


def test_waiting_for_two_things_leaves_one_open_pause(acme, case, hands):
    waits = ["parts", "customer"]
    assert each(acme, lambda kind: fresh(case).wait(kind, by=hands[0], at=hours(1)), *waits) == [None, None]
    assert read(acme, case, lambda row: row.pauses.filter(ended_at=None).get().category == row.waiting_for)


def test_of_two_who_reopen_a_case_one_does(acme, case, hands):
    with as_company(acme):
        fresh(case).resolve(by=hands[0], path="repaired", notes="Done", at=hours(1))
    outcomes = each(acme, lambda hand: fresh(case).reopen(by=hand, reason="Hums", at=hours(2)), *hands)
    assert [type(outcome) for outcome in outcomes if outcome] == [CannotReopen]
    assert read(acme, case, lambda row: (row.reopen_count, kinds(row).count("reopened"))) == (1, 1)


def test_closing_and_reopening_leave_one_of_both(acme, case, hands):
    with as_company(acme):
        fresh(case).resolve(by=hands[0], path="repaired", notes="Done", at=hours(1))
    acts = [
        lambda: fresh(case).close(by=hands[0], csat=5, at=hours(2)),
        lambda: fresh(case).reopen(by=hands[1], reason="Hums", at=hours(2)),
    ]
    closed, reopened = each(acme, lambda act: act(), *acts)
    assert reopened is None
    assert closed is None or closed.args == ("Resolve the case before you close it.",)
    assert read(acme, case, lambda row: (row.state, row.closed_at)) == ("open", None)


def test_at_the_limit_one_of_two_passes_it_on_and_the_other_hears_who_keeps_it(acme, case, hands):
    others = [MembershipFactory(tenant=acme) for _ in range(2)]
    with as_company(acme):
        fresh(case).assign(hands[0], by=hands[0], at=hours(1))
        Case.objects.filter(pk=case.pk).update(hand_overs=2, handed_over_at=hours(1))
    outcomes = each(acme, lambda other: fresh(case).assign(other, by=hands[0], at=hours(2)), *others)
    [refused] = [outcome for outcome in outcomes if outcome]
    assert isinstance(refused, OwnerIsFixed)
    keeper = others[outcomes.index(None)]
    assert keeper.name in refused.args[0]
    assert read(acme, case, lambda row: (row.owner, row.hand_overs)) == (keeper, 3)


def _inside(acme, act):
    with as_company(acme):
        return act(None)
