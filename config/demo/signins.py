"""Who may sign in to the demo companies, as a table."""

from django.db.models import Count

from customers.models import Account
from tenants.current import tenant_scope
from tenants.models import Membership, Role, Tenant

from .cast import PASSWORD
from .script import SLUGS


def sign_ins() -> str:
    """Return the table of sign-ins, one line a role, and an empty text when no demo company is there."""
    companies = {company: _first_of_each_role(company) for company in Tenant.objects.filter(slug__in=SLUGS)}
    if not companies:
        return ""
    rows = [["Role", *(f"{company.name} (/{company.slug}/)" for company in companies)]]
    for role in Role:
        rows.append([str(role.label), *(found.get(role, "") for found in companies.values())])
    if both := _in_all(companies):
        rows.append(["In both", *[both] * len(companies)])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = ["   ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    lines.insert(1, "   ".join("-" * width for width in widths))
    lines += ["", f"Password of everybody here: {PASSWORD}", f"A customer with everything: {_busiest(companies)}"]
    return "\n".join(lines)


def _busiest(companies):
    """The address of the customer of whom each company knows most."""
    found = []
    for company in companies:
        with tenant_scope(company, readonly=True):
            account = Account.objects.annotate(orders_many=Count("orders")).order_by("-orders_many").first()
            found += [f"/{company.slug}/customers/{account.number}/"] if account else []
    return ", ".join(found)


def _first_of_each_role(company):
    with tenant_scope(company, readonly=True):
        emails = Membership.objects.active().order_by("-pk").values_list("role", "user__email")
        return dict(emails)


def _in_all(companies):
    if len(companies) < 2:
        return ""
    everybody = []
    for company in companies:
        with tenant_scope(company, readonly=True):
            everybody.append(set(Membership.objects.active().values_list("user__email", flat=True)))
    return ", ".join(sorted(set.intersection(*everybody)))
