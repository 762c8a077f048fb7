"""Pasting what an answering service wrote, and the page on which its secret is made."""

import pytest

from callbacks.models import AfterHoursRequest, HookKey
from tests.cases.pages.reading import read

pytestmark = pytest.mark.usefixtures("in_acme")


class TestPasting:
    TWO = "Caller: Dana Fields (716) 555-0100. No heat, urgent!\n\nName: Omar Haddad, 716-555-0188, drain is slow"

    def preview(self, desk, **how):
        return read(desk.post("/after-hours/paste/", {"text": self.TWO, **how}))

    def test_nothing_is_kept_before_somebody_has_seen_it(self, desk, dana):
        page = self.preview(desk)
        assert "2 requests" in page.text
        assert (page.value_of("form-0-name"), page.value_of("form-0-phone")) == ("Dana Fields", "(716) 555-0100")
        assert page.value_of("form-1-name") == "Omar Haddad"
        assert not AfterHoursRequest.objects.exists()

    def test_a_person_decides_what_blank_lines_mean(self, desk):
        page = self.preview(desk, do="one")
        assert "One request" in page.text
        assert page.value_of("form-0-words") == self.TWO
        assert "2 requests" in self.preview(desk, do="several").text

    def sent(self, page):
        return {
            name: value
            for name, value in page.sent_by(page.all("form", method="post")[-1]).items()
            if not name.endswith(("urgent", "DELETE")) and name != "do"
        }

    def test_what_was_corrected_is_kept_once(self, desk, dana, ada):
        sent = self.sent(self.preview(desk)) | {"form-0-name": "Dana F.", "form-0-urgent": "on", "do": "keep"}
        for _ in range(2):
            answer = desk.post("/after-hours/paste/", sent)
            assert (answer.status_code, answer["Location"]) == (302, "/acme/after-hours/")
        first, second = AfterHoursRequest.objects.order_by("id")
        assert (first.account, first.name, first.is_urgent, first.source) == (dana, "Dana F.", True, "pasted")
        assert (second.name, second.is_urgent) == ("Omar Haddad", False)

    def test_one_may_be_left_out(self, desk):
        desk.post("/after-hours/paste/", self.sent(self.preview(desk)) | {"form-0-DELETE": "on", "do": "keep"})
        assert AfterHoursRequest.objects.get().name == "Omar Haddad"

    def test_what_is_wrong_is_said_and_nothing_is_kept(self, desk):
        wrong = {"form-0-phone": "none", "form-1-received_at": "2020-01-01T00:00", "do": "keep"}
        answer = desk.post("/after-hours/paste/", self.sent(self.preview(desk)) | wrong)
        page = read(answer)
        assert answer.status_code == 422
        assert page.errors_of("form-0-phone") == ["That is no phone number."]
        assert page.errors_of("form-1-received_at") == ["That is more than seven days ago."]
        assert not AfterHoursRequest.objects.exists()

    def test_an_empty_text_is_refused(self, desk):
        assert desk.post("/after-hours/paste/", {"text": " "}).status_code == 422
        assert desk.post("/after-hours/paste/", {"do": "keep"}).status_code == 422


class TestSettings:
    PAGE = "/settings/after-hours/"

    def test_a_secret_is_shown_once(self, member, client_for):
        browser = client_for(member("owner"))
        made = read(browser.post(self.PAGE, {"do": "make"})).one(id="hook-secret").attrs["value"]
        assert made == HookKey.objects.get().secret
        page = browser.get(self.PAGE)
        assert made not in page.content.decode()
        assert "made the secret in force" in read(page).text
        assert "http://testserver/acme/hooks/after-hours/" in read(page).text

    def test_renewing_and_ending(self, member, client_for):
        browser = client_for(member("owner"))
        for _ in range(2):
            browser.post(self.PAGE, {"do": "make"})
        assert "The one before is good until" in read(browser.get(self.PAGE)).text
        assert browser.post(self.PAGE, {"do": "end-old"}).status_code == 302
        assert HookKey.objects.count() == 1
        assert browser.post(self.PAGE, {"do": "end"}).status_code == 302
        assert "There is no secret yet" in read(browser.get(self.PAGE)).text
        assert "made a new secret for the after-hours service" in read(browser.get(self.PAGE)).text

    def test_only_who_configures_the_company_comes_in(self, desk, member, north, client_for):
        assert desk.get(self.PAGE).status_code == 403
        assert client_for(member("manager", branch=north)).post(self.PAGE, {"do": "make"}).status_code == 403
        assert not HookKey.objects.exists()
