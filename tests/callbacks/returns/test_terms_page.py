"""The page on which the terms of returns are set."""

from decimal import Decimal

import pytest

from callbacks.models import terms_in_force
from callbacks.rates import Bar
from tests.cases.pages.reading import read
from tests.cast import as_company

pytestmark = pytest.mark.django_db
PAGE = "/settings/returns/"
GOOD = {"warranty_days": "730", "dispatch_fee": "95.50", "reported_to": "", "was": "0"}
GOOD |= {"window_days": "180", "minimum_jobs": "5", "threshold_percent": "20"}


@pytest.fixture
def desk(boss, client_for):
    return client_for(boss)


def in_force(company):
    with as_company(company):
        return terms_in_force()


def test_it_begins_with_what_every_company_begins_with(desk, acme):
    page = read(desk.get(PAGE))
    assert [page.value_of(name) for name in ("warranty_days", "dispatch_fee", "was")] == ["365", "89.00", "0"]
    assert in_force(acme).version == 0


def test_what_is_saved_is_in_force_and_told(desk, acme, boss):
    assert desk.post(PAGE, GOOD | {"reported_to": boss.pk}).status_code == 302
    terms = in_force(acme)
    assert terms.bar == Bar(window_days=180, minimum_jobs=5, threshold_percent=20)
    assert (terms.warranty_days, terms.dispatch_fee, terms.reported_to) == (730, Decimal("95.50"), boss)
    assert "Grace Hopper put other terms of returns in force." in read(desk.get(PAGE)).text


def test_the_same_again_is_harmless(desk, acme):
    for _ in range(2):
        assert desk.post(PAGE, GOOD).status_code == 302
    assert in_force(acme).version == 1


def test_two_managers_do_not_overwrite_one_another(desk, acme):
    assert desk.post(PAGE, GOOD).status_code == 302
    answer = desk.post(PAGE, GOOD | {"warranty_days": "30"})
    assert (answer.status_code, in_force(acme).warranty_days) == (409, 730)
    assert read(answer).value_of("was") == "1"
    assert desk.post(PAGE, GOOD | {"warranty_days": "30", "was": "1"}).status_code == 302
    assert in_force(acme).warranty_days == 30


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("warranty_days", "0", "Ensure this value is greater than or equal to 1."),
        ("dispatch_fee", "-5", "Ensure this value is greater than or equal to 0."),
        ("dispatch_fee", "", "This field is required."),
        ("window_days", "17", "Select a valid choice. 17 is not one of the available choices."),
        ("minimum_jobs", "0", "Ensure this value is greater than or equal to 1."),
        ("threshold_percent", "101", "Ensure this value is less than or equal to 100."),
        ("reported_to", "17", "“17” is not a valid UUID."),
    ],
)
def test_what_is_wrong_is_said_at_its_field(desk, acme, field, value, message):
    answer = desk.post(PAGE, GOOD | {field: value})
    assert (answer.status_code, read(answer).errors_of(field)) == (422, [message])
    assert in_force(acme).version == 0


def test_only_who_sees_every_return_can_be_named(desk, member, north):
    for one in (member("manager", branch=north), member("technician"), member("installer"), member("executive")):
        assert desk.post(PAGE, GOOD | {"reported_to": one.pk}).status_code == 422


def test_it_is_refused_to_who_does_not_configure_the_company(member, client_for, north):
    for somebody in (member("support_lead"), member("technician"), member("manager", branch=north)):
        assert client_for(somebody).post(PAGE, GOOD).status_code == 403
