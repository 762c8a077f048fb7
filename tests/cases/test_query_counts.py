"""How many statements each page sends, with caches warm: the same for one row as for three."""

from uuid import uuid4

import pytest
from django.core.cache import cache

from cases.models import SavedView
from tests.cast import as_company, queries_of
from tests.factories import (
    AccountFactory,
    CaseFactory,
    ContactFactory,
    ContractFactory,
    JobFactory,
    OrderFactory,
    OrderLineFactory,
    PropertyFactory,
)

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true", "HX-Target": "queue"}
# Session, person, company, the scope's settings, access: five; then the rows. One more than in real
# life, because a scope that ends inside a test's transaction has to take its setting back.
QUEUE = 7
SEARCH = 9  # and the words that begin so, and which cases say them
NOTHING = 7  # the words alone
MISTYPED = 10  # and the same of what was meant
PULSE = 7
HOME = 7
PALETTE = 7  # the views
CHANGED = 8  # and the counts, which are remembered until something changes
CASE = 8  # and the calls that were promised
REFERRALS = 8  # and one's departments
REFERRALS_OF_CASE = 9  # the case, its referrals, their people
JOB = 14  # and the calls that were promised
ACCOUNTS = 7
LOOKUP = 8  # the words, then the customers; two more for several words, three for a mistyped one
ACCOUNT = 10  # the customer with all they have, what was merged away, their cases, the calls that were promised
FORM = 9  # the customer, all they have, the branches
OPENING = 13  # the customer; number, is the key known; the case, its line of history, its words, are they known


@pytest.fixture(autouse=True)
def cold(settings):
    """A cache that is empty, and never away because the machine is busy."""
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "counts"}}
    cache.clear()


@pytest.fixture
def desk(ada, client_for):
    return client_for(ada)


@pytest.fixture(params=[1, 3], ids=["one row", "three rows"])
def cases(request, acme, ada, departments):
    """So many cases in every queue."""
    made = [CaseFactory(tenant=acme, by=owner, triaged=True) for owner in (ada, None) for _ in range(request.param)]
    with as_company(acme):
        for _ in range(request.param):
            CaseFactory(by=ada, triaged=True).resolve(by=ada, path="repaired", notes="Tightened.")
    return made


def warm(visitor, path, **extra):
    """Return how many statements the page sends the second time."""
    assert visitor.get(path, **extra).status_code in (200, 204)
    return len(queries_of(lambda: visitor.get(path, **extra)))


@pytest.mark.parametrize("queue", ["open", "unassigned", "mine", "resolved"])
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_a_queue(cases, desk, queue, headers):
    assert warm(desk, f"/cases/?queue={queue}", headers=headers) == QUEUE


@pytest.mark.parametrize("filters", ["owner=me", "owner=none", "type=repair&reason=defect", "due=overdue", "lacks=any"])
def test_a_filtered_queue(cases, desk, filters):
    assert warm(desk, f"/cases/?{filters}") == QUEUE


def test_a_queue_of_one_tag_and_one_customer(cases, desk, ada, acme):
    """The tag and its cases, or the customer: a statement each."""
    with as_company(acme):
        for case in cases:
            case.tag("storm", by=ada)
        number = cases[0].account.number
    assert warm(desk, "/cases/?tag=storm") == QUEUE + 2
    assert warm(desk, f"/cases/?tag=storm&customer={number}&type=repair&due=overdue") == QUEUE + 2


def test_beginning_with_a_view_of_one_s_own(cases, desk, ada, acme):
    """The view that one begins with leads to its queue, which reads it once more, to show its name."""
    with as_company(acme):
        SavedView.objects.keep("Mine", "queue=mine&priority=normal", by=ada).begin_with(by=ada)
    assert len(queries_of(lambda: desk.get("/cases/"))) == HOME
    begun = desk.get("/cases/")["Location"].removeprefix("/acme")
    assert warm(desk, begun) == QUEUE + 1


@pytest.mark.parametrize(("text", "more"), [("", 0), ("--", 0), ("12345", 4), ("hums", 6), ("hums filter", 7)])
def test_the_palette(cases, desk, ada, acme, text, more):
    with as_company(acme):
        for number in range(len(cases)):
            SavedView.objects.keep(f"View {number}", "queue=mine", by=ada)
    assert warm(desk, f"/cases/palette/?q={text.replace(' ', '+')}", headers={"HX-Request": "true"}) == PALETTE + more


def test_the_palette_on_the_page_of_a_case(cases, desk):
    here = {"HX-Request": "true", "HX-Current-URL": f"http://testserver/acme/cases/{cases[0].number}/"}
    assert warm(desk, "/cases/palette/?q=", headers=here) == PALETTE + 1


def test_the_form_of_all_filters(cases, desk):
    assert warm(desk, "/cases/filters/", headers={"HX-Request": "true"}) == QUEUE


@pytest.mark.parametrize("text", ["hums", "hums pump"])
@pytest.mark.parametrize("queue", ["open", "resolved"])
def test_a_search(cases, desk, text, queue):
    assert warm(desk, f"/cases/?queue={queue}&q={text.replace(' ', '+')}") == SEARCH


@pytest.mark.parametrize("queue", ["open", "resolved"])
def test_a_search_for_nothing(cases, desk, queue):
    assert warm(desk, f"/cases/?queue={queue}&q=hums+12345") == NOTHING


@pytest.mark.parametrize("queue", ["open", "resolved"])
def test_a_mistyped_search(cases, desk, queue):
    assert warm(desk, f"/cases/?queue={queue}&q=fliter") == MISTYPED


