"""The pulse that is answered without looking tells nobody anything that they may not hear."""

import pytest
from django.core.cache import cache

from tenants.models import Membership, User
from tests.cast import as_company, queries_of
from tests.factories import MembershipFactory


@pytest.fixture(autouse=True)
def nothing_is_remembered():
    cache.clear()


@pytest.fixture
def listening(ours, client_for):
    """Return a browser whose pulse has just been answered with "nothing new", and the pulse's address."""
    visitor = client_for(MembershipFactory(tenant=ours.company, role="support"))
    pulse = visitor.get("/cases/").context["pulse_url"].removeprefix("/acme")
    assert visitor.get(pulse).status_code == 204
    assert queries_of(lambda: visitor.get(pulse)) == []
    return visitor, pulse


def member_of(visitor):
    return Membership.objects.get(user_id=visitor.raw.session["_auth_user_id"])


def test_a_change_is_heard_at_once(ours, listening):
    visitor, pulse = listening
    with as_company(ours.company):
        ours.open.tag("news", by=None)
    assert visitor.get(pulse)["HX-Trigger"] == "queue-changed"


def test_who_has_left_hears_nothing_more(ours, listening):
    visitor, pulse = listening
    with as_company(ours.company):
        member_of(visitor).deactivate(by=None)
    assert visitor.get(pulse).status_code == 404


def test_who_has_lost_the_role_hears_nothing_more(ours, listening):
    visitor, pulse = listening
    with as_company(ours.company):
        Membership.objects.admit(member_of(visitor).user, "buyer", by=None)
    assert visitor.get(pulse).status_code == 403


def test_another_browser_is_asked_who_it_is(ours, listening, client_for):
    _visitor, pulse = listening
    assert client_for(None, ours.company).get(pulse).status_code == 302
    assert client_for(ours.members["buyer"]).get(pulse).status_code == 403


def test_another_company_is_another_address(ours, theirs, listening):
    visitor, pulse = listening
    answer = visitor.raw.get(f"/{theirs.company.slug}{pulse}")
    assert answer.status_code == 404


def test_an_address_that_was_not_answered_before_is_looked_at(ours, listening):
    visitor, pulse = listening
    assert visitor.get(f"{pulse}&owner=me")["HX-Trigger"] == "queue-changed"


def test_who_has_signed_out_is_nobody(ours, listening, client_for):
    visitor, pulse = listening
    visitor.raw.post("/accounts/logout/")
    assert visitor.get(pulse).status_code == 302


def test_whose_sign_in_is_switched_off_hears_at_most_that_nothing_happened(ours, listening):
    """For at most a minute, and only while nothing happens: an empty answer without a word of the company."""
    visitor, pulse = listening
    with as_company(ours.company):
        User.objects.filter(pk=member_of(visitor).user_id).update(is_active=False)
    answer = visitor.get(pulse)
    assert (answer.status_code, answer.content, "HX-Trigger" in answer) == (204, b"", False)
    with as_company(ours.company):
        ours.open.tag("news", by=None)
    assert visitor.get(pulse).status_code == 302
