"""The demo companies: built once here, smaller than in life, and looked at from all sides."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.test import override_settings

from callbacks.models import Callback, Kind, Outcome, Status
from cases.models import Case, CaseType, Priority, ReasonCode, Referral, Source
from config.demo.cast import PASSWORD
from config.demo.script import SLUGS
from config.demo.season import DAYS, build
from config.demo.signins import sign_ins
from customers.models import Complaint, Contract, InstallerSeat
from evidence.models import Item
from inbox.models import About, Notification
from routing import clock
from routing.models import Calendar, Department, Rollout, setup_of
from tenants.access import access_of
from tenants.current import tenant_scope
from tenants.models import Membership, Role, Tenant, User
from tenants.models.roles import READS_CASES, WORKS_CASES
from timeline.models import Entry

from .desk import DEEDS

NOW = datetime(2026, 3, 9, 1, 40, tzinfo=UTC)  # a Sunday evening, after the clocks of one of them went forward
CASES, COMPLAINTS, MERGED = 140, 2, 1  # the complaints are of callbacks


@pytest.fixture(scope="module")
def built(django_db_setup, django_db_blocker, tmp_path_factory):
    """Both companies, really committed, because the photos are developed on connections of their own."""
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        for slug in SLUGS:
            build(slug, NOW, CASES)
        yield
        call_command("flush", verbosity=0, interactive=False, reset_sequences=False)


@pytest.fixture(params=SLUGS)
def company(built, request):
    company = Tenant.objects.get(slug=request.param)
    with tenant_scope(company):
        yield company


def open_cases():
    return Case.objects.open()


class TestComplaints:
    def test_some_wait_to_be_settled_and_some_are(self, company):
        open_ = Complaint.objects.open()
        assert 2 <= open_.count() < Complaint.objects.count()
        assert Complaint.objects.exclude(settled_by=None).exclude(outcome="").exists()

    def test_a_case_about_a_complaint_has_it_on_the_account_until_it_is_resolved(self, company):
        about = Case.objects.of_type(CaseType.COMPLAINT)
        noted = Complaint.objects.exclude(subject_id=None)
        assert set(noted.values_list("subject_id", flat=True)) == set(about.values_list("pk", flat=True))
        assert (
            noted.open()
            .filter(subject_id__in=about.resolved().values("pk"))
            .filter(subject_id__in=about.filter(reopen_count=0).values("pk"))
            .count()
            == 0
        )


class TestQueues:
    def test_some_hundred_are_past_and_half_a_hundred_open(self, company):
        assert Case.objects.count() == CASES + COMPLAINTS
        assert 40 <= open_cases().count() <= 60 + COMPLAINTS
        assert Case.objects.resolved().count() == CASES + COMPLAINTS - open_cases().count() - MERGED

    def test_the_unassigned_pool_holds_cases_that_nobody_has_touched(self, company):
        assert open_cases().unassigned().filter(involvements=None, first_response_at=None).count() >= 8

    def test_everybody_who_works_cases_has_some(self, company):
        owners = Counter(open_cases().exclude(owner=None).values_list("owner__user__email", flat=True))
        domain = f"@{company.slug}.example"
        assert {role for role in WORKS_CASES if owners[f"{role}{domain}"] >= 2} == WORKS_CASES

    def test_no_case_waits_for_a_worker(self, company):
        assert not Case.objects.untriaged().exists()
        assert not Case.objects.filter(department=None).exists()
        assert not Case.objects.filter(alarm_at__lt=NOW).exists()
        assert company.clock_at is None


class TestStates:
    @pytest.mark.parametrize(
        ("field", "words"),
        [
            ("priority", Priority.values),
            ("source", Source.values),
            ("case_type", CaseType.values),
            ("reason_code", ReasonCode.values),
        ],
    )
    def test_every_word_is_used(self, company, field, words):
        assert set(Case.objects.values_list(field, flat=True)) == set(words)

    def test_some_are_late_some_at_risk_and_some_due_within_hours(self, company):
        assert open_cases().overdue(NOW).count() >= 8
        assert open_cases().filter(at_risk_at__lt=NOW, due_at__gt=NOW).count() >= 8
        assert open_cases().filter(due_at__gt=NOW, due_at__lt=NOW + timedelta(hours=4)).count() >= 8
        assert open_cases().filter(at_risk_at__gt=NOW).count() >= 8

    def test_the_past_holds_every_ending(self, company):
        resolved = list(Case.objects.resolved())
        assert {case.was_met for case in resolved} == {True, False}
        assert {case.state for case in resolved} == {"resolved", "closed"}
        assert {case.csat for case in resolved} >= {None, 2, 3, 4, 5}
        assert Case.objects.filter(reopen_count=1, resolved_at=None).count() == 3
        assert set(Case.objects.values_list("breach_cause", flat=True)) >= {"", "time", "escalation"}

    def test_the_desk_did_what_it_is_to_show(self, company):
        assert [deed(company, NOW) for deed in DEEDS] == [None] * len(DEEDS)

    def test_contracts_are_in_every_status(self, company):
        assert set(Contract.objects.values_list("status", flat=True)) == set(Contract.Status.values)


class TestHistories:
    def test_every_due_time_is_the_one_of_the_pure_function(self, company):
        for case in Case.objects.all():
            start = clock.clock_start(case.opened_at, case.reopened_at)
            policy = clock.DEFAULT_POLICY if case.resolved_at else case.setup.policy(case.branch_id)
            assert case.due_at == clock.due_at(start, case.priority, policy, case.stops())

    def test_a_breach_is_told_exactly_where_there_was_one(self, company):
        told = set(Entry.objects.filter(kind="cases-breached").values_list("subject_id", flat=True))
        for case in Case.objects.filter(reopen_count=0, rederived_by=""):
            assert (case.pk in told) == clock.is_breached(case.due_at, case.resolved_at, NOW)

    def test_nothing_happens_before_the_ninety_days_or_after_now(self, company):
        moments = list(Entry.objects.filter(subject_kind="case").values_list("at", flat=True))
        assert NOW - timedelta(days=DAYS) <= min(moments)
        assert max(moments) <= NOW

    def test_a_case_is_opened_before_anything_else_happens_to_it(self, company):
        for case in Case.objects.all():
            first = case.history().order_by("at", "pk").first()
            assert first.kind == "cases-opened"

    def test_no_name_was_left_to_be_filled_in(self, company):
        texts = [*Entry.objects.values_list("body", flat=True), *Case.objects.values_list("summary", flat=True)]
        assert [text for text in texts if "{" in text] == []

    def test_photos_have_been_made_harmless(self, company):
        photos = list(Item.objects.all())
        assert len(photos) >= 12
        assert {photo.state for photo in photos} == {"clean"}
        assert all(photo.taken_at and photo.caption for photo in photos)


class TestSetups:
    def test_one_keeps_the_defaults_and_the_other_shows_what_can_be_set_up(self, company):
        setup = setup_of(company)
        if company.slug == "blueheron":
            assert (company.setup_mark, Calendar.objects.count()) == (None, 0)
            return
        assert (setup.targets.business_hours, setup.targets.pausing) == (True, ("customer", "parts"))
        assert (setup.rules[0].case_types, Calendar.objects.count()) == ({"complaint"}, 2)
        assert open_cases().filter(department__key=setup.rules[0].department_key).exists()
        assert {case.is_paused for case in open_cases().exclude(waiting_since=None)} == {True}
        assert open_cases().exclude(resumes_at=None).count() == 1
        assert Department.objects.filter(giving="least_loaded").count() == 2
        assert Membership.objects.exclude(off_duty_since=None).count() == 1
        assert {row.is_under_way for row in Rollout.objects.all()} == {False}


class TestReferrals:
    def test_there_are_some_in_every_state(self, company):
        open_ones = Referral.objects.open()
        states = {"waiting", "accepted", "answered", "returned", "withdrawn"}
        assert {referral.state for referral in Referral.objects.all()} == states
        assert open_ones.filter(due_at__lt=NOW, overdue_at=None).count() == 0
        assert Referral.objects.filter(department__key="sales", account_manager__isnull=False).exists()

    def test_every_case_knows_how_many_it_has(self, company):
        for case in Case.objects.all():
            assert case.referrals_made == case.referrals.count()
            assert case.referrals_open == case.referrals.open().count()

    def test_cases_of_installers_stand_in_the_feed_of_their_job(self, company):
        of_installers = Case.objects.exclude(installer=None).exclude(job=None)
        noted = Entry.objects.filter(kind="customers-noted", facts__has_key="case")
        assert noted.count() == of_installers.count() > 0
        assert set(noted.values_list("audience", flat=True)) == {"internal"}


class TestCallbacks:
    def test_there_are_some_of_every_kind_in_every_state(self, company):
        rows = Callback.objects.all()
        for field, words in (("kind", Kind), ("status", Status), ("last_outcome", Outcome)):
            assert set(rows.values_list(field, flat=True)) - {""} == set(words.values), field
        assert {row.was_kept for row in rows.finished()} == {True, False, None}
        assert rows.open().filter(needs_number=True).exists()
        assert rows.exclude(moved_at=None).exists()
        assert rows.open().exclude(due_from_at=None).exists()

    def test_one_has_become_a_complaint(self, company):
        case = Callback.objects.exclude(complaint=None).get(is_happy=None).complaint
        assert (case.case_type, bool(case.due_at)) == ("complaint", True)

    def test_every_rung_of_the_ladder_is_climbed_by_some_and_nothing_waits_for_a_worker(self, company):
        assert set(Callback.objects.open().values_list("rung", flat=True)) == {0, 1, 2, 3, 4}
        assert not Callback.objects.open().filter(alarm_at__lt=NOW).exists()
        assert not Callback.objects.open().overdue(NOW).filter(missed_at=None).exists()

    def test_everybody_of_the_office_has_promised_something(self, company):
        owners = set(Callback.objects.open().values_list("owner__role", flat=True))
        assert {"support", "support_lead", "service", "manager"} <= owners

    def test_no_closed_case_waits_for_a_call(self, company):
        assert not Callback.objects.open().filter(case__in=Case.objects.exclude(closed_at=None)).exists()


class TestInboxes:
    def test_every_role_that_reads_cases_has_something_new(self, company):
        for role in READS_CASES:
            member = Membership.objects.active().filter(role=role).order_by("pk").first()
            told = Notification.objects.readable_by(access_of(member.user, company))
            assert 1 <= told.unread().count() <= 7, role
        assert Notification.objects.read().count() > Notification.objects.unread().count()

    def test_people_are_told_for_every_reason(self, company):
        assert set(Notification.objects.values_list("about", flat=True)) == set(About.values)


class TestPeople:
    def test_every_role_has_somebody_and_one_has_left(self, company):
        assert set(Membership.objects.active().values_list("role", flat=True)) == set(Role.values)
        assert Membership.objects.exclude(deactivated_at=None).count() == 1
        assert InstallerSeat.objects.count() == 2

    def test_the_printed_sign_ins_are_true(self, built):
        table = sign_ins()
        for slug in SLUGS:
            for role in Role.values:
                assert f"{role}@{slug}.example" in table
                assert User.objects.get(email=f"{role}@{slug}.example").check_password(PASSWORD)

    def test_one_person_belongs_to_both(self, built):
        assert "In both" in sign_ins()
