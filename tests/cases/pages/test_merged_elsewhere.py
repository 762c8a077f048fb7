"""Where a case is found that was merged into another one: with its customer and its order, and by whom."""

import pytest

from cases.models import Case
from cases.panels import visible_to
from tenants.access import access_of
from tests.cast import as_company
from tests.factories import AccountFactory, CaseFactory, MembershipFactory, OrderFactory

from .desk import fresh


@pytest.fixture
def merged(acme, case, ada):
    """A case of another customer and their order, merged into the one of Jane Smith."""
    with as_company(acme):
        order = OrderFactory(account=AccountFactory(name="Rosa Delgado"))
        source = CaseFactory(account=order.account, order=order, summary="Same hum", triaged=True)
        source.merge_into(case, by=ada, confirmed=True)
        return Case.objects.select_related("account", "order").get(pk=source.pk)


def test_the_page_of_its_customer_and_of_its_order_list_the_survivor(merged, case, desk):
    for path in (f"/customers/{merged.account.number}/", f"/customers/orders/{merged.order.number}/"):
        page = desk.get(path).content.decode()
        assert f'href="/acme/cases/{case.number}/"' in page
        assert f'href="/acme/cases/{merged.number}/"' not in page.partition("panel-history")[0]


def test_who_speaks_with_the_customer_sees_at_once_what_goes_on_for_them(merged, case, desk):
    page = desk.get("/cases/new/context/", {"account": str(merged.account_id)}, htmx=True).content.decode()
    assert case.summary in page


def test_nobody_is_led_to_a_merged_case_whose_survivor_they_do_not_see(acme, smith, north, south, desk, client_for):
    with as_company(acme):
        here, there = (CaseFactory(account=smith, branch=branch, triaged=True) for branch in (north, south))
        near = MembershipFactory(role="support", branch=north)
        here.follow(by=near)
        here.merge_into(there, by=None)
        access = access_of(near.user, acme)
        assert not visible_to(access).filter(pk=here.pk).exists()
    assert client_for(near).get(f"/cases/{here.number}/").status_code == 404
    assert here.summary not in client_for(near).get("/inbox/").content.decode()
    assert desk.get(f"/cases/{here.number}/").status_code == 200
    assert fresh(here).merged_into_id == there.pk


def test_a_guest_of_one_case_may_open_the_customer_that_it_names(acme, smith, north, south, ada, client_for):
    with as_company(acme):
        shared, other = (CaseFactory(account=smith, branch=south, summary=f"Of {n}", triaged=True) for n in range(2))
        guest = MembershipFactory(role="support", branch=north)
        shared.share(guest, by=ada)
    visitor, address = client_for(guest), f"/customers/{smith.number}/"
    assert f'href="/acme{address}"' in visitor.get(f"/cases/{shared.number}/").content.decode()
    page = visitor.get(address)
    assert page.status_code == 200
    assert shared.summary in page.content.decode()
    assert other.summary not in page.content.decode()
