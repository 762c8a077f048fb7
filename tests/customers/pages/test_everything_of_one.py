"""The page of a customer with very much, with nothing, and of an installer; the page of an order; the history."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from customers.models import Order
from tests.cast import as_company, queries_of
from tests.factories import (
    AccountFactory,
    CaseFactory,
    ContractFactory,
    InstallerSeatFactory,
    MembershipFactory,
    OrderFactory,
    OrderLineFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(ada, client_for):
    return client_for(ada)


@pytest.fixture
def installer(acme):
    """An installer organisation with somebody of it, a household and a contract of theirs."""
    with as_company(acme):
        organisation = AccountFactory(kind="installer", name="Zeta Installers")
        seat = InstallerSeatFactory(account=organisation, member=MembershipFactory(role="installer"))
        home = AccountFactory(name="Rosa Delgado", parent=organisation)
        ContractFactory(account=home, installer=organisation, number="C-77")
        return {"organisation": organisation, "member": seat.member, "home": home}


def words(answer):
    return " ".join(
        re.sub(r"<[^>]+>", " ", answer.content.decode().partition("<main")[2].partition("</main>")[0]).split()
    )


def test_two_hundred_orders_are_cut_and_paged(acme, desk):
    account = AccountFactory(tenant=acme)
    with as_company(acme):
        day = "2026-11-01"
        Order.objects.bulk_create(Order(account=account, number=f"N-{nth}", ordered_on=day) for nth in range(200))
    page = desk.get(f"/customers/{account.number}/")
    assert page.content.decode().count("is-order") == 6
    assert "Show all 200" in words(page)
    seen, address = [], f"/customers/{account.number}/orders/"
    while address:
        context = desk.get(address).context
        seen += [order.number for order in context["rows"]]
        address = context["next_url"] and f"/customers/{account.number}/orders/{context['next_url']}"
    assert seen == [f"N-{nth}" for nth in reversed(range(200))]


@pytest.mark.parametrize("asked", ["?after=nonsense", "?after=%00"])
def test_a_list_asked_for_nonsense_begins_at_the_top(acme, desk, asked):
    order = OrderFactory(tenant=acme)
    with as_company(acme):
        number = order.account.number
    assert desk.get(f"/customers/{number}/orders/{asked}").context["rows"] == [order]
    assert desk.get(f"/customers/{number}/secrets/").status_code == 404


def test_a_customer_of_whom_nothing_is_known(acme, desk):
    said = words(desk.get(f"/customers/{AccountFactory(tenant=acme).number}/"))
    assert "No contract, job or order yet" in said
    assert "Nothing open" in said
    assert "No contact and no address yet" in said


def test_how_a_customer_stands_is_said_in_the_head(acme, desk, departments):
    account = AccountFactory(tenant=acme)
    CaseFactory(account=account, triaged=True, opened_at=timezone.now() - timedelta(days=3), priority="urgent")
    CaseFactory(account=account, triaged=True)
    assert "1 overdue 2 open" in words(desk.get(f"/customers/{account.number}/"))


def test_an_installer_reads_of_their_own_organisation_only(installer, client_for):
    visitor = client_for(installer["member"])
    page = visitor.get(f"/customers/{installer['organisation'].number}/")
    assert "Contracts they installed 1 C-77 Rosa Delgado" in words(page)
    assert "Accounts below" not in words(page)
    assert f"/customers/{installer['home'].number}/" not in page.content.decode()
    assert "New case" not in words(page)
    assert visitor.get(f"/customers/{installer['home'].number}/").status_code == 404
    assert visitor.get(f"/customers/{installer['home'].number}/history/").status_code == 404
    assert visitor.get(f"/customers/{installer['home'].number}/orders/").status_code == 404


def test_colleagues_see_who_stands_below_an_installer(installer, desk):
    said = words(desk.get(f"/customers/{installer['organisation'].number}/"))
    assert "Accounts below 1 Rosa Delgado" in said
    assert "part of Zeta Installers" in words(desk.get(f"/customers/{installer['home'].number}/"))


@pytest.mark.parametrize("lines", [1, 3])
def test_an_order_with_its_lines_and_cases(acme, desk, lines, departments):
    order = OrderFactory(tenant=acme, number="SO/9 1")
    made = [OrderLineFactory(order=order, product__name=f"Salt cell {nth}", position=nth) for nth in range(lines)]
    with as_company(acme):
        account = order.account
    CaseFactory(account=account, summary="Cell is dead", order=order, order_line=made[0], triaged=True)
    address = "/customers/orders/SO/9%201/"
    assert "Salt cell 0" in words(desk.get(address))
    assert "Cell is dead" in words(desk.get(address))
    assert f"order_line={made[0].pk}" in desk.get(address).content.decode()
    assert len(queries_of(lambda: desk.get(address))) == 12


def test_the_history_is_that_of_all_cases_and_an_installer_reads_no_internal_line(
    installer, acme, desk, client_for, ada
):
    with as_company(acme):
        seen = CaseFactory(account=installer["organisation"], summary="Van is late")
        seen.comment("For everybody", by=ada, audience="customer")
        seen.comment("INTERNALONLY", by=ada)
        CaseFactory(account=installer["organisation"], summary="Box is wet").comment("Second one", by=ada)
    address = f"/customers/{installer['organisation'].number}/history/"
    said = words(desk.get(address))
    assert all(text in said for text in ("Van is late", "Box is wet", "INTERNALONLY", "Second one", "For everybody"))
    theirs = words(client_for(installer["member"]).get(address))
    assert "For everybody" in theirs
    assert "INTERNALONLY" not in theirs
    assert "Second one" not in theirs


def test_the_history_goes_on_where_it_was_cut(acme, desk, ada):
    with as_company(acme):
        case = CaseFactory(account=AccountFactory())
        for nth in range(40):
            case.comment(f"Attempt {nth}.", by=ada)
        address = f"/customers/{case.account.number}/history/"
    first = desk.get(address)
    assert first.content.decode().count("comment-card") == 30
    rest = desk.get(f"{address}?before={first.context['older']}", htmx=True).content.decode()
    assert "Attempt 9." in rest
    assert "Attempt 10." not in rest
    assert "<html" not in rest
