"""The companies and their people, and some cases with a life, made with the verbs."""

from customers.models import Account, index_accounts
from routing.models import Department
from tenants.current import tenant_scope
from tenants.models import Branch, Membership, Spelling, Tenant, User

DEPARTMENTS = {"support": "Support", "purchasing": "Purchasing", "warehouse": "Warehouse", "branch_manager": "Managers"}
CREW, SMALL_CREW = 40, 2
LIVELY, EVENTS = 60, 20
LIVELY_WORD = "lively"


def admit(companies, big):
    """Make the companies; the first is the big one. Each one's first member is ada@<slug>.example."""
    slugs = [big, *(f"small-{number}" for number in range(1, companies))]
    for slug in slugs:
        company, made = Tenant.objects.get_or_create(slug=slug, defaults={"name": slug.title()})
        if made:
            with tenant_scope(company):
                _furnish(slug, CREW if slug == big else SMALL_CREW)


def _furnish(slug, crew):
    Branch.objects.create(name=f"{slug.title()} (all branches)", is_root=True)
    Branch.objects.bulk_create([Branch(name=name) for name in ("North", "South", "West")])
    Department.objects.bulk_create([Department(key=key, name=name) for key, name in DEPARTMENTS.items()])
    for number in range(crew):
        email = f"ada@{slug}.example" if number == 0 else f"person-{number}@{slug}.example"
        person = User.objects.create(email=email, name=f"Ada Lovelace {number}" if number else "Ada Lovelace")
        Membership.objects.admit(person, "support", by=None)


def index_words():
    """Let the customers of every company be found by their words."""
    for company in Tenant.objects.all():
        with tenant_scope(company):
            index_accounts(list(Account.objects.order_by("pk").values_list("pk", flat=True)))


def member_of(slug):
    """Return the member who looks at the pages of that company, and the company."""
    company = Tenant.objects.get(slug=slug)
    with tenant_scope(company):
        return Membership.objects.with_person().get(user__email=f"ada@{slug}.example"), company


def live_a_little(slug):
    """Open a few cases of the company with the verbs and let twenty things happen to each."""
    ada, company = member_of(slug)
    with tenant_scope(company):
        for account in Account.objects.order_by("number")[:LIVELY]:
            _live(account, ada)


def _live(account, ada):
    from cases.models import Case

    reported = {"case_type": "repair", "reason_code": "defect", "source": "phone"}
    case = Case.objects.open_for(account, by=ada, summary=f"{LIVELY_WORD} pump at {account.name}", **reported)
    case.triage()
    case.prioritise("high", by=ada)
    helper = Membership.objects.exclude(pk=ada.pk).by_name()[0]
    case.add_helper(helper, by=ada)
    for tag in ("vip", "pool"):
        case.tag(tag, by=ada)
    for number in range(EVENTS - case.history().count()):
        case.comment(f"Called the customer, attempt {number + 1}. They would like the morning.", by=ada)


def learn_words(slug):
    """Let the company know the words that its cases say, as it would had they been opened with the verbs."""
    from cases.models import CaseToken

    with tenant_scope(Tenant.objects.get(slug=slug)):
        Spelling.objects.learn(CaseToken.objects.values_list("token", flat=True).distinct())


def lively_numbers(company):
    """Return the numbers of the cases with twenty events."""
    from cases.models import Case

    with tenant_scope(company, readonly=True):
        return list(Case.objects.mentioning(LIVELY_WORD).order_by("number").values_list("number", flat=True))
