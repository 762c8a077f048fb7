"""Referrals: asked, accepted, answered, given back or withdrawn, while the case lives its own life."""

from datetime import timedelta
from uuid import uuid4

import pytest

from cases.models import CannotAnswer, CannotRefer, CannotResolve
from routing.models import CannotRemove
from tests.cases.moments import fresh, kinds, last, opened
from tests.factories import AccountFactory, MembershipFactory

from .conftest import FRIDAY, MONDAY_EVENING, again

pytestmark = pytest.mark.usefixtures("in_acme")


class TestAsking:
    def test_leaves_the_case_where_and_whose_it_is_and_its_clock_alone(self, case, sales, ada):
        before = fresh(case)
        case.refer(sales, by=ada, reason="price", comments=" How much? ", at=FRIDAY)
        after = fresh(case)
        for name in ("due_at", "due_fingerprint", "alarm_at", "department_id", "owner_id", "queue_at"):
            assert getattr(after, name) == getattr(before, name)
        assert (after.version, after.referrals_made, after.referrals_open) == (before.version + 1, 1, 1)
        line = last(case, "referred")
        assert (line.actor, line.body, line.audience) == (ada, "How much?", "internal")
        assert line.facts == {
            "department": "Sales",
            "reason": "Price, quote or change order",
            "due_at": MONDAY_EVENING.isoformat(),
        }

    def test_several_departments_at_once(self, case, sales, departments, ada):
        case.refer(sales, by=ada, reason="price")
        case.refer(departments["warehouse"], by=ada, reason="part")
        assert fresh(case).referrals_open == 2

    def test_one_department_has_one_open_referral_of_a_case(self, referral, case, sales, ada):
        with pytest.raises(CannotRefer, match="Sales has not answered the last referral of this case yet."):
            case.refer(sales, by=ada, reason="promise")
        referral.reply("We did.", by=ada)
        case.refer(sales, by=ada, reason="promise")
        assert (fresh(case).referrals_made, fresh(case).referrals_open) == (2, 1)

    def test_one_key_is_one_referral(self, case, sales, ada):
        key = uuid4()
        first, second = (case.refer(sales, by=ada, reason="price", client_key=key) for _ in range(2))
        assert first == second
        assert kinds(case).count("referred") == 1

    def test_a_resolved_case_is_referred_to_nobody(self, case, sales, max):
        case.resolve(by=max, path="repaired", notes="Done")
        with pytest.raises(CannotRefer):
            case.refer(sales, by=max, reason="price")

    def test_a_case_is_resolved_when_nobody_is_asked_any_more(self, referral, case, max):
        with pytest.raises(CannotResolve, match="Sales has not answered"):
            case.resolve(by=max, path="repaired", notes="Done")
        referral.withdraw(by=max)
        case.resolve(by=max, path="repaired", notes="Done")
        assert fresh(case).state == "resolved"


class TestSalesPeople:
    def people(self, acme):
        return [MembershipFactory(tenant=acme, role="manager") for _ in range(4)]

    def test_are_those_of_the_parent_account_else_the_account_s_own(self, acme, departments):
        theirs, ours, boss, own_boss = self.people(acme)
        parent = AccountFactory(kind="installer", account_manager=theirs, sales_manager=boss)
        both = dict(account_manager=ours, sales_manager=own_boss)
        assert opened(account=AccountFactory(parent=parent, **both)).sales_people() == {
            "account_manager": theirs,
            "sales_manager": boss,
        }
        assert opened(account=AccountFactory(**both)).sales_people() == both
        half = opened(account=AccountFactory(parent=AccountFactory(account_manager=theirs), **both))
        assert half.sales_people() == {"account_manager": theirs, "sales_manager": own_boss}
        assert opened().sales_people() == {"account_manager": None, "sales_manager": None}

    def test_are_told_to_sales_only(self, acme, case, sales, departments, ada):
        named = dict(account_manager=ada, sales_manager=ada)
        asked = [case.refer(one, by=ada, reason="price", **named) for one in (sales, departments["warehouse"])]
        assert [again(one).account_manager for one in asked] == [ada, None]
        assert [again(one).sales_manager for one in asked] == [ada, None]


class TestAnswering:
    def test_accepted_then_answered(self, referral, case, ada, max):
        referral.accept(by=max, at=FRIDAY)
        assert (again(referral).state, again(referral).accepted_by) == ("accepted", max)
        referral.reply(" It was in the offer. ", by=max, at=MONDAY_EVENING)
        row = again(referral)
        assert (row.state, row.answer, row.answered_by, row.is_late) == ("answered", "It was in the offer.", max, False)
        assert (row.finished_at, row.alarm_at, fresh(case).referrals_open) == (MONDAY_EVENING, None, 0)
        assert kinds(case)[-3:] == ["referred", "referral-accepted", "referral-answered"]
        assert last(case, "referral-answered").facts == {"department": "Sales", "met": True}

    def test_an_answer_accepts(self, referral, max):
        referral.reply("Yes.", by=max, at=MONDAY_EVENING + timedelta(seconds=1))
        assert (again(referral).accepted_by, again(referral).is_late) == (max, True)

    def test_a_second_accepts_too_late(self, referral, ada, max):
        referral.accept(by=max)
        with pytest.raises(CannotAnswer, match="Max Planck has accepted this already."):
            again(referral).accept(by=ada)

    def test_a_colleague_may_answer_what_another_has_accepted(self, referral, ada, max):
        referral.accept(by=max)
        again(referral).reply("He is ill today: yes.", by=ada)
        assert (again(referral).accepted_by, again(referral).answered_by) == (max, ada)

    def test_everything_twice_is_harmless(self, referral, case, ada, max):
        for _ in range(2):
            referral.accept(by=max)
        for _ in range(2):
            referral.reply("Yes.", by=max)
        assert kinds(case)[3:] == ["referred", "referral-accepted", "referral-answered"]
        back, gone = (case.refer(referral.department, by=ada, reason="price"), None)
        for _ in range(2):
            back.give_back("Not ours", by=max)
        gone = case.refer(referral.department, by=ada, reason="price")
        for _ in range(2):
            gone.withdraw(by=ada)
        assert kinds(case)[6:] == ["referred", "referral-returned", "referred", "referral-withdrawn"]
        assert fresh(case).referrals_open == 0

    def test_what_is_finished_stays_as_it_is(self, referral, max, ada):
        referral.give_back("Ask the installer", by=max)
        for act in (
            lambda: referral.accept(by=ada),
            lambda: referral.reply("x", by=ada),
            lambda: referral.withdraw(by=ada),
        ):
            with pytest.raises(CannotAnswer, match="Max Planck has given this back already."):
                act()
        assert again(referral).return_reason == "Ask the installer"

    @pytest.mark.parametrize("empty", ["", "  \n"])
    def test_words_are_needed(self, referral, ada, empty):
        with pytest.raises(CannotAnswer):
            referral.reply(empty, by=ada)
        with pytest.raises(CannotAnswer):
            referral.give_back(empty, by=ada)
        assert again(referral).state == "waiting"


def test_a_department_that_was_asked_is_not_removed(referral, sales, max):
    with pytest.raises(CannotRemove) as still_asked:
        sales.remove(by=max)
    referral.reply("Yes.", by=max)
    with pytest.raises(CannotRemove) as once_asked:
        sales.remove(by=max)
    assert "1 referral waits for its answer." in still_asked.value.args
    assert "1 referral was answered there. Rename the department instead." in once_asked.value.args
