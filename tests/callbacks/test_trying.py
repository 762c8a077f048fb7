"""Attempts, and the ways in which a promise ends, moves and changes hands."""

from datetime import timedelta
from uuid import uuid4

import pytest

from callbacks.models import CannotCallBack, StaleCallback
from tests.factories import CallbackFactory, MembershipFactory

from .moments import FRIDAY, HOUR, MONDAY_EVENING, MONDAY_MORNING, fresh, kinds, told

pytestmark = pytest.mark.usefixtures("in_acme", "departments")
TEN = MONDAY_MORNING + 2 * HOUR


class TestAttempts:
    def test_reached_with_words_is_done_and_kept(self, callback, ada):
        attempt = callback.log_attempt("reached", by=ada, note="All is well", at=TEN)
        row = fresh(callback)
        assert (row.status, row.outcome, row.finished_at, row.was_kept) == ("done", "All is well", TEN, True)
        assert (row.tries, row.last_outcome, row.alarm_at, attempt.next_at) == (1, "reached", None, None)
        assert kinds(callback) == ["promised", "tried"]

    def test_reached_without_words_says_nothing(self, callback, ada):
        with pytest.raises(CannotCallBack):
            callback.log_attempt("reached", by=ada, note=" ", at=TEN)
        assert fresh(callback).is_open

    @pytest.mark.parametrize(
        ("outcome", "next_at"),
        [
            ("no_answer", TEN + 2 * HOUR),
            ("voicemail", MONDAY_MORNING + timedelta(days=1)),
            ("wrong_number", TEN),
        ],
    )
    def test_everything_else_is_tried_again_and_the_promise_stays(self, callback, ada, outcome, next_at):
        callback.log_attempt(outcome, by=ada, at=TEN)
        row = fresh(callback)
        assert (row.status, row.next_try_at, row.due_at, row.tries) == ("open", next_at, MONDAY_EVENING, 1)

    def test_no_answer_late_in_the_day_is_tried_in_the_morning(self, callback, ada):
        callback.log_attempt("no_answer", by=ada, at=MONDAY_EVENING - HOUR)
        assert fresh(callback).next_try_at == MONDAY_MORNING + timedelta(days=1) + HOUR

    def test_an_emergency_is_tried_again_soon_whatever_the_hour(self, account, ada):
        leak = CallbackFactory(account=account, by=ada, kind="emergency", at=FRIDAY)
        leak.log_attempt("voicemail", by=ada, at=FRIDAY + HOUR / 2)
        assert fresh(leak).next_try_at == FRIDAY + HOUR / 2 + timedelta(minutes=15)

    def test_somebody_may_know_better_when_to_try(self, callback, ada):
        callback.log_attempt("no_answer", by=ada, at=TEN, next_at=TEN + 3 * HOUR)
        assert fresh(callback).next_try_at == TEN + 3 * HOUR
        with pytest.raises(CannotCallBack):
            callback.log_attempt("no_answer", by=ada, at=TEN, next_at=TEN)

    def test_reached_after_many_tries_but_too_late_was_not_kept(self, callback, ada):
        callback.log_attempt("no_answer", by=ada, at=TEN)
        callback.log_attempt("reached", by=ada, note="At last", at=MONDAY_EVENING + timedelta(seconds=1))
        assert (fresh(callback).tries, fresh(callback).was_kept) == (2, False)

    def test_in_the_very_second_is_in_time(self, callback, ada):
        callback.log_attempt("reached", by=ada, note="Just so", at=MONDAY_EVENING)
        assert fresh(callback).was_kept

    def test_the_same_key_is_one_attempt(self, callback, ada):
        key = uuid4()
        sent = [callback.log_attempt("no_answer", by=ada, client_key=key, at=TEN) for _ in range(2)]
        assert (sent[0], fresh(callback).tries) == (sent[1], 1)

    def test_nobody_calls_them_twice(self, callback, ada):
        callback.log_attempt("reached", by=ada, note="All is well", at=TEN)
        with pytest.raises(CannotCallBack, match="Ada Lovelace has reached them already"):
            callback.log_attempt("no_answer", by=ada, at=TEN)

    def test_the_owner_hears_of_it_when_somebody_else_calls(self, callback, ada, max):
        callback.log_attempt("reached", by=max, note="I had them on the phone", at=TEN)
        assert (told(ada), fresh(callback).finished_by) == (["callbacks-tried"], max)


