"""The company that takes the requests: a branch a region, the four departments, an account an address."""

from django.contrib.auth.hashers import make_password
from django.db import transaction

from customers.models import Account, Property
from routing.models import Department
from tenants.current import tenant_scope
from tenants.models import Branch, Membership, Role, Tenant, User


class NotOurs(Exception):
    """A company of that name exists, and no replay has made it. ``args`` are the reasons, ready to show."""


class Town:
    """The company of the replay. ``found`` makes it, or finds the one of an earlier replay."""

    def __init__(self, company, mapping):
        self.company, self.mapping = company, mapping
        with tenant_scope(company):
            self.branches = {branch.name: branch for branch in Branch.objects.all()}
            self.root = next(branch for branch in self.branches.values() if branch.is_root)
            sites = Property.objects.select_related("account")
            self.sites = {(site.street, site.postcode): site for site in sites}

    @classmethod
    def found(cls, mapping, slug):
        """Return the town in the company ``slug``. Errors: NotOurs."""
        written = mapping.company
        company = Tenant.objects.filter(slug=slug).first()
        if company is None:
            with transaction.atomic():
                company = Tenant.objects.create(slug=slug, name=written["name"], time_zone=written["time_zone"])
                with tenant_scope(company):
                    _furnish(mapping)
        town = cls(company, mapping)
        if town.root.name != written["root"] or not set(mapping.branches.values()) <= town.branches.keys():
            raise NotOurs(f"The company {slug} is somebody's own; choose another with --company.")
        return town

    def admit_visitor(self, email, password):
        """Let somebody sign in and look around."""
        user, _made = User.objects.get_or_create(
            email=email, defaults={"name": "Olivia Angeles", "password": make_password(password)}
        )
        with tenant_scope(self.company):
            Membership.objects.admit(user, Role.OWNER, by=None)

    def branch_of(self, request):
        return self.branches[self.mapping.branch_of(request) or self.root.name]

    def site_of(self, request):
        """Return the property of that address, with its account: two requests from one address share both."""
        if request.address not in self.sites:
            account = Account.objects.register(f"Resident at {request.street}"[:120])
            city, region = self.mapping.company["city"], self.mapping.company["region"]
            self.sites[request.address] = account.add_property(
                request.street, city=city, region=region, postcode=request.postcode
            )
        return self.sites[request.address]

    def set_clock(self, moment):
        """Let the company live at ``moment``; at the wall clock's when it is None."""
        Tenant.objects.filter(pk=self.company.pk).update(clock_at=moment)
        self.company.clock_at = moment


def _furnish(mapping):
    branches = [Branch.objects.create(name=mapping.company["root"], is_root=True)]
    branches += [Branch.objects.create(name=name) for name in dict.fromkeys(mapping.branches.values())]
    Department.objects.bulk_create(
        [Department(key=key, name=name) for key, name in mapping.departments.items()]
        + [Department(key="branch_manager", name=f"{branch.name} manager", branch=branch) for branch in branches]
    )
