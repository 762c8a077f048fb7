"""What every answer tells the browser to guard against, and what the doorstep does with hostile requests."""

import pytest
from django.conf import settings

from tests.factories import PASSWORD

from .matrix import COMPANY
from .test_matrix import ask

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob: data:",
    "media-src 'self'",
    "connect-src 'self'",
    "font-src 'self'",
    "manifest-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
}
LOGIN = "/accounts/login/"


def directives(answer):
    return {part.strip() for part in answer["Content-Security-Policy"].split(";") if part.strip()}


class TestEveryAnswer:
    def test_carries_the_strict_policy_and_stays_out_of_caches(self, ours, client_for):
        visitor = client_for(ours.members["owner"])
        for name in COMPANY:
            answer = ask(visitor, ours, name, "GET")
            if name in ("evidence-file", "return-file"):
                continue
            assert directives(answer) == POLICY, name
            assert answer["X-Frame-Options"] == "DENY", name
            assert answer["X-Content-Type-Options"] == "nosniff", name
            assert answer["Referrer-Policy"] == "same-origin", name
            assert "no-store" in answer["Cache-Control"], name
            assert {"Cookie", "HX-Request"} <= {word.strip() for word in answer["Vary"].split(",")}, name

    def test_files_are_shut_in_a_box(self, ours, client_for):
        answer = ask(client_for(ours.members["owner"]), ours, "evidence-file", "GET")
        assert "sandbox" in directives(answer)
        assert "default-src 'none'" in directives(answer)
        assert (answer["X-Content-Type-Options"], answer["Content-Type"]) == ("nosniff", "image/jpeg")
        assert answer["Cache-Control"].startswith("private")

    def test_the_doorstep_too(self, client_for, ours):
        answer = client_for(None, ours.company).raw.get(LOGIN)
        assert directives(answer) == POLICY
        assert answer["X-Frame-Options"] == "DENY"

    def test_refusals_too(self, client_for, ours):
        for answer in (
            client_for(ours.members["buyer"]).get("/cases/"),
            client_for(ours.members["owner"]).get("/cases/999999/"),
            client_for(ours.members["owner"]).get("/no-such-page/"),
        ):
            assert answer.status_code in (403, 404)
            assert directives(answer) == POLICY


class TestSigningIn:
    @pytest.fixture
    def sign_in(self, ours, client_for):
        def post(password=PASSWORD, place=LOGIN, **more):
            nobody = client_for(None, ours.company).raw
            member = ours.members["support"]
            return nobody, nobody.post(place, {"login": member.user.email, "password": password, **more})

        return post

    def test_the_right_password_leads_in(self, sign_in):
        browser, answer = sign_in()
        assert (answer.status_code, answer["Location"]) == (302, settings.LOGIN_REDIRECT_URL)
        assert browser.get("/acme/cases/").status_code == 200

    def test_the_wrong_one_leads_nowhere_and_does_not_tell_who_is_known(self, sign_in, ours, client_for):
        _browser, known = sign_in(password="wrong")
        nobody = client_for(None, ours.company).raw
        unknown = nobody.post(LOGIN, {"login": "nobody@acme.example", "password": "wrong"})
        assert (known.status_code, unknown.status_code) == (200, 200)
        assert known.context["form"].non_field_errors() == unknown.context["form"].non_field_errors()

    @pytest.mark.parametrize(
        "elsewhere",
        [
            "//evil.example",
            "https:evil.example",
            "https://evil.example/",
            "\\\\evil.example",
            "javascript:alert(1)",
            "/\\evil",
        ],
    )
    def test_nobody_is_led_to_another_site(self, elsewhere, sign_in):
        for how in ({"next": elsewhere}, {"place": f"{LOGIN}?next={elsewhere}"}):
            _browser, answer = sign_in(**how)
            assert answer["Location"] == settings.LOGIN_REDIRECT_URL, how

    def test_one_comes_back_to_where_one_wanted_to_go(self, sign_in):
        _browser, answer = sign_in(next="/acme/cases/?q=pump")
        assert answer["Location"] == "/acme/cases/?q=pump"

    def test_the_session_is_a_new_one_and_out_of_reach_of_scripts(self, sign_in, ours, client_for):
        browser, answer = sign_in()
        cookie = answer.cookies[settings.SESSION_COOKIE_NAME]
        assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")

    def test_who_may_no_longer_sign_in_does_not(self, sign_in, ours):
        type(ours.members["support"].user).objects.filter(pk=ours.members["support"].user_id).update(is_active=False)
        browser, _answer = sign_in()
        assert browser.get("/acme/cases/").status_code == 302

    def test_signing_out_wants_a_post_and_ends_the_session(self, sign_in):
        browser, _answer = sign_in()
        assert browser.get("/accounts/logout/").status_code == 200
        assert browser.get("/acme/cases/").status_code == 200
        browser.post("/accounts/logout/")
        assert browser.get("/acme/cases/").status_code == 302

    def test_nobody_signs_up(self, ours, client_for):
        nobody = client_for(None, ours.company).raw
        body = {"email": "new@evil.example", "password1": PASSWORD, "password2": PASSWORD}
        answer = nobody.post("/accounts/signup/", body)
        assert answer.status_code in (200, 403)
        assert not type(ours.members["support"].user).objects.filter(email="new@evil.example").exists()


class TestHosts:
    @pytest.mark.parametrize("host", ["evil.example", "acme.localhost.evil.example", "localhost:80@evil.example"])
    def test_a_host_that_is_not_ours_is_refused(self, host, ours, client_for):
        assert client_for(ours.members["owner"]).get("/cases/", headers={"Host": host}).status_code == 400

    def test_a_form_from_another_site_is_refused(self, ours, client_for):
        visitor = client_for(ours.members["owner"])
        visitor.raw.handler.enforce_csrf_checks = True
        answer = visitor.post("/cases/new/", {}, headers={"Origin": "https://evil.example"})
        assert answer.status_code == 403