class TestWrongNumber:
    def test_it_stands_on_top_until_somebody_finds_another_one(self, callback, ada, account):
        CallbackFactory(account=account, by=ada, kind="emergency", at=FRIDAY)
        callback.log_attempt("wrong_number", by=ada, at=TEN)
        assert type(callback).objects.open().wrong_numbers_first().first() == callback
        callback.set_number("(716) 555-0199", by=ada, at=TEN)
        row = fresh(callback)
        assert (row.phone, row.needs_number) == ("+17165550199", False)

    def test_nonsense_is_no_number(self, callback, ada):
        with pytest.raises(CannotCallBack):
            callback.set_number("next door", by=ada)

    def test_the_same_again_is_harmless(self, callback, ada):
        callback.set_number("716 555 0100", by=ada)
        assert (fresh(callback).version, kinds(callback)) == (1, ["promised"])


class TestMoving:
    LATER = MONDAY_EVENING + timedelta(days=2)

    def test_another_time_is_a_new_promise(self, callback, ada):
        callback.log_attempt("no_answer", by=ada, at=TEN)
        callback.move(self.LATER, "They are away until Wednesday", by=ada, at=TEN)
        row = fresh(callback)
        assert (row.due_at, row.due_version, row.next_try_at, row.missed_before) == (self.LATER, 2, None, False)
        assert kinds(callback) == ["promised", "tried", "moved"]

    def test_what_was_missed_stays_missed(self, callback, ada):
        callback.move(self.LATER, "Forgot", by=ada, at=MONDAY_EVENING + HOUR)
        assert fresh(callback).missed_before

    def test_twice_is_harmless(self, callback, ada):
        for _ in range(2):
            callback.move(self.LATER, "Later", by=ada, at=TEN)
        assert fresh(callback).due_version == 2

    @pytest.mark.parametrize(("due_at", "reason"), [(LATER, " "), (TEN, "Later"), (TEN - HOUR, "Later")])
    def test_it_needs_a_reason_and_a_future(self, callback, ada, due_at, reason):
        with pytest.raises(CannotCallBack):
            callback.move(due_at, reason, by=ada, at=TEN)

    def test_who_saw_an_earlier_version_is_told(self, callback, ada, max):
        callback.assign(max, by=ada)
        with pytest.raises(StaleCallback):
            callback.move(self.LATER, "Later", by=ada, was=1, at=TEN)
        callback.move(self.LATER, "Later", by=ada, was=2, at=TEN)


class TestHands:
    def test_somebody_else_keeps_it_and_both_are_told(self, callback, ada, max, boss):
        callback.assign(max, by=boss)
        assert (fresh(callback).owner, told(max), told(ada)) == (max, ["callbacks-given"], ["callbacks-passed-on"])
        assert fresh(callback).due_at == MONDAY_EVENING

    def test_forth_and_back_is_told_each_time_and_the_same_again_never(self, callback, ada, max, boss):
        for member in (max, max, ada, max):
            callback.assign(member, by=boss)
        assert (told(max).count("callbacks-given"), told(ada).count("callbacks-given")) == (2, 1)

    def test_who_does_not_work_there_gets_none(self, callback, ada, member):
        for role in ("installer", "buyer", "executive"):
            with pytest.raises(CannotCallBack):
                callback.assign(member(role), by=ada)

    def test_withdrawing_says_why_once(self, callback, ada, max):
        with pytest.raises(CannotCallBack):
            callback.withdraw("", by=max)
        for _ in range(2):
            callback.withdraw("They wrote that all is well", by=max, at=TEN)
        row = fresh(callback)
        assert (row.status, row.outcome, row.was_kept, row.alarm_at) == (
            "withdrawn",
            "They wrote that all is well",
            None,
            None,
        )
        assert (kinds(callback), told(ada)) == (["promised", "withdrawn"], ["callbacks-withdrawn"])

    def test_what_is_done_stays_done(self, callback, ada):
        callback.log_attempt("reached", by=ada, note="All is well", at=TEN)
        other = MembershipFactory()
        acts = [
            lambda: callback.assign(other, by=ada),
            lambda: callback.move(MONDAY_EVENING + HOUR, "Later", by=ada, at=TEN),
            lambda: callback.withdraw("Why", by=ada),
            lambda: callback.set_number("7165550199", by=ada),
        ]
        for act in acts:
            with pytest.raises(CannotCallBack):
                act()