def test_a_pulse_asks_once_and_then_nothing_until_something_changes(cases, desk, ada, acme):
    pulse = desk.get("/cases/").context["pulse_url"].removeprefix("/acme")
    assert [len(queries_of(lambda: desk.get(pulse))) for _ in range(3)] == [PULSE, 0, 0]
    with as_company(acme):
        cases[0].comment("They called again.", by=ada)
    assert len(queries_of(lambda: desk.get(pulse))) == CHANGED


def test_the_page_of_a_case(cases, desk, ada, acme):
    with as_company(acme):
        for number in range(len(cases)):
            cases[0].comment(f"Called, attempt {number}.", by=ada)
            cases[0].tag(f"tag {number}", by=ada)
    assert warm(desk, f"/cases/{cases[0].number}/") == CASE


def test_complaints_cost_the_pages_of_the_case_and_of_the_customer_nothing(cases, desk, ada, acme):
    with as_company(acme):
        account = cases[0].account
        for number in range(len(cases)):
            account.note_complaint(f"Complaint {number}", by=ada)
            account.note_complaint(f"Settled {number}", by=ada).settle("Called.", by=ada)
    assert warm(desk, f"/cases/{cases[0].number}/") == CASE
    assert warm(desk, f"/customers/{account.number}/") == ACCOUNT
    assert warm(desk, f"/cases/new/context/?account={account.number}", headers=HTMX) == CONTEXT


def test_the_customers(cases, desk):
    assert warm(desk, "/customers/") == ACCOUNTS


@pytest.mark.parametrize("times", [1, 3])
def test_looking_for_a_customer(acme, desk, times):
    for number in range(times):
        PropertyFactory(account=AccountFactory(tenant=acme, name=f"Zimmer {number}"))
    for text, more in (("zimmer", 0), ("zimmer 0 lakeside", 2), ("zinmer", 3)):
        assert warm(desk, f"/customers/lookup/?q={text}", headers={"HX-Request": "true"}) == LOOKUP + more
    assert warm(desk, "/customers/?q=zimmer") == LOOKUP


LIKELY = 10  # the customer; who else is where they are; what is compared, and the likeliest
CONTEXT = 12  # the customer, what was merged away, what is open, contracts, complaints, promised calls


@pytest.mark.parametrize("times", [1, 3])
def test_what_is_known_of_who_speaks_and_what_it_may_be_about(acme, desk, ada, times):
    account = AccountFactory(tenant=acme, phone="716 555 0142")
    for _ in range(times):
        site = PropertyFactory(account=account, street="1 Oak Road")
        beside = AccountFactory(tenant=acme, phone="716 555 0142")
        for who in (account, beside):
            with as_company(acme):
                CaseFactory(account=who, site=site, told="We call").comment("Soon", by=ada, audience="customer")
        ContractFactory(account=account)
    assert warm(desk, f"/cases/new/context/?account={account.number}", headers=HTMX) == CONTEXT
    said = {"account": account.pk, "summary": "Filter pump hums", "new_phone": "716 555 0142"}
    assert len(queries_of(lambda: desk.post("/cases/new/likely/", said, htmx=True))) == LIKELY


def test_the_page_of_a_customer(acme, desk):
    account = AccountFactory(tenant=acme)
    for times in (1, 2):
        for factory in [ContactFactory, PropertyFactory, ContractFactory] * times:
            factory(account=account)
        CaseFactory(account=account)
        assert warm(desk, f"/customers/{account.number}/") == ACCOUNT


def test_the_form_that_opens_a_case(acme, desk):
    account = AccountFactory(tenant=acme)
    for times in (1, 2):
        for factory in [ContactFactory, PropertyFactory, ContractFactory] * times:
            factory(account=account)
        assert warm(desk, f"/cases/new/?account={account.number}") == FORM


def test_opening_a_case(acme, desk, departments):
    account = AccountFactory(tenant=acme)
    said = {"summary": "Pump hums", "case_type": "repair", "reason_code": "defect", "source": "phone"}
    said |= {"account": account.pk, "severity": "major", "urgency": "today"}
    for new_words in (1, 0):
        sent = queries_of(lambda: desk.post("/cases/new/", {**said, "opening_key": uuid4()}))
        assert len(sent) == OPENING + new_words


@pytest.mark.parametrize("tab", ["waiting", "accepted", "mine", "asked", "finished"])
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_the_list_of_referrals(cases, desk, ada, departments, acme, tab, headers):
    with as_company(acme):
        for case in cases:
            referral = case.refer(departments["warehouse"], by=ada, reason="part")
            if tab != "waiting":
                referral.accept(by=ada)
            if tab == "finished":
                referral.reply("On the shelf.", by=ada)
    assert warm(desk, f"/referrals/?tab={tab}", headers=headers) == REFERRALS


def test_the_referrals_of_a_case(cases, desk, ada, departments, acme):
    with as_company(acme):
        for department in list(departments.values())[: len(cases) // 2]:
            cases[0].refer(department, by=ada, reason="part")
    assert warm(desk, f"/cases/{cases[0].number}/referrals/") == REFERRALS_OF_CASE
    assert warm(desk, f"/cases/{cases[0].number}/") == CASE


def test_the_page_of_a_job(cases, desk, ada, acme):
    with as_company(acme):
        job = JobFactory(account=AccountFactory(kind="installer"))
        for place in range(len(cases) // 2):
            CaseFactory(account=job.account, job=job, by=ada, triaged=True)
            OrderLineFactory(order=OrderFactory(account=job.account, job=job), position=place)
    assert warm(desk, f"/customers/jobs/{job.number}/") == JOB
