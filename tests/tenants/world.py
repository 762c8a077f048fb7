"""One row of every company-owned table, so that a wall is tested with something behind it."""

from datetime import date, time
from uuid import uuid4

from django.apps import apps
from django.core.files.base import ContentFile
from django.db import connection
from django.utils import timezone

from callbacks.models import (
    AfterCare,
    AfterHoursRequest,
    Callback,
    CallbackStandards,
    CoachingFlag,
    HookKey,
    ReturnTerms,
)
from callbacks.rules import Standards
from callbacks.words import Care
from cases.models import BulkJob, SavedView
from evidence.models import Item
from inbox.models import Preference
from routing.models import Calendar, HandOvers, RuleBook, SlaPolicy, Targets, WaitingLabel
from routing.rules import Rule
from tenants.fields import TenantForeignKey
from tenants.models import Counter, Spelling, TenantLeaf
from tests.cast import as_company
from tests.factories import (
    AccountFactory,
    AssetFactory,
    BranchFactory,
    CaseFactory,
    ContactFactory,
    ContractFactory,
    InstallerSeatFactory,
    JobFactory,
    MembershipFactory,
    OrderFactory,
    OrderLineFactory,
    PropertyFactory,
)
from tests.returns import DoneJobFactory, ReturnFactory

COMPANY_MODELS = sorted(
    (model for model in apps.get_models() if issubclass(model, TenantLeaf)), key=lambda model: model._meta.label
)
COMPANY_KEYS = [
    (model, field)
    for model in COMPANY_MODELS
    for field in model._meta.local_fields
    if isinstance(field, TenantForeignKey)
]


def furnish(company):
    """Give ``company`` at least one row of every company-owned table, each made the way the product makes it."""
    with as_company(company):
        member = MembershipFactory(branch=BranchFactory())
        account = AccountFactory(parent=AccountFactory(kind="installer"), account_manager=member)
        site = PropertyFactory(account=account)
        job = JobFactory(account=account, site=site, contract=ContractFactory(account=account, site=site))
        line = OrderLineFactory(order=OrderFactory(account=account, job=job))
        InstallerSeatFactory(account=account.parent)
        case = CaseFactory(
            account=account,
            by=member,
            site=site,
            job=job,
            order_line=line,
            contact=ContactFactory(account=account),
            asset=AssetFactory(site=site),
            triaged=True,
        )
        case.department.enrol(member)
        set_up(member)
        case.wait("parts", by=member, reason="The seal is on order")
        case.tag("leak", by=member)
        case.refer(case.department, by=member, reason="part")
        case.note_complaint("Nobody called back", by=member)
        case.add_helper(MembershipFactory(), by=member)
        CaseFactory(account=account, triaged=True).merge_into(case, by=member)
        note = ContentFile(b"The filter pump hums at night.", name="note.txt")
        Item.objects.receive("case", case.pk, note, by=member, client_key=uuid4())
        Counter.next("something")
        Preference.objects.settle(member, by=member, mailed=["mine"])
        case.hear_again("Again", by=member, source="phone", client_key=uuid4())
        case.tell([member], "cases-commented", by=None, at=timezone.now(), key="a comment")
        Spelling.objects.learn(["something"])
        SavedView.objects.keep("Storm", "queue=open&tag=leak", by=member).begin_with(by=member)
        promise_a_call(member, case)
        go_back(member, account)
        BulkJob.objects.begin("tag", {"tag": "leak"}, [(case.number, None, None)], by=member, key=uuid4())


def promise_a_call(member, case):
    """A callback that was tried once, standards of the company's own, and what came in after hours."""
    about = {"reason": "It hums", "case": case, "job": case.job, "branch": member.branch}
    callback = Callback.objects.promise(case.account, kind="warranty", by=member, **about)
    callback.log_attempt("no_answer", by=member)
    CallbackStandards.objects.write(Standards(warranty_days=2), by=member, was=0)
    AfterHoursRequest.objects.receive(by=None, source="webhook", external_id="1", words="It leaks")
    HookKey.objects.renew(by=member)
    call_after(case.job, member)
    Callback.objects.follow_up(case.account, reference="Q-1", by=member)


def call_after(job, member):
    """A large job that was completed, after which somebody was called and asked for a review."""
    job.complete(by=member)
    call = Callback.objects.follow_job(job.pk, timezone.now())
    call.log_attempt("reached", by=member, happy=True)
    AfterCare.objects.write(Care(script="Hi {customer}"), by=member, was=0)


def go_back(member, account):
    """A return to a finished job with a finding, and terms of the company's own."""
    found = ReturnFactory(job=DoneJobFactory(account=account, branch=member.branch, technician=member), by=member)
    found.note_finding("The joint is dry.", by=member)
    ReturnTerms.objects.write(by=member, was=0, minimum_jobs=1)
    CoachingFlag.objects.watch(timezone.now())


def set_up(member):
    """Rules, targets, a calendar with a holiday, a label and a limit of hand-overs of the company's own."""
    RuleBook.objects.write((Rule("purchasing", frozenset({"defect"})), Rule("support")), by=member, was=0)
    SlaPolicy.objects.write(Targets(at_risk_percent=30), by=member, was=0)
    calendar = Calendar.objects.set_hours(None, {0: ((time(8), time(17)),)}, by=member, was=0)
    calendar.close_on(date(2027, 1, 1), "New Year", by=member)
    WaitingLabel.objects.call("parts", "Parts on order", by=member)
    HandOvers.objects.set_limit(5, by=member, was=3)


def first_ids(company):
    """Return one id per company-owned table of ``company``, as the company itself sees them."""
    with as_company(company), connection.cursor() as cursor:
        found = {}
        for model in COMPANY_MODELS:
            cursor.execute(f"SELECT id FROM {model._meta.db_table} ORDER BY id LIMIT 1")
            row = cursor.fetchone()
            assert row, f"tests/tenants/world.py gives no company a row of {model._meta.label}"
            found[model] = row[0]
        return found


def asked(sql, *params):
    """Send ``sql`` as it is and return all rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else cursor.rowcount
