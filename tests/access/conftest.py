"""Two companies full of things, the one with a mark on everything that the other must never see."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from cases.models import Case, Referral
from customers.models import Account
from evidence.models import Item
from inbox.models import Notification
from routing.models import Calendar, Department
from tenants.models import Counter
from tests.cast import as_company
from tests.factories import (
    AccountFactory,
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
    TenantFactory,
    UserFactory,
)

from .matrix import ROLES

MARK = "GLOBEXSECRET"


@dataclass
class Side:
    """One company, somebody in each role, and what the addresses need."""

    company: object
    members: dict
    account: Account
    open: Case
    done: Case
    item: Item
    department: Department
    told: Notification
    referral: Referral
    extra: dict


def clean_photo(case, by, body):
    """A photo that has been made harmless, without the work of it."""
    item = Item.objects.create(
        subject_kind="case",
        subject_id=case.pk,
        client_key=uuid4(),
        kind="image",
        format="jpeg",
        name=f"{body.decode()}.jpg",
        size=len(body),
        sha256="0" * 64,
        uploaded_at=timezone.now(),
        uploaded_by=by,
        state="clean",
        copies=f"{case.tenant_id}/{uuid4()}",
        width=320,
        height=240,
    )
    for size in ("thumb", "view", "file"):
        default_storage.save(f"{item.copies}.{size}.jpg", ContentFile(body))
    return item


def people(mark):
    """Somebody in each role."""
    users = {role: UserFactory(name=f"{mark} {role}", email=f"{role}@{mark.lower()}.example") for role in ROLES}
    return {role: MembershipFactory(user=user, role=role) for role, user in users.items()}


def household(members, mark):
    """A customer with everything a case can be about, all of it seen by the installer and the technician."""
    installer = AccountFactory(kind="installer", name=f"{mark} Installations")
    account = AccountFactory(name=f"{mark} Homeowner", parent=installer, email=f"home@{mark.lower()}.example")
    for organisation in (installer, account):
        InstallerSeatFactory(member=members["installer"], account=organisation)
    site = PropertyFactory(account=account, street=f"1 {mark} Road")
    contract = ContractFactory(account=account, site=site, installer=installer, number=f"{mark}-C1")
    order = OrderFactory(account=account, number=f"{mark}-O1")
    return {
        "account": account,
        "site": site,
        "contract": contract,
        "job": JobFactory(
            account=account, site=site, contract=contract, technician=members["technician"], number=f"J-{mark[::-1]}"
        ),
        "installer": installer,
        "order_line": OrderLineFactory(order=order, product__name=f"{mark} product"),
        "contact": ContactFactory(account=account, name=f"{mark} Contact"),
    }


def told_outsider(case, by):
    """What somebody is told who is none of the cast: to everybody else it is not there."""
    reader = MembershipFactory(role="support")
    case.tell([reader], "cases-commented", by=by, at=timezone.now(), key="a comment", excerpt=case.summary)
    return reader.notifications.get()


def opening_hours(mark, by):
    """Hours and a holiday of the company, and of the branch that is returned."""
    branch = BranchFactory(name=f"{mark} branch")
    for place in (None, branch):
        calendar = Calendar.objects.set_hours(place, {0: ((time(8), time(17)),)}, by=by, was=0)
        calendar.close_on(date(2027, 1, 1), f"{mark} day", by=by)
    return branch


def build(company, mark):
    with as_company(company):
        members = people(mark)
        support, about = members["support"], household(members, mark)
        said = {"description": f"{mark} description", "told": f"{mark} told", "by": support, "triaged": True}
        states = ("open", "done", "asked")
        opened, done, asked = (CaseFactory(summary=f"{mark} {state}", **about, **said) for state in states)
        done.resolve(by=members["owner"], path="repaired", notes=f"{mark} notes")
        opened.comment(f"{mark} comment", by=support, audience="customer")
        opened.tag(f"{mark} tag", by=support)
        opened.add_helper(members["service"], by=support)
        department = Department.objects.create(key="custom", name=f"{mark} department")
        return Side(
            company=company,
            members=members,
            account=about["account"],
            open=opened,
            done=done,
            item=clean_photo(opened, support, mark.encode()),
            told=told_outsider(opened, support),
            department=department,
            referral=asked.refer(department, by=support, reason="part", comments=f"{mark} question"),
            extra={"branch": opening_hours(mark, members["owner"]), **about},
        )


@pytest.fixture(scope="module")
def worlds(django_db_setup, django_db_blocker, tmp_path_factory):
    """Both companies, made once for a file of tests; what a test changes is undone with the test."""
    place = override_settings(MEDIA_ROOT=str(tmp_path_factory.mktemp("media")))
    with django_db_blocker.unblock(), place, transaction.atomic():
        ours = build(TenantFactory(slug="acme", name="Acme Pools"), "Acme")
        globex = TenantFactory(slug="globex", name="Globex Plumbing")
        with as_company(globex):  # numbers that Acme does not have
            Counter.objects.bulk_create([Counter(name=name, value=770_000) for name in ("case", "account")])
        yield ours, build(globex, MARK)
        transaction.set_rollback(True)


@pytest.fixture
def ours(worlds, db):
    return worlds[0]


@pytest.fixture
def theirs(worlds, db):
    return worlds[1]


def args_of(side, name):
    """The parts of the address ``name`` that lead to something of ``side``."""
    if name == "account-detail":
        return [side.account.number]
    if name == "evidence-file":
        return [side.open.number, side.item.pk, "thumb"]
    if name == "evidence-caption":
        return [side.open.number, side.item.pk]
    if name in ("case-closure", "case-reopening"):
        return [side.done.number]
    if name.startswith("notification"):
        return [side.told.pk]
    if name == "job-detail":
        return [side.extra["job"].number]
    if name.startswith("case-referral-"):
        return [side.referral.case.number, side.referral.pk]
    if name.startswith("department-") and name != "department-list":
        return [side.department.pk]
    if name in ("branch-calendar", "branch-holidays"):
        return [side.extra["branch"].pk]
    outer = {
        "inbox",
        "inbox-pulse",
        "inbox-readings",
        "inbox-preferences",
        "case-filters",
        "filter-customers",
        "referral-list",
        "referral-pulse",
        "status-banner",
        "home",
        *("settings", "department-list", "rule-book", "rule-rollout", "sla-policy", "clock-rollout"),
        *("waiting-labels", "calendar", "calendar-holidays", "duty"),
        "case-list",
        "case-pulse",
        "case-new",
        "case-proposal",
    }
    return [] if name in outer | {"account-list", "customer-lookup"} else [side.open.number]


def body_of(side, name):
    """What a post to the address ``name`` says: good values, so that only the role decides."""
    soon = (timezone.now() + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    case = side.open
    edit = {"summary": "Edited", "case_type": "repair", "source": "phone"}
    return {
        "case-new": {"account": side.account.pk, "opening_key": uuid4(), "reason_code": "damage"}
        | {"severity": "minor", "urgency": "today", **edit},
        "case-priority": {"priority": "urgent", "was": case.priority},
        "case-reason": {"reason_code": "missing_part", "was": case.reason_code},
        "case-department": {"department": side.department.pk},
        "case-assignment": {"member": side.members["manager"].pk},
        "case-escalation": {"reason": "They wait since Monday"},
        "case-resolution": {"path": "repaired", "notes": "New pump"},
        "case-closure": {"csat": "5"},
        "case-reopening": {"reason": "It hums again"},
        "case-edit": edit,
        "case-next-action": {"next_action": "Call back", "next_action_due_at": soon},
        "case-helpers": {"member": side.members["manager"].pk},
        "case-tags": {"tag": "urgent call"},
        "inbox-preferences": {"mailed": ["mention"], "quiet_from": "20:00", "quiet_until": "07:00"},
        "case-comments": {"body": "Called", "audience": "internal", "client_key": uuid4()},
        "case-evidence": {"file": SimpleUploadedFile("note.txt", b"A note of text."), "client_key": uuid4()},
        "case-referral": {"department": side.open.department_id, "reason": "part", "comments": "Is it in stock?"},
        "case-referral-answer": {"answer": "It is."},
        "case-referral-return": {"reason": "Ask the warehouse."},
        "evidence-caption": {"caption": "The pump"},
        "case-waiting": {"kind": "parts", "reason": "A seal"},
        "department-list": {"name": "Another department", "giving": "pool"},
        "department-detail": {"name": "Renamed", "giving": "least_loaded"},
        "department-people": {"member": side.members["support"].pk},
        "rule-book": {"rules": "0", "rest-department_key": "support", "was": "0", "do": "preview"},
        "sla-policy": {"at_risk_percent": "25", "was": "0", "do": "preview"}
        | {f"window_{priority}": "8" for priority in ("urgent", "high", "normal", "low")},
        "waiting-labels": dict.fromkeys(("customer", "parts", "approval", "others"), "Waits"),
        "calendar": {"day_1": "8-12", "was": "1"},
        "branch-calendar": {"day_1": "8-12", "was": "1"},
        "calendar-holidays": {"day": "2027-07-04", "name": "Fourth of July"},
        "branch-holidays": {"day": "2027-07-04", "name": "Fourth of July"},
    }.get(name, {})
