"""The signed webhook: who is believed, what is wrong, what is kept, and that nothing is learnt by who may not."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from callbacks.models import AfterHoursRequest, HookKey, signature_of
from tests.cast import as_company
from tests.factories import AccountFactory

from .conftest import PHONE, Service

pytestmark = pytest.mark.django_db

SAID = {"id": "call-1", "phone": PHONE, "name": "Dana Fields", "message": "The heater leaks.", "urgent": True}
ZONELESS = "Write the moment with its zone, for example 2026-11-22T02:10:00-05:00."
FAR = "Calls come in when they happen: not in the future, and at most seven days late."
NO_JSON = [b"", b"call me", b"[1, 2]", b'"text"', b"null", b"\xff\xfe", b"[" * 60_000, b'{"id": "1"']
UNSIGNED = {"error": "not-signed", "message": "The signature is missing or wrong."}


def kept(company):
    with as_company(company):
        return list(AfterHoursRequest.objects.oldest_first().for_board())


@pytest.fixture(autouse=True)
def uncounted(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "hook"}}
    cache.clear()


class TestKeeping:
    def test_a_signed_request_is_kept_and_matched(self, service, acme):
        dana = AccountFactory(tenant=acme, name="Dana Fields", phone=PHONE)
        answer = service.post({**SAID, "received_at": (timezone.now() - timedelta(hours=3)).isoformat()})
        (one,) = kept(acme)
        assert (answer.status_code, answer["Content-Type"]) == (201, "application/json")
        assert answer.json() == {
            "id": "call-1",
            "request": str(one.pk),
            "received_at": one.received_at.isoformat(),
        }
        assert (one.account, one.name, one.words, one.is_urgent) == (dana, "Dana Fields", "The heater leaks.", True)
        assert one.arrived_at - one.received_at > timedelta(hours=2)

    def test_posted_again_it_is_the_same_answer_and_nothing_new(self, service, acme):
        first = service.post(SAID)
        second = service.post({**SAID, "message": "Changed"})
        assert (first.status_code, second.status_code) == (201, 200)
        assert first.json() == second.json()
        assert [one.words for one in kept(acme)] == ["The heater leaks."]

    def test_the_very_same_post_again_is_one(self, service, acme):
        stamp = str(int(timezone.now().timestamp()))
        assert [service.post(SAID, stamp=stamp).status_code for _ in range(3)] == [201, 200, 200]
        assert len(kept(acme)) == 1

    @pytest.mark.parametrize("is_escaped", [True, False])
    def test_any_alphabet_is_kept_as_it_was_written(self, service, acme, is_escaped):
        said = {"id": "ñ-1", "message": "Vazamento 漏水 🚿 — señora Peña"}
        assert service.post(body=json.dumps(said, ensure_ascii=is_escaped).encode()).status_code == 201
        assert kept(acme)[0].words == said["message"]

    @pytest.mark.parametrize("said", [{"id": "1", "phone": PHONE}, {"id": 1, "message": "Leak"}, {**SAID, "more": {}}])
    def test_little_is_enough_and_more_is_left_alone(self, service, acme, said):
        assert service.post(said).status_code == 201
        assert kept(acme)[0].external_id == str(said["id"])

    def test_what_belongs_to_another_company_lands_there_only(self, service, acme, globex):
        with as_company(globex):
            theirs = Service(globex, HookKey.objects.renew(by=None).secret)
        assert theirs.post(SAID).status_code == 201
        assert (len(kept(acme)), len(kept(globex))) == (0, 1)
        assert service.post(SAID).status_code == 201  # the same id, here
        assert (len(kept(acme)), len(kept(globex))) == (1, 1)


class TestBelieving:
    def refused(self, answer, acme, said=UNSIGNED):
        assert (answer.status_code, answer.json(), kept(acme)) == (401, said, [])

    @pytest.mark.parametrize("signature", ["", "v1=", "v1=00", "v2=0", "Bearer x", "v1=\xe9"])
    def test_a_wrong_signature_is_refused(self, service, acme, signature):
        self.refused(service.post(SAID, signature=signature), acme)

    def test_so_is_one_made_with_another_companys_secret(self, service, acme, globex):
        with as_company(globex):
            secret = HookKey.objects.renew(by=None).secret
        self.refused(service.post(SAID, secret=secret), acme)

    def test_and_one_of_another_body_or_another_time(self, service, acme, secret):
        stamp = str(int(timezone.now().timestamp()))
        of_other = signature_of(secret, stamp, b"{}")
        self.refused(service.post(SAID, stamp=stamp, signature=of_other), acme)
        of_earlier = signature_of(secret, "1", json.dumps(SAID).encode())
        self.refused(service.post(SAID, stamp=stamp, signature=of_earlier), acme)

    @pytest.mark.parametrize(("seconds", "status"), [(-301, 401), (-295, 201), (295, 201), (302, 401)])
    def test_the_time_may_be_five_minutes_away(self, service, acme, seconds, status):
        with time_machine.travel(timezone.now(), tick=False):
            answer = service.post(SAID, stamp=str(int(timezone.now().timestamp()) + seconds))
        assert (answer.status_code, len(kept(acme))) == (status, int(status == 201))
        if status == 401:
            assert answer.json()["error"] == "stale"

    @pytest.mark.parametrize("stamp", ["", "yesterday", "-5", "1e9", "٣", "9" * 40])
    def test_a_time_that_is_none_is_refused(self, service, acme, stamp):
        answer = service.post(SAID, stamp=stamp.encode("utf-8").decode("latin-1"), signature="v1=00")
        assert (answer.status_code, kept(acme)) == (401, [])

    def test_a_company_that_is_not_there_answers_as_a_wrong_signature_does(self, service, acme, globex):
        right_here = service.post(SAID, signature="v1=00")
        nowhere = service.post(SAID, slug="no-such-company")
        without_a_secret = Service(globex, "kept_x").post(SAID)
        for answer in (nowhere, without_a_secret):
            assert (answer.status_code, answer.content) == (401, right_here.content)
            assert dict(answer.items()) == dict(right_here.items())

    def test_no_secret_lies_in_the_database(self, acme, secret):
        from django.db import connection

        with as_company(acme), connection.cursor() as cursor:
            cursor.execute("SELECT row_to_json(k)::text FROM callbacks_hookkey k")
            ((row,),) = cursor.fetchall()
        assert secret.removeprefix("kept_") not in row

    def test_another_key_of_the_installation_makes_another_secret(self, service, acme, settings):
        old, settings.SECRET_KEY = settings.SECRET_KEY, "another" * 10
        assert service.post(SAID).status_code == 401
        settings.SECRET_KEY_FALLBACKS = [old]
        assert service.post(SAID).status_code == 201


class TestRenewing:
    def test_the_old_secret_is_good_for_a_day(self, service, acme):
        with as_company(acme):
            new = HookKey.objects.renew(by=None).secret
        assert new != service.secret
        assert service.post(SAID).status_code == service.post({**SAID, "id": "2"}, secret=new).status_code == 201
        with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
            assert service.post({**SAID, "id": "3"}).status_code == 401
            assert service.post({**SAID, "id": "3"}, secret=new).status_code == 201

    def test_the_one_before_the_old_one_ends_at_once(self, service, acme):
        with as_company(acme):
            HookKey.objects.renew(by=None)
            HookKey.objects.renew(by=None)
            assert HookKey.objects.count() == 2
        assert service.post(SAID).status_code == 401

    def test_the_old_one_and_all_can_be_ended(self, service, acme):
        with as_company(acme):
            new = HookKey.objects.renew(by=None).secret
            HookKey.objects.end_old(by=None)
        assert service.post(SAID).status_code == 401
        assert service.post(SAID, secret=new).status_code == 201
        with as_company(acme):
            HookKey.objects.end(by=None)
        assert service.post(SAID, secret=new).status_code == 401


class TestWhatIsWrong:
    @pytest.mark.parametrize("body", NO_JSON, ids=range(len(NO_JSON)))
    def test_what_is_no_json_object_is_said_to_be_none(self, service, acme, body):
        answer = service.post(body=body)
        assert (answer.status_code, answer.json()["error"], kept(acme)) == (400, "not-json", [])

    @pytest.mark.parametrize(
        ("field", "value", "words"),
        [
            ("id", "", "This field is required."),
            ("id", None, "This field is required."),
            ("id", "x" * 101, "Ensure this value has at most 100 characters (it has 101)."),
            ("id", ["1"], "This has to be text."),
            ("id", True, "This has to be text."),
            ("name", {"first": "Dana"}, "This has to be text."),
            ("message", "x" * 4_001, "Ensure this value has at most 4000 characters (it has 4001)."),
            ("message", "a\0b", "Null characters are not allowed."),
            ("message", "half \ud83d", "This holds half a character."),
            ("urgent", "yes", "This has to be true or false."),
            ("urgent", 1, "This has to be true or false."),
            ("urgent", [], "This has to be true or false."),
            ("received_at", "2026-11-22T02:10:00", ZONELESS),
            ("received_at", "2026-13-45T02:10:00Z", ZONELESS),
            ("received_at", 1795329600, ZONELESS),
            ("received_at", "2020-01-01T00:00:00Z", FAR),
            ("received_at", "2099-01-01T00:00:00Z", FAR),
        ],
    )  # fmt: skip
    def test_each_field_is_told_by_itself(self, service, acme, field, value, words):
        answer = service.post({**SAID, field: value})
        assert (answer.status_code, answer.json()["error"], kept(acme)) == (400, "invalid", [])
        assert answer.json()["fields"] == {field: [words]}

    def test_neither_phone_nor_message_is_too_little(self, service, acme):
        answer = service.post({"id": "1", "name": "Dana"})
        assert answer.json()["fields"] == {"message": ["Send a phone number or a message."]}

    def test_a_huge_body_is_refused_before_it_is_read(self, service, acme):
        answer = service.post({**SAID, "message": "x" * 70_000})
        assert (answer.status_code, answer.json()["error"], kept(acme)) == (413, "too-large", [])

    def test_only_posts_are_taken(self, service):
        answer = service.client.get("/acme/hooks/after-hours/")
        assert (answer.status_code, answer.json()["error"]) == (405, "method")


class TestLimit:
    def test_a_runaway_sender_is_told_to_wait(self, service, acme, globex, monkeypatch):
        monkeypatch.setattr("callbacks.views.hooks.MOST_A_MINUTE", 3)
        with time_machine.travel(timezone.now().replace(second=20), tick=False):
            posted = [service.post({**SAID, "id": str(place)}) for place in range(5)]
            assert [answer.status_code for answer in posted] == [201, 201, 201, 429, 429]
            assert (posted[-1].json()["error"], posted[-1]["Retry-After"]) == ("too-many", "40")
            with as_company(globex):
                theirs = Service(globex, HookKey.objects.renew(by=None).secret)
            assert theirs.post(SAID).status_code == 201
        assert len(kept(acme)) == 3

    def test_who_does_not_sign_uses_up_nothing(self, service, monkeypatch):
        monkeypatch.setattr("callbacks.views.hooks.MOST_A_MINUTE", 1)
        assert {service.post(SAID, signature="v1=0").status_code for _ in range(5)} == {401}
        assert service.post(SAID).status_code == 201

    def test_without_its_cache_it_takes_what_comes(self, service, acme, settings):
        settings.CACHES = {
            "default": {"BACKEND": "config.cache.HintCache", "LOCATION": "redis://127.0.0.1:1/0"},
        }
        assert service.post(SAID).status_code == 201
