"""The rate of each technician from the rows, disputes about what counts, and the flag for who manages them."""

from datetime import timedelta

import pytest

from callbacks.models import (
    Callback,
    CannotCallBack,
    CoachingFlag,
    ReturnTerms,
    WarrantyReturn,
    keeping_of,
    rates_of,
)
from callbacks.rates import Bar
from inbox.models import Notification
from tenants.access import access_of
from tests.callbacks.moments import FRIDAY, HOUR, MONDAY_MORNING, told
from tests.cases.test_two_hands import each
from tests.cast import as_company
from tests.factories import AccountFactory, CallbackFactory, MembershipFactory
from tests.returns import DoneJobFactory, ReturnFactory
from timeline.models import Entry

from .moments import fresh, kinds

NOW = MONDAY_MORNING
A_DAY = timedelta(days=1)
BAR = Bar(minimum_jobs=2, threshold_percent=30)
in_acme = pytest.mark.usefixtures("in_acme", "departments")


def done(account, technician, n, ago=5, **fields):
    return [
        DoneJobFactory(account=account, technician=technician, completed_at=NOW - ago * A_DAY, **fields)
        for _ in range(n)
    ]


def back(job, ago=2):
    return ReturnFactory(job=job, at=NOW - ago * A_DAY)


def rate(technician):
    found = rates_of(BAR, NOW).get(technician.pk)
    return found and (found.returns, found.jobs)


@in_acme
class TestCounting:
    def test_returns_that_count_over_jobs_that_were_completed_in_the_window(self, account, rosa, member):
        jobs = done(account, rosa, 4)
        done(account, rosa, 2, ago=91)
        done(account, member("technician"), 3)
        back(jobs[0])
        back(done(account, rosa, 1, ago=300)[0])  # an old job, a new return
        back(jobs[1], ago=95)
        assert rate(rosa) == (2, 4)

    def test_who_has_only_jobs_or_only_returns_is_measured_too_and_one_alone_when_asked(self, account, rosa, member):
        luis = member("technician")
        done(account, rosa, 3)
        back(done(account, luis, 1, ago=300)[0])
        assert (rate(rosa), rate(luis)) == ((0, 3), (1, 0))
        assert rates_of(BAR, NOW).keys() == {rosa.pk, luis.pk}
        assert [rates_of(BAR, NOW, [one.pk]).keys() for one in (rosa, luis)] == [{rosa.pk}, {luis.pk}]

    def test_what_does_not_count_is_left_out_in_the_rows_as_in_the_rule(self, account, rosa, boss):
        rows = [back(job) for job in done(account, rosa, 7)]
        for row in rows[:3]:
            row.note_finding("Dry", by=boss)
        rows[0].decide("no", "Theirs", by=boss)
        rows[1].decide("yes", "Ours", by=boss)
        rows[2].decide("unknown", "We wait", by=boss, next_at=NOW + 400 * A_DAY, at=NOW)
        rows[3].withdraw("Twice", by=boss)
        for row, outcome in ((rows[4], "dropped"), (rows[5], "upheld")):
            row.object_to("Not mine", by=rosa)
            row.answer_objection(outcome, "We looked", by=boss)
        counted = [fresh(row).is_counted for row in rows]
        assert counted == [False, True, True, False, False, True, True]
        assert set(WarrantyReturn.objects.counted()) == {row for row, one in zip(rows, counted, strict=True) if one}
        assert rate(rosa) == (4, 7)
        reasons = [fresh(rows[n]).why_not_counted for n in (0, 3, 4, 5)]
        assert reasons == ["not caused by us", "no return", "dropped after a dispute", ""]

    def test_a_job_that_nobody_led_counts_for_nobody(self, account, ada):
        back(done(account, None, 1)[0])
        assert rates_of(BAR, NOW) == {}


@in_acme
class TestDisputing:
    @pytest.fixture
    def row(self, opened):
        return opened

    def test_its_technician_says_why_and_the_manager_answers(self, row, rosa, boss):
        row.object_to("The neighbour drilled there", by=rosa, at=FRIDAY)
        assert (fresh(row).dispute, fresh(row).is_counted) == ("open", True)
        assert told(boss) == ["callbacks-return-disputed"]
        row.answer_objection("dropped", "She is right", by=boss, at=FRIDAY)
        row.answer_objection("dropped", "She is right", by=boss, at=FRIDAY)
        assert (fresh(row).dispute, fresh(row).is_counted) == ("dropped", False)
        assert told(rosa) == ["callbacks-return-opened", "callbacks-return-objection"]
        assert kinds(row) == ["opened", "disputed", "objection-answered"]

    def test_what_makes_no_sense_is_refused(self, row, rosa, boss):
        with pytest.raises(CannotCallBack, match="Nobody disputes"):
            row.answer_objection("dropped", "Why not", by=boss)
        with pytest.raises(CannotCallBack, match="Say why"):
            row.object_to(" ", by=rosa)
        for _ in range(2):
            row.object_to("Not mine", by=rosa)
        with pytest.raises(CannotCallBack, match="Say why"):
            row.answer_objection("upheld", " ", by=boss)
        row.answer_objection("upheld", "It was", by=boss)
        with pytest.raises(CannotCallBack, match="A manager has answered"):
            row.object_to("Still not mine", by=rosa)

    def test_what_does_not_count_need_not_be_disputed(self, row, rosa, boss):
        row.withdraw("Twice", by=boss)
        with pytest.raises(CannotCallBack, match="It does not count"):
            row.object_to("Not mine", by=rosa)


