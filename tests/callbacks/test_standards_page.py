"""The page on which a manager sets the times of callbacks: looked at before it is put in force."""

from dataclasses import asdict

import pytest

from callbacks.models import CallbackStandards
from callbacks.rules import Standards
from tests.cast import as_company

pytestmark = pytest.mark.django_db
PAGE = "/settings/callbacks/"
FIGURES = {**asdict(Standards()), "morning_by": "09:00", "was": "0"}


@pytest.fixture
def desk(boss, client_for):
    return client_for(boss)


def in_force(company):
    with as_company(company):
        return CallbackStandards.objects.in_force()


def save(desk, **figures):
    looked = desk.post(PAGE, FIGURES | figures | {"do": "preview"})
    return desk.post(PAGE, FIGURES | figures | {"do": "save", "seal": looked.context["seal"]})


def test_it_begins_with_what_every_company_begins_with(desk):
    page = desk.get(PAGE).content.decode()
    assert 'value="09:00"' in page
    assert 'value="60"' in page
    assert 'aria-current="page">Callbacks' in page


def test_a_preview_says_by_when_and_what_changes(desk, acme):
    looked = desk.post(PAGE, FIGURES | {"warranty_days": "2", "do": "preview"})
    rows = looked.context["panels"][0].context["rows"]
    assert [row["is_changed"] for row in rows] == [False, True, False, False, False, False]
    assert "in 2 business days" in looked.content.decode()
    assert in_force(acme)[0] == 0


def test_what_was_looked_at_is_put_in_force(desk, acme):
    assert save(desk, warranty_days="2", morning_by="08:30").status_code == 302
    assert in_force(acme)[1] == Standards(warranty_days=2, morning_by=Standards().morning_by.replace(hour=8, minute=30))
    assert "version 1 of the callback times" in desk.get(PAGE).content.decode()


def test_what_was_not_looked_at_is_shown_first(desk, acme):
    answer = desk.post(PAGE, FIGURES | {"quote_days": "5", "do": "save"})
    assert (answer.status_code, in_force(acme)[0]) == (200, 0)
    assert "look again" in answer.content.decode()


def test_two_managers_do_not_overwrite_one_another(desk, acme):
    assert save(desk, quote_days="5").status_code == 302
    looked = desk.post(PAGE, FIGURES | {"quote_days": "7", "do": "preview"})
    answer = desk.post(PAGE, FIGURES | {"quote_days": "7", "do": "save", "seal": looked.context["seal"]})
    assert answer.status_code == 409
    assert "5 for a quote" in answer.content.decode()
    assert in_force(acme)[1].quote_days == 5


@pytest.mark.parametrize(
    "wrong",
    [
        {"warranty_days": "0"},
        {"emergency_minutes": "x"},
        {"morning_by": "25:00"},
        {"call_until_hours": "24"},
        {"branch_minutes": "60"},
        {"retry_minutes": ""},
    ],
)
def test_nonsense_is_refused_at_its_field(desk, acme, wrong):
    answer = desk.post(PAGE, FIGURES | wrong | {"do": "save"})
    assert (answer.status_code, in_force(acme)[0]) == (422, 0)
    assert "errorlist" in answer.content.decode()


def test_who_sets_up_nothing_or_a_branch_only_is_refused(member, client_for, north):
    for somebody in (member("support"), member("manager", branch=north)):
        assert client_for(somebody).get(PAGE).status_code == 403
