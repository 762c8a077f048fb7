"""Callbacks and complaints in the search over everything: by number, customer, phone and words, to who may see them."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from callbacks.models import Callback
from customers.models import Complaint
from tests.cast import as_company
from tests.factories import AccountFactory, CallbackFactory, InstallerSeatFactory, JobFactory, MembershipFactory


@pytest.fixture
def rosa(acme):
    return AccountFactory(tenant=acme, name="Rosa Delgado", phone="(602) 555-0142")


@pytest.fixture
def callback(rosa, ada):
    with as_company(rosa.tenant_id):
        told = {"reason": "The heater trips", "summary": "Ask about the breaker", "phone": "716 555 0199"}
        return CallbackFactory(account=rosa, by=ada, **told)


@pytest.fixture
def complaint(rosa, ada):
    with as_company(rosa.tenant_id):
        return rosa.note_complaint("Nobody wore overshoes in the hallway", by=ada)


@pytest.fixture
def desk(ada, client_for):
    return client_for(ada)


def hits(visitor, text, name):
    groups = visitor.get("/search/", {"q": text}).context["groups"]
    return [hit for group in groups if group.name == name for hit in group.hits]


@pytest.mark.parametrize("text", ["heat", "Rosa", "delgado heater", "breaker", "716 555 0199", "5550199", "5550142"])
def test_a_callback_by_its_customer_phone_or_words(desk, callback, text):
    (hit,) = hits(desk, text, "callbacks")
    assert hit.url == f"/acme/callbacks/{callback.number}/"
    assert desk.raw.get(hit.url).status_code == 200


def test_a_callback_by_its_number_comes_first_of_all(desk, callback):
    best = desk.get("/search/", {"q": f"#{callback.number}"}).context["best"]
    assert f"/acme/callbacks/{callback.number}/" in [hit.url for hit in best]


@pytest.mark.parametrize("text", ["smith heater", "delgado pump", "zz", "the 4711"])
def test_every_word_must_be_there(desk, callback, complaint, text):
    assert hits(desk, text, "callbacks") + hits(desk, text, "complaints") == []


def test_what_is_still_to_be_done_comes_first_and_says_by_when(desk, callback, rosa, ada):
    with as_company(rosa.tenant_id):
        CallbackFactory(account=rosa, by=ada, reason="Heater again").log_attempt("reached", note="All is well", by=ada)
    first, second = hits(desk, "heater", "callbacks")
    assert (first.more[1].startswith("due "), second.more[1]) == (True, "Done")


def test_a_callback_is_found_by_its_new_number_and_not_by_the_former(desk, callback, ada):
    with as_company(callback.tenant_id):
        Callback.objects.get(pk=callback.pk).hold().change(phone="+17165550111")
    assert len(hits(desk, "7165550111", "callbacks")) == 1
    assert hits(desk, "7165550199", "callbacks") == []


@pytest.mark.parametrize("text", ["overshoes", "delgado hall", "hallw"])
def test_a_complaint_by_its_words_and_its_customer(desk, complaint, rosa, text):
    (hit,) = hits(desk, text, "complaints")
    assert hit.url == f"/acme/customers/{rosa.number}/#complaint-{complaint.pk}"
    assert (hit.label, hit.more) == ([("Rosa Delgado", False)], ["Nothing done yet"])


def test_a_complaint_is_not_found_by_its_customer_alone(desk, complaint):
    assert hits(desk, "delgado", "complaints") == []


def test_a_settled_complaint_is_found_by_what_was_done(desk, complaint, ada):
    with as_company(complaint.tenant_id):
        Complaint.objects.get(pk=complaint.pk).settle("Sent a bouquet", by=ada)
    (hit,) = hits(desk, "bouquet", "complaints")
    assert (hit.more, ("bouquet", True) in hit.snippet) == (["Settled"], True)


def test_a_customer_who_is_called_otherwise_now_is_found_by_that(desk, callback, rosa, ada):
    with as_company(rosa.tenant_id):
        rosa.correct(by=ada, name="Rosa Ito")
    assert len(hits(desk, "ito heater", "callbacks")) == 1
    assert hits(desk, "delgado heater", "callbacks") == []


def test_installers_and_other_companies_find_none(callback, complaint, rosa, acme, eve, client_for):
    with as_company(acme):
        installer = MembershipFactory(role="installer")
        InstallerSeatFactory(member=installer, account=rosa)
    for visitor in (client_for(installer), client_for(eve)):
        assert hits(visitor, "heater", "callbacks") + hits(visitor, "overshoes", "complaints") == []


def test_everybody_finds_the_callbacks_that_open_for_them(callback, rosa, acme, north, south, member, client_for):
    technician = member("technician", branch=north)
    with as_company(acme):
        CallbackFactory(account=rosa, branch=north, reason="Heater in the north")
        job = JobFactory(account=rosa, technician=technician)
        own = CallbackFactory(account=rosa, branch=north, reason="Heater", job=job)
    people = [member("support", branch=south), technician, member("support", branch=north)]
    found = [[hit.url for hit in hits(client_for(one), "heater", "callbacks")] for one in people]
    assert (found[0], found[1], len(found[2])) == ([], [f"/acme/callbacks/{own.number}/"], 2)


def test_what_was_there_before_is_found_too(callback, complaint, desk, acme):
    with as_company(acme):
        for one in (callback, complaint):
            one.words_said.all().delete()
    assert hits(desk, "heater", "callbacks") + hits(desk, "overshoes", "complaints") == []
    for app, number in (("callbacks", "0008"), ("customers", "0009")):
        with connection.schema_editor(atomic=False) as editor:
            import_module(f"{app}.migrations.{number}_words").index(apps, editor)
    assert len(hits(desk, "heater", "callbacks") + hits(desk, "overshoes", "complaints")) == 2


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("promise a call", "/acme/callbacks/new/"),
        ("my callbacks", "/acme/callbacks/all/?owner=me"),
        ("morning board", "/acme/after-hours/"),
        ("week", "/acme/callbacks/calendar/"),
    ],
)
def test_the_palette_leads_to_callbacks(desk, text, address):
    groups = desk.get("/cases/palette/", {"q": text}).context["groups"]
    assert address in [item["url"] for group in groups for item in group["items"]]
    assert desk.raw.get(address).status_code == 200


def test_the_palette_leads_an_installer_to_none_of_them(client_for, acme, member):
    text = client_for(member("installer")).get("/cases/palette/").content.decode()
    assert "allback" not in text
