"""The doorstep: signing in and out, a forgotten password, choosing a company, and the health of the installation."""

import re
from datetime import timedelta
from random import getrandbits
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from tenants.models import Heartbeat, User
from tenants.tasks import silent_sweeps
from tests.cases.pages.reading import read
from tests.cast import as_company
from tests.factories import MembershipFactory

PASSWORD = "correct horse battery"


@pytest.fixture
def door():
    """A browser that nobody has come with before, for failed sign-ins are counted."""
    return Client(REMOTE_ADDR=f"2001:db8::{getrandbits(16):x}:{getrandbits(16):x}:{getrandbits(16):x}")


@pytest.fixture
def kim(db):
    """Somebody who can sign in, with an address that no other run has used."""
    return User.objects.create_user(f"kim-{uuid4().hex}@example.com", PASSWORD, name="Kim Novak")


def sign_in(door, person, password=PASSWORD, **more):
    return door.post("/accounts/login/", {"login": person.email, "password": password, **more})


def is_signed_in(door):
    return "_auth_user_id" in door.session


class TestSigningIn:
    def test_the_right_password_leads_to_the_companies(self, door, kim):
        answer = sign_in(door, kim)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/companies/")
        assert is_signed_in(door)

    def test_it_leads_back_to_where_one_was_going(self, door, kim, acme):
        MembershipFactory(tenant=acme, user=kim)
        asked = door.get("/acme/cases/?queue=mine")
        assert asked.headers["Location"] == "/accounts/login/?next=/acme/cases/%3Fqueue%3Dmine"
        form = read(door.get(asked.headers["Location"])).one("form")
        assert form.value_of("next") == "/acme/cases/?queue=mine"
        answer = sign_in(door, kim, next=form.value_of("next"))
        assert answer.headers["Location"] == "/acme/cases/?queue=mine"
        assert door.get(answer.headers["Location"]).status_code == 200

    def test_it_leads_to_no_other_site(self, door, kim):
        assert sign_in(door, kim, next="https://evil.example/").headers["Location"] == "/companies/"

    def test_the_case_of_an_address_does_not_matter(self, door, kim):
        kim.email = kim.email.upper()
        assert sign_in(door, kim).status_code == 302

    def test_a_wrong_password_and_an_unknown_address_are_answered_alike(self, door, kim):
        stranger = User(email=f"{uuid4().hex}@example.com")
        said = []
        for person in (kim, stranger):
            answer = sign_in(door, person, "wrong")
            page = read(answer)
            said.append((answer.status_code, page.alerts, page.value_of("login") == person.email))
        words = "The email address and/or password you specified are not correct."
        assert said == [(200, [words], True)] * 2
        assert not is_signed_in(door)

    def test_after_five_wrong_passwords_even_the_right_one_waits(self, door, kim):
        answers = [sign_in(door, kim, f"wrong {attempt}") for attempt in range(5)]
        assert {answer.status_code for answer in answers} == {200}
        answer = sign_in(door, kim)
        assert read(answer).alerts == ["Too many failed login attempts. Try again later."]
        assert not is_signed_in(door)

    def test_somebody_deactivated_does_not_come_in(self, door, kim):
        User.objects.filter(pk=kim.pk).update(is_active=False)
        answer = door.post("/accounts/login/", {"login": kim.email, "password": PASSWORD}, follow=True)
        assert read(answer).one("h1").text == "This account is not active"
        assert not is_signed_in(door)

    def test_signing_out_ends_it(self, door, kim, acme):
        MembershipFactory(tenant=acme, user=kim)
        sign_in(door, kim)
        assert door.post("/accounts/logout/").headers["Location"] == "/"
        assert door.get("/acme/cases/").status_code == 302

    def test_nobody_makes_an_account_for_themselves(self, door, db):
        email = f"{uuid4().hex}@example.com"
        for answer in (
            door.get("/accounts/signup/"),
            door.post("/accounts/signup/", {"email": email, "password1": PASSWORD, "password2": PASSWORD}),
        ):
            assert read(answer).one("h1").text == "You need an invitation"
        assert not User.objects.filter(email=email).exists()


class TestForgettingAPassword:
    def ask(self, door, email, **more):
        return door.post("/accounts/password/reset/", {"email": email}, **more)

    def test_a_link_to_this_installation_is_mailed_and_works_once(self, door, kim, settings, mailoutbox):
        settings.PUBLIC_BASE_URL = "https://cases.example.com"
        answer = self.ask(door, kim.email, headers={"Host": "localhost"})
        assert answer.headers["Location"] == "/accounts/password/reset/done/"
        (letter,) = mailoutbox
        assert (letter.to, letter.subject) == ([kim.email], "[Kept] Choose a new password")
        (link,) = re.findall(r"\S*://\S*", letter.body)
        assert link.startswith("https://cases.example.com/accounts/password/reset/key/")
        assert "localhost" not in letter.body + letter.subject
        path = link.removeprefix("https://cases.example.com")
        form = door.get(path, follow=True)
        place = form.redirect_chain[-1][0]
        changed = door.post(place, {"password1": "another horse entirely", "password2": "another horse entirely"})
        assert changed.status_code == 302
        assert sign_in(Client(), kim, "another horse entirely").status_code == 302
        again = Client().get(path, follow=True)
        assert not read(again).has("input", name="password1")

    def test_a_weak_password_is_refused_beside_its_field(self, door, kim, mailoutbox):
        self.ask(door, kim.email)
        (path,) = re.findall(r"/accounts/password/reset/key/\S+", mailoutbox[0].body)
        place = door.get(path, follow=True).redirect_chain[-1][0]
        page = read(door.post(place, {"password1": "12345", "password2": "12345"}))
        assert "This password is too short. It must contain at least 8 characters." in page.errors_of("password1")

    def test_an_unknown_address_is_answered_alike_and_gets_no_mail(self, door, db):
        answer = self.ask(door, f"{uuid4().hex}@example.com")
        assert answer.headers["Location"] == "/accounts/password/reset/done/"
        assert mail.outbox == []


