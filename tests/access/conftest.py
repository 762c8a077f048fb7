"""Two companies full of things, the one with a mark on everything that the other must never see."""

from dataclasses import dataclass
from datetime import date, time
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from callbacks.models import AfterHoursRequest, Callback, CoachingFlag, ReturnTerms
from cases.models import BulkJob, Case, Referral, SavedView
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
from tests.returns import DoneJobFactory, ReturnFactory

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
    view: SavedView
    job: BulkJob
    callback: Callback
    extra: dict


def clean_photo(row, by, body, kind="case"):
    """A photo that has been made harmless, without the work of it."""
    item = Item.objects.create(
        subject_kind=kind,
        subject_id=row.pk,
        client_key=uuid4(),
        kind="image",
        format="jpeg",
        name=f"{body.decode()}.jpg",
        size=len(body),
        sha256="0" * 64,
        uploaded_at=timezone.now(),
        uploaded_by=by,
        state="clean",
        copies=f"{row.tenant_id}/{uuid4()}",
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
    order = OrderFactory(account=account, number=f"O1-{mark[::-1]}")
    return {
        "account": account,
        "site": site,
        "contract": contract,
        "job": JobFactory(
            account=account, site=site, contract=contract, technician=members["technician"], number=f"J-{mark[::-1]}"
        ),
        "installer": installer,
        "spare": ContractFactory(account=account, site=site, installer=installer, number=f"{mark}-C2"),
        "order_line": OrderLineFactory(order=order, product__name=f"{mark} product"),
        "contact": ContactFactory(account=account, name=f"{mark} Contact"),
    }


def told_outsider(case, by):
    """What somebody is told who is none of the cast: to everybody else it is not there."""
    reader = MembershipFactory(role="support")
    case.tell([reader], "cases-commented", by=by, at=timezone.now(), key="a comment", excerpt=case.summary)
    return reader.notifications.get()


def promised(case, about, by, mark):
    """A call that was promised about the case and the job of the technician."""
    said = {"reason": f"{mark} callback", "summary": f"{mark} to be said", "phone": "(716) 555-0101"}
    return Callback.objects.promise(case.account, kind="warranty", by=by, case=case, job=about["job"], **said)


def returned(about, members, mark):
    """A return to a job of the technician, looked into and decided, and another finished job."""
    done = {"account": about["account"], "technician": members["technician"]}
    finished, first = (DoneJobFactory(number=f"{n}-{mark[::-1]}", **done) for n in ("F", "G"))
    row = ReturnFactory(job=first, by=members["support"], reported=f"{mark} reported")
    row.note_finding(f"{mark} found", by=members["support"])
    row.decide("no", f"{mark} cause", by=members["manager"])
    undecided, objected = (
        ReturnFactory(job=DoneJobFactory(number=f"{n}-{mark[::-1]}", **done), by=members["support"]) for n in ("U", "V")
    )
    objected.object_to(f"{mark} objection", by=members["technician"])
    ReturnTerms.objects.write(by=members["owner"], was=0, minimum_jobs=1, threshold_percent=1)
    CoachingFlag.objects.watch(timezone.now())
    shot = clean_photo(row, members["support"], mark.encode(), "warranty_return")
    others = {"undecided": undecided, "objected": objected}
    return {"return": row, "finished": finished, "shot": shot, **others}


def opening_hours(mark, by):
    """Hours and a holiday of the company, and of the branch that is returned."""
    branch = BranchFactory(name=f"{mark} branch")
    for place in (None, branch):
        calendar = Calendar.objects.set_hours(place, {0: ((time(8), time(17)),)}, by=by, was=0)
        calendar.close_on(date(2027, 1, 1), f"{mark} day", by=by)
    return branch


def called_at_night(mark, account):
    """What the answering service heard from ``account``."""
    AfterHoursRequest.objects.receive(by=None, source="webhook", external_id="1", words=f"{mark} unknown")
    night = AfterHoursRequest.objects.receive(by=None, source="webhook", external_id="2", words=f"{mark} words")
    night.match(account, by=None)
    return night


def build(company, mark):
    with as_company(company):
        members = people(mark)
        support, about = members["support"], household(members, mark)
        spare = about.pop("spare")
        said = {"description": f"{mark} description", "told": f"{mark} told", "by": support, "triaged": True}
        states = ("open", "done", "asked")
        opened, done, asked = (CaseFactory(summary=f"{mark} {state}", **about, **said) for state in states)
        done.resolve(by=members["owner"], path="repaired", notes=f"{mark} notes")
        opened.comment(f"{mark} comment", by=support, audience="customer")
        opened.tag(f"{mark} tag", by=support)
        opened.add_helper(members["service"], by=support)
        complaint = opened.note_complaint(f"{mark} complaint", by=support)
        department = Department.objects.create(key="custom", name=f"{mark} department")
        about["night"], about["branch"] = called_at_night(mark, about["account"]), opening_hours(mark, members["owner"])
        about |= returned(about, members, mark)
        desk = Department.objects.create(key="desk", name=f"{mark} desk")
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
            view=SavedView.objects.keep(f"{mark} view", "queue=open", by=support, is_shared=True),
            job=BulkJob.objects.begin("tag", {"tag": f"{mark} tag"}, [(1, None, None)], by=support, key=uuid4()),
            callback=promised(opened, about, support, mark),
            extra={"complaint": complaint, "desk": desk, "spare": spare, **about},
        )


@pytest.fixture(scope="module")
def worlds(django_db_setup, django_db_blocker, tmp_path_factory):
    """Both companies, made once for a file of tests; what a test changes is undone with the test."""
    place = override_settings(MEDIA_ROOT=str(tmp_path_factory.mktemp("media")))
    with django_db_blocker.unblock(), place, transaction.atomic():
        ours = build(TenantFactory(slug="acme", name="Acme Pools"), "Acme")
        globex = TenantFactory(slug="globex", name="Globex Plumbing")
        with as_company(globex):  # numbers that Acme does not have
            Counter.objects.bulk_create(
                [Counter(name=name, value=770_000) for name in ("case", "account", "callback", "return")]
            )
        yield ours, build(globex, MARK)
        transaction.set_rollback(True)


@pytest.fixture
def ours(worlds, db):
    return worlds[0]


@pytest.fixture
def theirs(worlds, db):
    return worlds[1]
