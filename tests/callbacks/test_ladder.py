"""The ladder: owner, manager, branch; each rung once for each due time, and nobody at midnight."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from callbacks.models import Callback, CallbackStandards
from callbacks.rules import Standards
from inbox.models import Delivery, Notification
from routing.models import StaleSetup
from tenants import news
from tests.factories import CallbackFactory, CaseFactory
from timeline.models import Entry

from .moments import FRIDAY, HOUR, MONDAY_EVENING, MONDAY_MORNING, fresh, kinds, told

pytestmark = pytest.mark.usefixtures("in_acme", "departments")
SECOND = timedelta(seconds=1)
TUESDAY_MORNING = MONDAY_MORNING + timedelta(days=1)
LADDER = ["callbacks-at-risk", "callbacks-due", "callbacks-manager", "callbacks-branch"]


def ring(callback, now):
    return Callback.objects.ring([callback.pk], now)


def climbed(callback, until):
    """Let the sweep look whenever the row says so, until ``until``; return at which moments."""
    looked = []
    while (at := fresh(callback).alarm_at) and at <= until:
        now = at + SECOND
        ring(callback, now)
        looked.append(now)
        assert len(looked) < 20, "it never comes to rest"
    return looked


class TestRungs:
    def test_the_owner_hears_first_then_the_manager_then_all_who_run_the_branch(self, callback, ada, max, boss):
        climbed(callback, MONDAY_EVENING + timedelta(days=2))
        assert told(ada) == LADDER[:2]
        assert told(boss) == LADDER[2:]
        assert told(max) == LADDER[3:]
        assert fresh(callback).alarm_at is None

    def test_each_at_its_time(self, callback, ada, boss):
        ring(callback, MONDAY_EVENING - HOUR - SECOND)
        assert told(ada) == []
        ring(callback, MONDAY_EVENING - HOUR)
        assert told(ada) == LADDER[:1]
        ring(callback, MONDAY_EVENING)
        assert told(ada) == LADDER[:1]  # in the very second is in time
        ring(callback, MONDAY_EVENING + SECOND)
        assert told(ada) == LADDER[:2]
        ring(callback, TUESDAY_MORNING + HOUR - SECOND)
        assert told(boss) == []
        ring(callback, TUESDAY_MORNING + HOUR)
        assert told(boss) == LADDER[2:3]

    def test_a_page_shows_from_when_on_it_is_at_risk(self, callback, ada):
        assert fresh(callback).at_risk_at == MONDAY_EVENING - HOUR
        ring(callback, MONDAY_EVENING - HOUR)
        assert fresh(callback).at_risk_at == callback.promised_at  # whoever is warned sees it as such
        at = MONDAY_EVENING - HOUR + SECOND
        fresh(callback).move(TUESDAY_MORNING, "They are away.", by=ada, at=at)
        assert fresh(callback).at_risk_at == TUESDAY_MORNING  # not known until the sweep has looked
        ring(callback, at)
        assert at < fresh(callback).at_risk_at < TUESDAY_MORNING

    def test_each_once_however_often_a_worker_looks(self, callback, ada, boss):
        for _ in range(3):
            ring(callback, MONDAY_EVENING + timedelta(days=2))
        assert (told(ada), told(boss)) == (LADDER[1:2], LADDER[2:])  # who comes late says the last word only
        assert kinds(callback) == ["promised", "missed", "climbed", "climbed"]

    def test_the_key_names_callback_due_time_and_rung(self, callback, ada):
        ring(callback, MONDAY_EVENING - HOUR)
        assert Notification.objects.get().key == f"callback/{callback.pk}/1/at-risk"

    def test_each_goes_by_mail_too(self, callback, ada):
        Callback.objects.filter(pk=callback.pk).update(due_at=FRIDAY)
        with time_machine.travel(MONDAY_MORNING, tick=False):  # what is a day old is not mailed any more
            leak = CallbackFactory(account=callback.account, by=ada, kind="emergency", at=MONDAY_MORNING)
            ring(leak, MONDAY_MORNING + HOUR - SECOND)
        assert Delivery.objects.filter(notification__member=ada).count() == 1

    def test_a_manager_who_keeps_it_hears_each_rung_once(self, account, boss, max):
        own = CallbackFactory(account=account, by=boss, at=FRIDAY)
        climbed(own, MONDAY_EVENING + timedelta(days=2))
        assert (told(boss), told(max)) == (LADDER[:3], LADDER[3:])

    def test_what_is_told_says_who_waits_whose_it_is_and_since_when(self, callback, ada):
        ring(callback, MONDAY_EVENING + SECOND)
        notice = Notification.objects.get(what="callbacks-due")
        facts = {"due_at": MONDAY_EVENING.isoformat(), "owner": "Ada Lovelace", "who": "Dana Fields", "rung": "due"}
        assert (notice.facts, notice.address, notice.about) == (facts, callback.address, "promise")
        assert (notice.at, notice.is_urgent, notice.subject_id) == (MONDAY_EVENING, False, callback.pk)

    def test_the_history_names_who_was_told(self, callback, ada, boss):
        climbed(callback, MONDAY_EVENING + timedelta(days=2))
        lines = Entry.objects.about("callback", callback.pk).filter(kind="callbacks-climbed").order_by("at")
        assert [(line.facts["rung"], line.facts["told"]) for line in lines] == [
            ("manager", ["Grace Hopper"]),
            ("branch", ["Grace Hopper"]),
        ]

    def test_a_look_that_says_nothing_disturbs_no_page(self, callback, ada):
        callback.move(TUESDAY_MORNING, "They are away.", by=ada, at=MONDAY_MORNING)
        version = fresh(callback).version
        assert ring(callback, MONDAY_MORNING + SECOND) == 0
        assert (fresh(callback).version, fresh(callback).alarm_at > MONDAY_MORNING + SECOND) == (version, True)

    def test_lists_read_themselves_anew_exactly_when_something_was_said(self, callback, acme):
        seen = [news.latest(acme.pk)]
        for now, spoken in ((MONDAY_EVENING - 2 * HOUR, 0), (MONDAY_EVENING + SECOND, 1)):
            assert ring(callback, now) == spoken
            seen.append(news.latest(acme.pk))
        assert (seen[0] == seen[1], seen[1] == seen[2]) == (True, False)

    def test_what_was_kept_says_nothing(self, callback, ada):
        callback.log_attempt("reached", by=ada, note="All is well", at=MONDAY_MORNING)
        ring(callback, MONDAY_EVENING + timedelta(days=9))
        assert (told(ada), fresh(callback).missed_at) == ([], None)

    def test_a_failed_try_does_not_make_it_kept(self, callback, ada):
        callback.log_attempt("voicemail", by=ada, at=MONDAY_MORNING)
        ring(callback, MONDAY_EVENING + SECOND)
        assert (told(ada), fresh(callback).was_kept) == (LADDER[1:2], False)

    def test_without_a_manager_somebody_who_runs_the_company_is_told(self, callback, ada, max):
        climbed(callback, MONDAY_EVENING + timedelta(days=2))
        assert told(max) == LADDER[2:]

    def test_where_nobody_else_is_left_the_owner_hears_it_all(self, callback, ada):
        climbed(callback, MONDAY_EVENING + timedelta(days=2))
        assert told(ada) == LADDER


class TestMissed:
    def test_it_is_recorded_at_the_moment_of_breach_even_if_nobody_looks(self, callback, ada):
        case = CaseFactory(account=callback.account, by=ada)
        of_case = CallbackFactory(account=callback.account, by=ada, at=FRIDAY, case=case)
        ring(of_case, MONDAY_EVENING + timedelta(days=30))
        line = Entry.objects.about("case", case.pk).get(kind="callbacks-missed")
        assert (line.at, fresh(of_case).missed_at) == (MONDAY_EVENING, MONDAY_EVENING)

    def test_moving_it_begins_the_ladder_anew_and_keeps_the_miss(self, callback, ada):
        ring(callback, MONDAY_EVENING + SECOND)
        later = MONDAY_EVENING + timedelta(days=2)
        callback.move(later, "They are away", by=ada, at=MONDAY_EVENING + HOUR)
        row = fresh(callback)
        assert (row.missed_at, row.missed_before, row.rung) == (None, True, 0)
        ring(callback, later + SECOND)
        assert told(ada) == ["callbacks-due", "callbacks-due"]
        assert kinds(callback) == ["promised", "missed", "moved", "missed"]

    def test_whoever_is_given_it_does_not_hear_again_what_was_said(self, callback, ada, max):
        ring(callback, MONDAY_EVENING - HOUR)
        callback.assign(max, by=ada, at=MONDAY_EVENING - HOUR / 2)
        ring(callback, MONDAY_EVENING + SECOND)
        assert told(max) == ["callbacks-given", "callbacks-due"]


class TestQuietHours:
    def test_nobody_is_told_at_midnight(self, account, ada):
        late = datetime(2026, 11, 24, 4, tzinfo=UTC)  # Monday 23:00, as agreed
        callback = CallbackFactory(account=account, by=ada, at=FRIDAY, due_at=late)
        ring(callback, late + SECOND)
        assert (told(ada)[1:], fresh(callback).missed_at) == ([], late)
        ring(callback, TUESDAY_MORNING)
        assert told(ada) == ["callbacks-due"]

    def test_an_emergency_does_not_wait_for_the_morning(self, account, ada, boss, max):
        night = datetime(2026, 11, 22, 7, tzinfo=UTC)  # Sunday 02:00
        leak = CallbackFactory(account=account, by=ada, kind="emergency", at=night)
        moments = climbed(leak, night + 2 * HOUR)
        assert [at - night - SECOND for at in moments] == [HOUR / 2, HOUR, HOUR * 5 / 4, HOUR * 3 / 2]
        assert (told(ada), told(boss), told(max)) == (LADDER[:2], LADDER[2:], LADDER[3:])
        assert Notification.objects.filter(is_urgent=False).count() == 0


class TestWhoHasLeft:
    def test_the_manager_keeps_it_at_once_and_it_is_never_lost(self, callback, ada, boss):
        ada.deactivate(by=boss)
        ring(callback, MONDAY_MORNING)
        assert (fresh(callback).owner, told(boss)) == (boss, ["callbacks-given"])
        assert kinds(callback) == ["promised", "assigned"]
        ring(callback, MONDAY_EVENING + SECOND)
        assert (told(ada), told(boss)) == ([], ["callbacks-given", "callbacks-due"])

    def test_who_no_longer_works_cases_is_replaced_before_anything_is_said(self, callback, ada, boss):
        type(ada).objects.admit(ada.user, "installer", by=boss)
        ring(callback, MONDAY_EVENING + SECOND)
        assert (told(ada), fresh(callback).owner) == ([], boss)

    def test_with_nobody_left_it_stays_and_breaks_nothing(self, callback, ada):
        ada.deactivate(by=None)
        ring(callback, MONDAY_EVENING + SECOND)
        assert (fresh(callback).owner, fresh(callback).missed_at) == (ada, MONDAY_EVENING)


class TestStandards:
    def test_new_figures_hold_for_what_is_said_and_for_new_promises_only(self, callback, account, ada, boss):
        figures = Standards(warranty_days=2, manager_minutes=5)
        CallbackStandards.objects.write(figures, by=boss, was=0)
        assert fresh(callback).due_at == MONDAY_EVENING
        assert CallbackFactory(account=account, by=ada, at=FRIDAY).due_at == MONDAY_EVENING + timedelta(days=1)
        ring(callback, TUESDAY_MORNING + HOUR / 12)
        assert told(boss) == ["callbacks-manager"]

    def test_the_same_again_is_harmless_and_a_stale_version_is_refused(self, boss):
        for was in (0, 0):
            CallbackStandards.objects.write(Standards(quote_days=3), by=boss, was=was)
        assert CallbackStandards.objects.in_force() == (1, Standards(quote_days=3))
        with pytest.raises(StaleSetup):
            CallbackStandards.objects.write(Standards(quote_days=4), by=boss, was=0)


class TestClosing:
    def test_a_case_with_an_open_callback_is_not_closed_and_says_whose(self, account, ada, max):
        from cases.models import CannotClose

        case = CaseFactory(account=account, by=ada)
        callback = CallbackFactory(account=account, by=ada, case=case, reason="How it went")
        case.resolve(by=max, path="repaired", notes="Mended")
        with pytest.raises(CannotClose, match="Ada Lovelace.*#1, How it went"):
            case.close(by=max)
        callback.log_attempt("reached", by=ada, note="All is well")
        case.close(by=max)

    def test_a_callback_that_is_done_leaves_its_case_open(self, account, ada):
        case = CaseFactory(account=account, by=ada)
        CallbackFactory(account=account, by=ada, case=case).log_attempt("reached", by=ada, note="Told them")
        assert type(case).objects.get(pk=case.pk).state == "open"
