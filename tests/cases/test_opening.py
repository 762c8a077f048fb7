"""Opening a case: what it begins with, and that it is opened once."""

from datetime import timedelta
from uuid import uuid4

import pytest

from cases.models import CannotOpen, Case, SentBefore
from config.celery import app
from tests.factories import AccountFactory, BranchFactory, CaseFactory, JobFactory

from .moments import NOON, fresh, hours, kinds, last, opened


@pytest.fixture
def account(in_acme):
    return AccountFactory(name="Mary Pool")


WORDS = {"summary": "Pump hums", "case_type": "repair", "reason_code": "defect", "source": "phone"}


def test_a_case_begins_unclocked_in_the_hands_of_who_opened_it(account, ada):
    case = Case.objects.open_for(account, by=ada, at=NOON, **WORDS)
    case = fresh(case)
    assert (case.number, case.priority, case.state) == (1, "normal", "open")
    assert (case.opened_at, case.queue_at, case.due_at, case.department) == (NOON, NOON, None, None)
    assert (case.owner, case.owner_chosen, case.opened_by) == (ada, False, ada)
    assert case.triage_wanted_at is not None
    assert not case.entered_late
    assert kinds(case) == ["opened"]
    line = last(case, "opened")
    assert (line.at, line.actor, line.facts) == (NOON, ada, {"source": "phone", "late": False})


def test_numbers_count_up_in_each_company(account, globex):
    assert [CaseFactory(account=account).number for _ in range(3)] == [1, 2, 3]
    assert CaseFactory(account=AccountFactory(tenant=globex)).number == 1
    assert CaseFactory(account=account).number == 4


def test_with_an_installer_somebody_must_be_named(in_acme, ada):
    installer = AccountFactory(kind="installer")
    with pytest.raises(CannotOpen, match="say whom you speak with"):
        Case.objects.open_for(installer, by=ada, **WORDS)
    joe = installer.add_contact("Joe")
    assert Case.objects.open_for(installer, by=ada, contact=joe, **WORDS).contact == joe
    met = {"name": "Zoe", "phone": "", "email": ""}
    assert Case.objects.open_for(installer, by=ada, met=met, **WORDS).contact.name == "Zoe"


def test_somebody_else_with_the_phone_of_the_household_is_written_down(account, ada):
    jane = account.add_contact("Jane Smith", phone="(716) 555-0142")

    def caller(name):
        met = {"name": name, "phone": "716 555 0142", "email": ""}
        return Case.objects.open_for(account, by=ada, met=met, **WORDS).contact

    assert [caller(name) for name in ("Jane", "jane smith", "Jane M. Smith")] == [jane] * 3
    assert caller("Bob Smith").name == "Bob Smith"


def test_who_does_not_work_cases_opens_one_for_the_pool(account, member):
    installer = member("installer")
    case = Case.objects.open_for(account, by=installer, **WORDS)
    assert (case.owner, case.opened_by) == (None, installer)


def test_the_house_opens_one_for_the_pool(account):
    case = Case.objects.open_for(account, by=None, **WORDS)
    assert (case.owner, case.opened_by, case.branch.is_root) == (None, None, True)


def test_the_branch_is_the_one_said_else_the_jobs_else_ones_own(account, member):
    said, jobs, own = (BranchFactory(name=name) for name in ("Said", "Jobs", "Own"))
    by = member("support", branch=own)
    job = JobFactory(account=account, branch=jobs)
    assert CaseFactory(account=account, by=by, job=job, branch=said).branch == said
    assert CaseFactory(account=account, by=by, job=job).branch == jobs
    assert CaseFactory(account=account, by=by).branch == own


class TestLateEntry:
    def test_a_call_typed_in_later_counts_from_the_call(self, account, ada):
        case = CaseFactory(account=account, by=ada, opened_at=NOON, at=hours(2), triaged=True)
        assert (case.opened_at, case.entered_late, case.due_at) == (NOON, True, hours(72))
        assert last(case, "opened").at == hours(2)
        assert case.why_due().is_entered_late

    def test_a_few_minutes_are_not_late(self, account):
        at = NOON + timedelta(minutes=5)
        assert not CaseFactory(account=account, opened_at=NOON, at=at).entered_late
        assert CaseFactory(account=account, opened_at=NOON, at=at + timedelta(seconds=1)).entered_late

    def test_it_may_be_born_overdue_and_nobody_here_missed_it(self, account, ada):
        case = CaseFactory(account=account, by=ada, opened_at=hours(-100), at=NOON)
        case.triage(at=NOON)
        case = fresh(case)
        assert (case.due_at, case.breached_at) == (hours(-28), hours(-28))
        assert case.breach_cause == "late_entry"
        assert last(case, "breached").facts["cause"] == "late_entry"
        assert last(case, "breached").at >= last(case, "opened").at

    def test_nobody_calls_from_the_future(self, account, ada):
        with pytest.raises(CannotOpen):
            Case.objects.open_for(account, by=ada, at=NOON, opened_at=hours(1), **WORDS)
        assert not Case.objects.exists()
        assert Case.objects.open_for(account, by=ada, at=NOON, **WORDS).number == 1


class TestOnce:
    def test_the_same_key_is_the_same_case(self, account, ada):
        key = uuid4()
        first = Case.objects.open_for(account, by=ada, opening_key=key, **WORDS)
        assert Case.objects.open_for(account, by=ada, opening_key=key, **WORDS) == first
        with pytest.raises(SentBefore) as before:
            Case.objects.open_for(account, by=ada, opening_key=key, **WORDS | {"summary": "Other words"})
        assert before.value.args == (first,)
        assert fresh(first).summary == "Pump hums"
        assert kinds(first) == ["opened"]
        assert Case.objects.count() == 1

    def test_without_a_key_each_is_a_case_of_its_own(self, account, ada):
        for _ in range(2):
            Case.objects.open_for(account, by=ada, **WORDS)
        assert Case.objects.count() == 2


class TestAskingForAWorker:
    @pytest.fixture
    def sent(self, monkeypatch):
        sent = []
        monkeypatch.setattr(app, "send_task", lambda name, args, **more: sent.append((name, args)))
        return sent

    def test_a_worker_is_asked_once_the_case_is_saved(self, account, ada, sent, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            case = Case.objects.open_for(account, by=ada, **WORDS)
            assert sent == []
        assert sent == [("cases.triage", [str(case.pk)])]

    def test_a_case_is_saved_whether_or_not_the_broker_answers(
        self, account, ada, monkeypatch, django_capture_on_commit_callbacks
    ):
        def away(*_args, **_more):
            raise OSError("no route")

        monkeypatch.setattr(app, "send_task", away)
        with django_capture_on_commit_callbacks(execute=True):
            case = Case.objects.open_for(account, by=ada, **WORDS)
        assert fresh(case).triage_wanted_at is not None


def test_a_case_that_was_opened_is_found_by_its_words(account, ada):
    case = opened(account=account, summary="Ölheizung “Nord” tropft", description="in the cellar")
    for words in ("olheiz", "NORD tropf", "mary", "cellar", str(case.number), "pool mary"):
        assert list(Case.objects.mentioning(words)) == [case], words
    assert not Case.objects.mentioning("roof").exists()
