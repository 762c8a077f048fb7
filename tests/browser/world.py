"""A small believable company for a browser to walk through: people, a customer, cases with photos."""

from datetime import time, timedelta
from functools import partial
from uuid import uuid4

from celery import current_app
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from callbacks.models import AfterHoursRequest, Callback
from evidence.models import Item
from routing.models import Calendar, Department
from tenants.models import Heartbeat
from tests.cast import as_company
from tests.evidence import pictures
from tests.factories import (
    AccountFactory,
    CaseFactory,
    ContactFactory,
    ContractFactory,
    JobFactory,
    MembershipFactory,
    OrderFactory,
    OrderLineFactory,
    PropertyFactory,
)
from tests.returns import DoneJobFactory, ReturnFactory

PRIORITIES = ("urgent", "high", "normal", "low")


def let_sweeps_be_heard():
    """Let no page say that a sweep is silent, however long the test takes."""
    for name in current_app.conf.beat_schedule:
        Heartbeat.objects.beat(name, at=timezone.now() + timedelta(hours=1))


def keep_office_hours(company, *, by):
    """Let the company have a calendar of its own."""
    with as_company(company):
        Calendar.objects.set_hours(None, dict.fromkeys(range(5), ((time(8), time(17)),)), by=by, was=0)


def customer(company, name="Rosa Delgado", phone="(602) 555-0142", number="AQ-1001"):
    """A homeowner with everything that the form of a new case offers."""
    account = AccountFactory(tenant=company, name=name, phone=phone)
    ContactFactory(account=account, name=name, phone_e164=account.phone_e164)
    site = PropertyFactory(account=account)
    contract = ContractFactory(account=account, site=site, number=number, status="active")
    job = JobFactory(
        tenant=company, account=account, site=site, contract=contract, number=f"J-{number}", kind="Pool, 30 ft"
    )
    order = OrderFactory(account=account, job=job, number=f"SO-{number}")
    OrderLineFactory(order=order, product__name="Salt cell", position=1)
    return account


def leaving(company):
    """A customer whose contract has ended."""
    lena = customer(company, name="Lena Leaving", phone="(602) 555-0199", number="AQ-1002")
    end(lena, "AQ-1002")
    return lena


def end(account, number):
    """Let the contract of ``account`` be cancelled."""
    with as_company(account.tenant_id):
        account.contracts.filter(number=number).update(status="cancelled")


def enrol(member, *keys):
    """Let ``member`` work in those of the company's departments."""
    with as_company(member.tenant):
        for department in Department.objects.filter(key__in=keys, branch=None):
            department.enrol(member)


def cases(account, many, *, by=None, hours=2, **fields):
    """Clocked and routed cases about ``account``, opened ``hours`` apart, the newest ``hours`` ago."""
    now = timezone.now()
    return [
        CaseFactory(
            account=account,
            by=by,
            triaged=True,
            opened_at=now - timedelta(hours=hours * (many - place)),
            **{"priority": PRIORITIES[place % 4], **fields},
        )
        for place in range(many)
    ]


def joined(account, people):
    """The numbers of a case that was merged, of the one that goes on for both, and of one that all of these had."""
    merged, survivor, passed = cases(account, 3, priority="normal")
    with as_company(account.tenant_id):
        merged.merge_into(survivor, by=people[0])
        for hours, member in enumerate(people):
            passed.assign(member, by=member, at=timezone.now() - timedelta(hours=len(people) - hours))
    return {"survivor": survivor.number, "merged": merged.number, "passed": passed.number}


def referred(account, *, by):
    """A case that three departments were asked about, one of which has answered, and the job that it is about."""
    with as_company(account.tenant_id):
        job = account.jobs.get()
        for milestone in ("signed", "installed"):
            job.reach(milestone, by=by)
        job.note("The gate is locked on Mondays.", by=by, client_key=uuid4())
        case = CaseFactory(account=account, by=by, job=job, triaged=True, summary="Asks for the contract back")
        sales = Department.objects.create(key="sales", name="Sales")
        case.refer(sales, by=by, reason="restore", comments="They want it back.", account_manager=by)
        for key, answer in (("warehouse", "On the shelf."), ("purchasing", "")):
            asked = case.refer(Department.objects.get(key=key), by=by, reason="part", comments="Do we have one?")
            asked.accept(by=by)
            if answer:
                asked.reply(answer, by=by)
        return case, job


def called_at_night(account, *, by):
    """Four calls that wait: of the customer, twice, of nobody known, an emergency; and one that was rejected."""
    calls = [(account.phone_e164, False), (account.phone_e164, False), ("", False), ("(602) 555-0170", True)]
    with as_company(account.tenant_id):
        for place, (phone, is_urgent) in enumerate(calls):
            at = timezone.now() - timedelta(hours=5 - place)
            told = {"phone": phone, "words": "The heater leaks.", "urgent": is_urgent, "received_at": at}
            AfterHoursRequest.objects.receive(by=None, source="webhook", external_id=str(place), **told)
        rejected = AfterHoursRequest.objects.receive(by=None, source="webhook", external_id="no", words="A fax")
        rejected.reject("Wrong number", by=by)


def spoken_with(account, case, *, by):
    """What waits from the night, what was promised by day, and a quote that is asked about for the second time."""
    called_at_night(account, by=by[0])
    promised(account, case, by=by)
    with as_company(account.tenant_id):
        asked = Callback.objects.follow_up(account, reference="Q-2041", by=by[0], reason="The second bathroom")
        asked.log_attempt("reached", by=by[0], answer="undecided", note="They ask the bank.")
    gone_back(account, case, by=by[0])


def gone_back(account, case, *, by):
    """A return that is being looked into, and one that is settled."""
    luis = MembershipFactory(tenant=account.tenant, role="technician")
    for is_settled in (False, True):
        job = DoneJobFactory(account=account, technician=luis)
        row = ReturnFactory(job=job, by=by, case=case, reported="It drips since you came")
        with as_company(account.tenant_id):
            row.note_finding("The joint is dry.", asked="The technician", by=by)
            if is_settled:
                row.decide("no", "A hose of theirs", by=None)
                row.settle(by=None)


def promised(account, case, *, by):
    """Calls that each of ``by`` promised: one late, one about a case and tried, one to come, one made."""
    now = timezone.now()
    for member in by:
        with as_company(account.tenant_id):
            promise = partial(Callback.objects.promise, account, by=member)
            promise(kind="emergency", reason="Water in the cellar", at=now - timedelta(hours=3))
            said = {"summary": "The pump is ordered and comes on Monday.", "case": case}
            tried = promise(kind="status_update", reason="When does the pump come?", **said)
            tried.log_attempt("voicemail", by=member, note="Asked to call us.")
            promise(kind="proactive", reason="Is everything well?", due_at=now + timedelta(days=7))
            promise(kind="warranty", reason="It hums").log_attempt("reached", by=member, note="It was a screw.")


def attach(case, by, *, name="pump.jpg", caption="", key=None):
    """A photo that has been through the cleaner."""
    with as_company(case.tenant_id):
        upload = SimpleUploadedFile(name, pictures.encoded(pictures.photo(1200, 900)))
        item = case.attach(upload, by=by, client_key=key or uuid4())
    item.make_clean()
    with as_company(case.tenant_id):
        if caption:
            Item.objects.get(pk=item.pk).caption_as(caption, by=by)
    return item


def photo_file(name="Pump leaking.jpg"):
    """What a browser's file chooser hands over."""
    return {"name": name, "mimeType": "image/jpeg", "buffer": pictures.from_camera(pictures.photo(1600, 1200))}