class TestLanding:
    @pytest.fixture
    def kim_inside(self, door, kim):
        door.force_login(kim, backend="django.contrib.auth.backends.ModelBackend")
        return door

    def test_who_has_no_company_is_told_whom_to_ask(self, kim_inside):
        page = read(kim_inside.get("/"))
        assert page.one(classed="notice").text == "You do not belong to a company yet. Ask the person who invited you."

    def test_who_has_one_company_goes_there(self, kim_inside, kim, acme):
        MembershipFactory(tenant=acme, user=kim)
        assert kim_inside.get("/").headers["Location"] == "/acme/"
        assert kim_inside.get("/acme/").headers["Location"] == "/acme/cases/"

    def test_who_has_two_chooses(self, kim_inside, kim, acme, globex):
        MembershipFactory(tenant=acme, user=kim, role="owner")
        MembershipFactory(tenant=globex, user=kim)
        for path in ("/", "/companies/"):
            doors = read(kim_inside.get(path)).all("a", classed="door")
            assert [(door.attrs["href"], door.one("b").text, door.one("small").text) for door in doors] == [
                ("/acme/cases/", "Acme Pools", "Owner"),
                ("/globex/cases/", "Globex Plumbing", "Support"),
            ]

    def test_who_has_left_one_of_two_goes_to_the_other(self, kim_inside, kim, acme, globex):
        former = MembershipFactory(tenant=acme, user=kim)
        MembershipFactory(tenant=globex, user=kim)
        with as_company(acme):
            former.deactivate(by=None)
        assert kim_inside.get("/").headers["Location"] == "/globex/"
        assert kim_inside.get("/acme/cases/").status_code == 404

    def test_who_is_deactivated_while_signed_in_is_signed_out(self, kim_inside, kim, acme):
        MembershipFactory(tenant=acme, user=kim)
        assert kim_inside.get("/acme/cases/").status_code == 200
        User.objects.filter(pk=kim.pk).update(is_active=False)
        assert kim_inside.get("/acme/cases/").headers["Location"] == "/accounts/login/?next=/acme/cases/"

    def test_strangers_sign_in_first(self, door, db):
        for path in ("/", "/companies/"):
            assert door.get(path).headers["Location"] == f"/accounts/login/?next={path}"


class TestASessionThatEnded:
    def test_htmx_takes_the_whole_page_to_sign_in_and_back(self, door, acme):
        asks = {"HX-Request": "true", "HX-Current-URL": "http://testserver/acme/cases/?queue=mine"}
        for ask in (door.get, door.post):
            answer = ask("/acme/cases/1/comments/", headers=asks)
            assert (answer.status_code, answer.content) == (204, b"")
            assert answer.headers["HX-Redirect"] == "/accounts/login/?next=/acme/cases/%3Fqueue%3Dmine"

    def test_a_form_that_was_posted_leads_back_to_a_page_that_can_be_read(self, door, acme):
        answer = door.post("/acme/cases/1/comments/", {"body": "x"})
        assert answer.headers["Location"] == "/accounts/login/?next=/acme/"

    def test_htmx_of_another_site_leads_back_home(self, door, acme):
        asks = {"HX-Request": "true", "HX-Current-URL": "https://evil.example/x"}
        answer = door.post("/acme/cases/1/comments/", headers=asks)
        assert answer.headers["HX-Redirect"] == "/accounts/login/?next=/acme/"


@pytest.fixture
def beating(db):
    """Every sweep has just been through."""
    for name in silent_sweeps(timezone.now()):
        Heartbeat.objects.beat(name)


class TestHealth:
    def test_the_process_is_alive_without_asking_anybody(self, door):
        answer = door.get("/livez")
        assert (answer.status_code, answer.content) == (200, b"alive\n")

    @pytest.mark.usefixtures("beating")
    def test_it_is_ready_when_the_database_answers(self, door):
        answer = door.get("/readyz")
        assert (answer.status_code, answer.json()) == (200, {"database": "ok", "silent_sweeps": []})

    @pytest.mark.usefixtures("beating")
    def test_the_banner_shows_only_while_clocks_stand_still(self, ada, client_for):
        visitor = client_for(ada)
        assert read(visitor.get("/status-banner/", htmx=True)).text == ""
        Heartbeat.objects.beat("cases.sweep_triage", at=timezone.now() - timedelta(minutes=5))
        banner = read(visitor.get("/status-banner/", htmx=True)).one(role="status").text
        assert banner.startswith("The background workers are not running. Everything you save is kept;")
