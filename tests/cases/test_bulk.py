"""One thing done with many cases: an outcome each, nothing twice, and a worker that goes on where another stopped."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from django.utils import timezone

from cases.models import BulkJob, Merge
from cases.models.doing import SLACK
from cases.tasks import bulk
from tests.cast import as_company, at_once, overtaken
from tests.factories import AccountFactory, BranchFactory, CaseFactory, MembershipFactory

from .moments import fresh, kinds


@pytest.fixture
def cases(acme, departments):
    account = AccountFactory(tenant=acme)
    return [CaseFactory(account=account, triaged=True) for _ in range(3)]


def chosen(cases, seen=None):
    return [(case.number, case.version, seen) for case in cases]


def outcomes(job):
    return {number: outcome for number, outcome, _label, _why in job.report()}


def begin(by, deed, facts, cases, **more):
    with as_company(by.tenant_id):
        picked = cases if isinstance(cases[0], tuple) else chosen(cases)
        return BulkJob.objects.begin(deed, facts, picked, by=by, **{"key": uuid4()} | more)


DEEDS = [
    ("assign", lambda ada, _d: {"member": str(ada.pk)}, "assigned"),
    ("tag", lambda _a, _d: {"tag": "storm"}, "tagged"),
    ("prioritise", lambda _a, _d: {"priority": "urgent", "reason": "Water"}, "prioritised"),
    ("refer", lambda _a, d: {"department": str(d["warehouse"].pk), "reason": "part", "comments": "?"}, "referred"),
]


@pytest.mark.parametrize(("deed", "facts", "line"), DEEDS, ids=[deed for deed, *_ in DEEDS])
def test_each_case_gets_a_line_of_its_own(cases, ada, max, departments, deed, facts, line):
    job = begin(max, deed, facts(ada, departments), cases)
    assert set(outcomes(job).values()) == {"done"}
    with as_company(ada.tenant_id):
        assert [kinds(case).count(line) for case in cases] == [1, 1, 1]


def test_what_is_refused_for_one_leaves_the_others_alone(cases, ada, max, acme):
    with as_company(acme):
        cases[0].resolve(by=max, path="repaired", notes="Done")
        cases[1].assign(ada, by=max)
    job = begin(max, "assign", {"member": str(ada.pk)}, [*chosen(map(fresh_in(acme), cases)), (999_999, None, None)])
    assert outcomes(job) == {
        cases[0].number: "refused",
        cases[1].number: "same",
        cases[2].number: "done",
        999_999: "refused",
    }
    assert [why for number, _o, _l, why in job.report() if number == cases[0].number] == ["It is resolved."]


def fresh_in(acme):
    def read(case):
        with as_company(acme):
            return fresh(case)

    return read


def test_the_same_key_is_done_once(cases, max):
    key = uuid4()
    jobs = [begin(max, "tag", {"tag": "storm"}, cases, key=key) for _ in range(2)]
    assert jobs[0].pk == jobs[1].pk
    with as_company(max.tenant_id):
        assert kinds(cases[0]).count("tagged") == 1


def test_what_somebody_else_has_decided_since_is_not_overwritten(cases, ada, max, acme):
    as_seen = chosen(cases, timezone.now() + SLACK)
    with as_company(acme):
        cases[0].assign(ada, by=ada)
        cases[1].tag("storm", by=ada)  # another matter
    job = begin(max, "assign", {"member": str(max.pk)}, as_seen)
    assert [outcomes(job)[case.number] for case in cases] == ["changed", "done", "done"]
    [why] = [why for _n, outcome, _l, why in job.report() if outcome == "changed"]
    assert why == "Ada Lovelace changed it meanwhile: now Ada Lovelace."


def test_a_member_of_a_branch_changes_no_case_of_another(cases, acme, north, member):
    job = begin(member("support_lead", branch=north), "tag", {"tag": "storm"}, cases)
    assert set(outcomes(job).values()) == {"refused"}


def many(acme, count):
    account = AccountFactory(tenant=acme)
    return [CaseFactory(account=account) for _ in range(count)]


def test_more_than_fifty_are_a_workers_and_each_step_is_whole(acme, max, departments):
    cases = many(acme, 60)
    job = begin(max, "tag", {"tag": "storm"}, cases)
    assert (job.outcomes, job.finished_at) == ([], None)
    with as_company(acme):
        for done in (25, 50, 60):
            BulkJob.objects.get(pk=job.pk).go_on()
            assert len(BulkJob.objects.get(pk=job.pk).outcomes) == done
        BulkJob.objects.get(pk=job.pk).go_on()
        assert BulkJob.objects.get(pk=job.pk).finished_at
        assert {kinds(case).count("tagged") for case in cases} == {1}


def test_a_step_that_dies_leaves_neither_outcomes_nor_changes(acme, max, departments):
    cases = many(acme, 51)
    job = begin(max, "tag", {"tag": "storm"}, cases)
    with as_company(acme):
        with pytest.raises(KeyboardInterrupt):
            _die_after_go_on(job)
        assert BulkJob.objects.get(pk=job.pk).outcomes == []
        assert kinds(cases[0]).count("tagged") == 0


def _die_after_go_on(job):
    with transaction.atomic():
        job.go_on()
        raise KeyboardInterrupt


def test_a_sweep_finds_the_job_that_no_worker_went_on_with(acme, max, departments):
    from tenants.tasks import due_work

    job = begin(max, "tag", {"tag": "storm"}, many(acme, 51))
    assert due_work("kept_cases_bulk", 5) == []
    with as_company(acme):
        BulkJob.objects.filter(pk=job.pk).update(looked_at=timezone.now() - timedelta(hours=1))
    assert due_work("kept_cases_bulk", 5) == [(acme.pk, job.pk)]
    assert bulk.name == "cases.bulk"


class TestTwoHands:
    @pytest.fixture
    def acme(self, transactional_db, acme):
        return acme

    def test_two_bulk_changes_of_the_same_cases_leave_one_clean_outcome_each(self, acme, cases):
        hands = [MembershipFactory(tenant=acme, role="support_lead") for _ in range(2)]
        as_seen = chosen(cases, timezone.now() + SLACK)
        jobs = at_once(*(lambda hand=hand: begin(hand, "assign", {"member": str(hand.pk)}, as_seen) for hand in hands))
        said = [outcomes(job) for job in jobs]
        for case in cases:
            assert sorted(one[case.number] for one in said) == ["changed", "done"]
            winner = hands[[one[case.number] for one in said].index("done")]
            with as_company(acme):
                assert fresh(case).owner == winner
                assert kinds(case).count("assigned") == 1

    def test_two_clicks_are_one_job(self, acme, cases):
        hand, key = MembershipFactory(tenant=acme, role="support_lead"), uuid4()
        jobs = at_once(*(lambda: begin(hand, "tag", {"tag": "storm"}, cases, key=key) for _ in range(3)))
        assert len({job.pk for job in jobs}) == 1
        with as_company(acme):
            assert [kinds(case).count("tagged") for case in cases] == [1, 1, 1]

    def test_two_jobs_with_the_same_new_tag_do_not_wait_for_each_other_in_a_circle(self, acme, departments):
        hands = [MembershipFactory(tenant=acme, role="support_lead") for _ in range(2)]
        cases = many(acme, 24)
        for tag in ("storm", "flood", "frost"):
            parts = zip(hands, (cases[:16], cases[8:]), strict=True)
            jobs = at_once(*(lambda h=hand, p=part, t=tag: begin(h, "tag", {"tag": t}, p) for hand, part in parts))
            assert {outcome for job in jobs for outcome in outcomes(job).values()} <= {"done", "same"}
            with as_company(acme):
                assert {case.taggings.filter(tag__name=tag).count() for case in cases} == {1}

    def test_a_job_and_a_merge_of_the_same_cases_do_not_wait_for_each_other_in_a_circle(self, acme, departments):
        hand = MembershipFactory(tenant=acme, role="support_lead")
        ids = sorted((uuid4(), uuid4()), reverse=True)  # numbered one way round, and locked the other
        with as_company(acme):
            account = AccountFactory()
            pair = [CaseFactory(account=account, id=pk, triaged=True) for pk in ids]

        def inside(act):
            with as_company(acme), transaction.atomic():
                return act()

        job, merged = overtaken(
            lambda: inside(lambda: Merge.objects.family_of(*pair)),
            lambda: begin(hand, "tag", {"tag": "storm"}, pair),
            lambda: inside(lambda: len(Merge.objects.family_of(*pair).cases)),
        )
        assert (set(outcomes(job).values()), merged) == ({"done"}, 2)

    def test_two_workers_at_one_job_double_nothing(self, acme, departments):
        hand = MembershipFactory(tenant=acme, role="support_lead")
        cases = many(acme, 60)
        job = begin(hand, "tag", {"tag": "storm"}, cases)

        def work():
            with as_company(acme):
                BulkJob.objects.get(pk=job.pk).go_on()

        for _ in range(4):
            assert at_once(work, work) == [None, None]
        with as_company(acme):
            assert BulkJob.objects.get(pk=job.pk).finished_at
            assert {kinds(case).count("tagged") for case in cases} == {1}


def test_a_department_of_another_branch_is_refused_by_name(acme, cases, max, north):
    from routing.models import Department

    with as_company(acme):
        there = Department.objects.create(key="far", name="Far", branch=BranchFactory(name="Far away"))
    job = begin(max, "refer", {"department": str(there.pk), "reason": "part", "comments": "?"}, cases)
    assert set(outcomes(job).values()) == {"refused"}


def test_what_was_merged_away_meanwhile_says_where_it_went(acme, cases, max):
    first, *_rest = cases
    with as_company(acme):
        other = CaseFactory(account=first.account)
        fresh(first).merge_into(other, by=max)
    for deed, facts in [("tag", {"tag": "storm"}), ("assign", {"member": str(max.pk)})]:
        job = begin(max, deed, facts, [first])
        assert job.outcomes == [["refused", f"#{first.number} was merged into #{other.number}. Go on there."]]


WHAT = [("assign", "Ada Lovelace"), ("tag", "storm"), ("prioritise", "Urgent"), ("refer", "Warehouse")]


@pytest.mark.parametrize(("deed", "what"), WHAT)
def test_its_report_says_what_was_done(cases, ada, max, departments, client_for, deed, what):
    facts = next(facts for name, facts, _line in DEEDS if name == deed)
    job = begin(max, deed, facts(ada, departments), cases)
    page = client_for(max).get(f"/cases/bulk/jobs/{job.pk}/").content.decode()
    assert f"<h1>{job.get_deed_display()}: {what}</h1>" in page


def test_giving_back_to_the_pool_says_so(cases, max):
    job = begin(max, "assign", {"member": ""}, cases)
    with as_company(max.tenant_id):
        assert job.what() == "unassigned"
