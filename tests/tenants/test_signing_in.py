"""Signing in and out, and a forgotten password."""

import re
from random import getrandbits
from uuid import uuid4

import pytest
from django.core import mail
from django.test import Client

from tenants.models import User
from tests.cases.pages.reading import read
from tests.factories import MembershipFactory

PASSWORD = "correct horse battery"


def address():
    """An address that nobody has come from before, for failed sign-ins are counted by network."""
    return f"2001:db8:{getrandbits(16):x}:{getrandbits(16):x}::1"


@pytest.fixture
def door():
    """A browser at an address of its own."""
    return Client(REMOTE_ADDR=address())


@pytest.fixture
def kim(db):
    """Somebody who can sign in, with an address that no other run has used."""
    return User.objects.create_user(f"kim-{uuid4().hex}@example.com", PASSWORD, name="Kim Novak")


def sign_in(door, person, password=PASSWORD, headers=None, **more):
    return door.post("/accounts/login/", {"login": person.email, "password": password, **more}, headers=headers)


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

    def test_visitors_behind_one_proxy_do_not_lock_each_other_out(self, door, kim, settings):
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
        attacker, visitor = address(), address()
        for _attempt in range(10):
            stranger = User(email=f"{uuid4().hex}@example.com")
            sign_in(door, stranger, "wrong", headers={"X-Forwarded-For": attacker})
        refused = sign_in(door, kim, headers={"X-Forwarded-For": f"{visitor}, {attacker}"})
        assert read(refused).alerts == ["Too many failed login attempts. Try again later."]
        assert sign_in(door, kim, headers={"X-Forwarded-For": visitor}).status_code == 302

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
