"""The doorstep: choosing a company, a session that ended, what every page tells a browser, and the health of it all."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tenants.models import Heartbeat, User
from tenants.tasks import silent_sweeps
from tests.cases.pages.reading import read
from tests.cast import as_company
from tests.factories import MembershipFactory, UserFactory


@pytest.fixture
def door(db):
    """A browser before anyone has signed in."""
    return Client()


@pytest.fixture
def kim(db):
    return UserFactory(name="Kim Novak")


class TestLanding:
    @pytest.fixture
    def kim_inside(self, door, kim):
        door.force_login(kim, backend="tenants.backends.PasswordBackend")
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

    def test_whose_role_opens_nothing_finds_the_way_out(self, kim_inside, kim, acme):
        MembershipFactory(tenant=acme, user=kim, role="buyer")
        refused = kim_inside.get("/", follow=True)
        assert refused.status_code == 403
        page = read(kim_inside.get(read(refused).one("a", classed="button").attrs["href"]))
        assert page.has("form", action="/accounts/logout/")

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


class TestWhatABrowserIsToldOfEveryPage:
    def test_a_page_of_a_company_is_kept_by_nobody_and_framed_by_nobody(self, ada, client_for):
        headers = client_for(ada).get("/cases/").headers
        assert headers["Cache-Control"] == "private, no-store"
        assert {"Cookie", "HX-Request"} <= set(headers["Vary"].split(", "))
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["X-Content-Type-Options"] == "nosniff"
        policy = headers["Content-Security-Policy"].split("; ")
        assert {"default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'"} <= set(policy)
        assert "unsafe" not in headers["Content-Security-Policy"]

    def test_a_form_without_its_token_is_not_taken(self, ada, acme):
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(ada.user, backend="tenants.backends.PasswordBackend")
        for path in ("/acme/cases/new/", "/accounts/logout/"):
            answer = strict.post(path, {"summary": "x"})
            assert answer.status_code == 403
            assert read(answer).one("h1").text == "This page was open for too long"
        token = strict.get("/acme/cases/").context["csrf_token"]
        sent = strict.post("/acme/cases/new/", {"summary": "x"}, headers={"X-CSRFToken": str(token)})
        assert sent.status_code == 422


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
