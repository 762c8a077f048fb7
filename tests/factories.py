"""Things for tests: every factory opens the company's scope itself, and children copy their parent's company.

``AccountFactory(tenant=acme)`` names the company; ``ContactFactory(account=account)`` takes it from the account.
What a verb gives birth to in the product is made with the verb here too.
"""

import factory
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from factory.django import DjangoModelFactory

from callbacks.models import Callback
from cases.models import Case
from customers.models import (
    Account,
    Asset,
    Contact,
    Contract,
    InstallerSeat,
    Job,
    Order,
    OrderLine,
    Product,
    Property,
)
from routing.models import Department
from tenants.current import current_tenant_id
from tenants.models import Branch, Membership, Tenant, User

from .cast import as_company

PASSWORD = "correct-horse-battery"
DEPARTMENTS = {
    "support": "Support",
    "purchasing": "Purchasing",
    "warehouse": "Warehouse",
    "branch_manager": "Branch managers",
}


class TenantFactory(DjangoModelFactory):
    """A company with its root branch and the four departments, each serving the whole company."""

    class Meta:
        model = Tenant
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"company-{n}")
    name = factory.LazyAttribute(lambda company: company.slug.title())

    @factory.post_generation
    def furnish(company, create, extracted, **_):  # noqa: N805 - factory-boy hands over the made object
        with as_company(company):
            Branch.objects.create(name=f"{company.name} (all branches)", is_root=True)
            Department.objects.bulk_create([Department(key=key, name=name) for key, name in DEPARTMENTS.items()])


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person-{n}@example.com")
    name = factory.Sequence(lambda n: f"Person {n}")
    password = factory.LazyFunction(lambda: make_password(PASSWORD))


class TenantModelFactory(DjangoModelFactory):
    class Meta:
        abstract = True

    @classmethod
    def _generate(cls, strategy, params):
        company = params.pop("tenant", None) or next(
            (value.tenant_id for value in params.values() if hasattr(value, "tenant_id")), current_tenant_id()
        )
        assert company, f"{cls.__name__} needs tenant= or a parent that has one"
        with as_company(company):
            return super()._generate(strategy, params)


class BranchFactory(TenantModelFactory):
    class Meta:
        model = Branch

    name = factory.Sequence(lambda n: f"Branch {n}")


class MembershipFactory(TenantModelFactory):
    """Somebody in a company: at ``branch``, or in the whole company without one."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    role = "support"
    branch = None

    @classmethod
    def _create(cls, model, *, user, role, branch):
        return Membership.objects.admit(user, role, branch=branch, by=None)


class AccountFactory(TenantModelFactory):
    class Meta:
        model = Account

    name = factory.Sequence(lambda n: f"Customer {n}")

    @classmethod
    def _create(cls, model, **fields):
        return Account.objects.register(**fields)


class ContactFactory(TenantModelFactory):
    class Meta:
        model = Contact

    account = factory.SubFactory(AccountFactory)
    name = factory.Sequence(lambda n: f"Contact {n}")

    @classmethod
    def _create(cls, model, *, account, name, phone_e164="", **fields):
        return account.add_contact(name, **{"phone": phone_e164, **fields})


class PropertyFactory(TenantModelFactory):
    class Meta:
        model = Property

    account = factory.SubFactory(AccountFactory)
    street = factory.Sequence(lambda n: f"{n} Lakeside Drive")
    city, region, postcode = "Buffalo", "NY", "14201"

    @classmethod
    def _create(cls, model, *, account, street, **fields):
        return account.add_property(street, **fields)


class ContractFactory(TenantModelFactory):
    class Meta:
        model = Contract

    account = factory.SubFactory(AccountFactory)
    number = factory.Sequence(lambda n: f"C-{n}")

    @classmethod
    def _create(cls, model, *, account, number, **fields):
        return account.add_contract(number, **fields)


class JobFactory(TenantModelFactory):
    class Meta:
        model = Job

    account = factory.SubFactory(AccountFactory)
    branch = factory.LazyFunction(lambda: Branch.objects.get(is_root=True))
    number = factory.Sequence(lambda n: f"J-{n}")
    kind = "Installation"

    @classmethod
    def _create(cls, model, *, account, number, **fields):
        return account.add_job(number, **fields)


class AssetFactory(TenantModelFactory):
    class Meta:
        model = Asset

    site = factory.SubFactory(PropertyFactory)
    kind, name = "pool", "Pool"


class ProductFactory(TenantModelFactory):
    class Meta:
        model = Product

    sku = factory.Sequence(lambda n: f"SKU-{n}")
    name = factory.Sequence(lambda n: f"Product {n}")


class OrderFactory(TenantModelFactory):
    class Meta:
        model = Order

    account = factory.SubFactory(AccountFactory)
    number = factory.Sequence(lambda n: f"O-{n}")
    ordered_on = factory.LazyFunction(lambda: timezone.now().date())

    @classmethod
    def _create(cls, model, *, account, number, **fields):
        return account.add_order(number, **fields)


class OrderLineFactory(TenantModelFactory):
    class Meta:
        model = OrderLine

    order = factory.SubFactory(OrderFactory)
    product = factory.SubFactory(ProductFactory)
    position = factory.Sequence(lambda n: n)


class InstallerSeatFactory(TenantModelFactory):
    class Meta:
        model = InstallerSeat

    member = factory.SubFactory(MembershipFactory, role="installer")
    account = factory.SubFactory(AccountFactory, kind="installer")


class CaseFactory(TenantModelFactory):
    """A case opened with the verb. ``triaged=True`` clocks and routes it as the worker would, at its opening.

    ``opened_at`` is also the moment at which it is typed in, unless ``at`` says another.
    """

    class Meta:
        model = Case

    account = factory.SubFactory(AccountFactory)
    by = None
    triaged = False
    summary = factory.Sequence(lambda n: f"Filter pump hums {n}")
    case_type, reason_code, source = "repair", "defect", "phone"

    @classmethod
    def _create(cls, model, *, account, triaged, **fields):
        at = fields.setdefault("at", fields.get("opened_at") or timezone.now())
        if account.is_installer and "met" not in fields:
            fields.setdefault("contact", account.contacts.first() or account.add_contact("Somebody there"))
        case = Case.objects.open_for(account, **fields)
        if triaged:
            case.triage(at=at)
        return case


class CallbackFactory(TenantModelFactory):
    """A callback promised with the verb; by nobody unless ``by`` says who, so ``owner`` is whom the house finds."""

    class Meta:
        model = Callback

    account = factory.SubFactory(AccountFactory)
    by = None
    kind = "warranty"
    reason = factory.Sequence(lambda n: f"The pump hums again {n}")

    @classmethod
    def _create(cls, model, *, account, **fields):
        return Callback.objects.promise(account, **fields)
