"""When a case is due into which another one was merged, and what is not merged at all."""

import pytest

from cases.models import CannotMerge, Case, OtherCustomer
from tests.factories import AccountFactory

from .merges import apart, merge, row
from .moments import fresh, hours, last, opened

pytestmark = pytest.mark.usefixtures("in_acme")


@pytest.fixture
def account(in_acme):
    return AccountFactory(name="Whitfield")


@pytest.fixture
def old(account):
    return opened(account=account, summary="Pump hums", priority="low")


@pytest.fixture
def new(account):
    return opened(account=account, summary="Hum again", opened_at=hours(1), priority="high")


class TestDue:
    def test_the_earliest_open_due_wins(self, new, old):
        merge(new, old)
        assert fresh(old).due_at == hours(1 + 24)
        assert fresh(old).queue_at == hours(25)

    def test_a_later_one_moves_nothing(self, new, old):
        due_at = new.due_at
        merge(old, new)
        assert fresh(new).due_at == due_at

    def test_a_resolved_source_has_no_open_due(self, new, old, max):
        due_at = old.due_at
        new.resolve(by=max, path="repaired", notes="Done", at=hours(2))
        merge(new, old)
        assert fresh(old).due_at == due_at

    def test_it_holds_when_the_survivor_is_derived_again(self, new, old):
        merge(new, old)
        fresh(old).prioritise("normal", by=None, at=hours(3))
        assert fresh(old).due_at == hours(25)
        fresh(old).prioritise("urgent", by=None, at=hours(3))
        assert fresh(old).due_at == hours(4)
        fresh(old).prioritise("low", by=None, at=hours(3))
        assert fresh(old).due_at == hours(25)

    def test_reopened_it_begins_anew(self, new, old, max):
        merge(new, old)
        fresh(old).resolve(by=max, path="repaired", notes="Done", at=hours(5))
        fresh(old).reopen(by=max, reason="It hums", at=hours(50))
        assert fresh(old).due_at == hours(50 + 168)

    def test_a_miss_born_by_the_merge_is_the_merges(self, new, old):
        merge(new, old, at=hours(30))
        assert (fresh(old).breached_at, fresh(old).breach_cause) == (hours(25), "merge")
        assert last(fresh(old), "breached").at == hours(30)

    def test_the_undone_survivor_remembers_what_was_said_about_its_own(self, account):
        late = opened(account=account, priority="normal")
        Case.objects.ring_alarms([late.pk], hours(60))
        Case.objects.ring_alarms([late.pk], hours(80))
        before = row(late)
        soon = opened(account=account, priority="urgent")
        merge(soon, late, at=hours(81))
        assert fresh(late).due_at == hours(4)
        apart(soon, at=hours(82))
        assert row(late) == before

    def test_a_case_without_a_clock_is_looked_at_first(self, account, old):
        raw = opened(account=account, triaged=False, priority="urgent")
        merge(raw, old)
        assert fresh(old).due_at == hours(4)

    def test_a_pause_of_the_survivor_stops_all_clocks(self, new, old, acme):
        from routing.models import SlaPolicy, Targets

        SlaPolicy.objects.write(Targets(pausing=frozenset({"parts"})), by=None, was=0)
        acme.refresh_from_db()
        merge(new, old)
        fresh(old).wait("parts", by=None, at=hours(4))
        assert fresh(old).due_at is None
        fresh(old).resume(by=None, at=hours(14))
        assert fresh(old).due_at == hours(35)


class TestRefusals:
    def refused(self, source, survivor, match):
        before = row(source), row(survivor)
        with pytest.raises(CannotMerge, match=match):
            merge(source, survivor, confirmed=True)
        assert (row(source), row(survivor)) == before

    def test_itself(self, new):
        self.refused(new, new, "into itself")

    def test_a_source_that_was_merged_already(self, new, old, account):
        merge(new, old)
        self.refused(new, opened(account=account), "was merged into")

    def test_a_survivor_that_was_merged_away(self, new, old, account):
        merge(new, old)
        self.refused(opened(account=account), new, f"#{new.number} was merged into #{old.number}")

    def test_the_other_way_round_after_it_happened(self, new, old):
        merge(new, old)
        self.refused(old, new, "was merged into")

    def test_a_resolved_survivor(self, new, old, max):
        old.resolve(by=max, path="repaired", notes="Done")
        self.refused(new, old, "is not open")

    def test_a_closed_source(self, new, old, max):
        new.resolve(by=max, path="repaired", notes="Done")
        new.close(by=max)
        self.refused(new, old, "is closed")

    def test_one_department_asked_in_both(self, new, old, departments):
        for case in (new, old):
            case.refer(departments["purchasing"], by=None, reason="part")
        self.refused(new, old, "was asked in both")

    def test_another_customer_without_confirmation(self, old):
        stranger = opened()
        with pytest.raises(OtherCustomer):
            merge(stranger, old)
        merge(stranger, old, confirmed=True)
        assert fresh(stranger).merged_into == old

    def test_an_installer_who_would_lose_sight_of_it(self, account, old):
        theirs = opened(account=account, installer=AccountFactory(kind="installer"))
        with pytest.raises(OtherCustomer):
            merge(theirs, old)