@in_acme
class TestCoaching:
    @pytest.fixture
    def above(self, account, rosa, boss):
        """Rosa with two returns in four jobs, where more than 30 % is too much."""
        ReturnTerms.objects.write(by=boss, was=0, minimum_jobs=2, threshold_percent=30)
        jobs = done(account, rosa, 4)
        return [back(job) for job in jobs[:2]]

    def watch(self, now=NOW):
        CoachingFlag.objects.watch(now)

    def heard(self, boss):
        return [what for what in told(boss) if what == "callbacks-coaching"]

    def test_the_manager_is_told_once_a_crossing(self, above, boss, rosa):
        for hours in range(3):
            self.watch(NOW + hours * HOUR)
        flag = CoachingFlag.objects.get()
        assert (flag.technician, flag.returns, flag.jobs, flag.raised_at) == (rosa, 2, 4, NOW)
        assert self.heard(boss) == ["callbacks-coaching"]
        assert "callbacks-coaching" not in told(rosa)

    def test_below_again_it_ends_and_another_crossing_is_another_flag(self, above, boss, account, rosa):
        self.watch()
        done(account, rosa, 6)
        self.watch(NOW + HOUR)
        assert CoachingFlag.objects.get().ended_at == NOW + HOUR
        for job in done(account, rosa, 4):
            back(job)
        for _ in range(2):
            self.watch(NOW + 2 * HOUR)
        assert (CoachingFlag.objects.count(), self.heard(boss)) == (2, ["callbacks-coaching"] * 2)

    def test_a_dispute_that_is_upheld_by_dropping_the_return_ends_it(self, above, boss, rosa):
        self.watch()
        above[0].object_to("Not mine", by=rosa)
        above[0].answer_objection("dropped", "She is right", by=boss)
        self.watch(NOW + HOUR)
        assert not CoachingFlag.objects.raised().exists()

    def test_below_the_fewest_jobs_and_at_the_threshold_nobody_is_told(self, above, boss, account, member):
        ReturnTerms.objects.write(by=boss, was=1, minimum_jobs=5)
        self.watch()
        ReturnTerms.objects.write(by=boss, was=2, minimum_jobs=2, threshold_percent=50)
        self.watch()
        assert not CoachingFlag.objects.exists()

    def test_the_manager_answers_once_with_words(self, above, boss, max):
        self.watch()
        flag = CoachingFlag.objects.get()
        with pytest.raises(CannotCallBack):
            flag.acknowledge(" ", by=boss)
        for _ in range(2):
            flag.acknowledge("We ride along on Monday", by=boss, at=NOW)
        with pytest.raises(CannotCallBack, match="Grace Hopper has answered this already."):
            CoachingFlag.objects.get().acknowledge("Me, too", by=max)
        lines = Entry.objects.about("coaching_flag", flag.pk).order_by("recorded_at", "id")
        assert list(lines.values_list("kind", flat=True)) == [
            "callbacks-coaching-raised",
            "callbacks-coaching-acknowledged",
        ]

    def test_who_manages_another_branch_may_not_open_it(self, above, boss, member, north, acme):
        self.watch()
        other = member("manager", branch=north)
        assert list(CoachingFlag.objects.visible_to(access_of(other.user, acme))) == []
        assert (
            Notification.objects.readable_by(access_of(boss.user, acme)).filter(what="callbacks-coaching").count() == 1
        )

    def test_the_manager_of_the_technicians_branch_is_told(self, account, boss, member, north):
        tech, lead = member("technician", branch=north), member("manager", branch=north)
        ReturnTerms.objects.write(by=boss, was=0, minimum_jobs=1, threshold_percent=30)
        back(done(account, tech, 1, branch=north)[0])
        self.watch()
        assert (self.heard(lead), self.heard(boss)) == (["callbacks-coaching"], [])


def test_workers_who_look_together_raise_one_flag(transactional_db, acme):
    boss, tech = (MembershipFactory(tenant=acme, role=role) for role in ("manager", "technician"))
    with as_company(acme):
        ReturnTerms.objects.write(by=boss, was=0, minimum_jobs=1, threshold_percent=30)
        back(done(AccountFactory(), tech, 1)[0])
    outcomes = each(acme, lambda _worker: CoachingFlag.objects.watch(NOW), 1, 2, 3)
    assert outcomes == [None] * 3
    with as_company(acme):
        assert CoachingFlag.objects.count() == 1
        assert [what for what in told(boss) if what == "callbacks-coaching"] == ["callbacks-coaching"]
        assert Entry.objects.filter(kind="callbacks-coaching-raised").count() == 1


@in_acme
class TestKeeping:
    def keeping(self, now):
        found = keeping_of(Callback.objects.all(), now)
        return found.overdue, found.kept, found.of, found.percent

    def test_nothing_was_promised(self, account):
        assert self.keeping(NOW) == (0, 0, 0, None)

    def test_kept_late_overdue_and_withdrawn(self, account, ada):
        def promised(due_at):
            return CallbackFactory(account=account, by=ada, at=FRIDAY, due_at=due_at)

        kept, late, moved, gone = (promised(FRIDAY + HOUR) for _ in range(4))
        promised(FRIDAY + HOUR)  # overdue
        promised(NOW + HOUR)  # to come
        kept.log_attempt("reached", by=ada, note="Well", at=FRIDAY + HOUR)
        late.log_attempt("reached", by=ada, note="Well", at=FRIDAY + 2 * HOUR)
        moved.move(FRIDAY + 9 * HOUR, "Away", by=ada, at=FRIDAY + 2 * HOUR)
        moved.log_attempt("reached", by=ada, note="Well", at=FRIDAY + 3 * HOUR)
        gone.withdraw("Not needed", by=ada, at=FRIDAY)
        assert self.keeping(NOW) == (1, 1, 4, 25)
        assert self.keeping(NOW + 31 * A_DAY) == (2, 0, 2, 0)
