"""Everything sent twice, and files that mean harm."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cases.models import Case
from evidence.models import Item
from tests.cast import as_company

from .test_bad_input import OPENING, case

__all__ = ["case"]


class TestTwice:
    def test_a_doubled_intake_is_one_case(self, case, ada, client_for):
        with as_company(case.tenant_id):
            body = OPENING | {"account": str(case.account_id), "opening_key": str(uuid4())}
        places = [client_for(ada).post("/cases/new/", body)["Location"] for _ in range(2)]
        assert places[0] == places[1]
        with as_company(case.tenant_id):
            assert Case.objects.count() == 2

    def test_a_doubled_comment_is_said_once(self, case, ada, client_for):
        body = {"body": "Called", "audience": "internal", "client_key": str(uuid4())}
        for htmx in (False, True, True):
            assert client_for(ada).post(f"/cases/{case.number}/comments/", body, htmx=htmx).status_code in (200, 302)
        with as_company(case.tenant_id):
            assert case.history().comments().count() == 1

    def test_a_doubled_photo_is_kept_once(self, case, ada, client_for, media):
        key = str(uuid4())
        for _ in range(2):
            body = {"file": SimpleUploadedFile("note.txt", b"Plain words."), "client_key": key}
            assert client_for(ada).post(f"/cases/{case.number}/evidence/", body, htmx=True).status_code == 204
        with as_company(case.tenant_id):
            assert Item.objects.count() == 1
            assert case.history().filter(kind="cases-attached").count() == 1

    @pytest.mark.parametrize(
        ("form", "body", "kind"),
        [
            ("escalation/", {"reason": "They wait"}, "escalated"),
            ("resolution/", {"path": "repaired", "notes": "New pump"}, "resolved"),
            ("priority/", {"priority": "high", "was": "normal"}, "prioritised"),
            ("tags/", {"tag": "leak"}, "tagged"),
        ],
    )
    def test_a_doubled_button_changes_the_case_once(self, form, body, kind, case, max, client_for):
        for _ in range(2):
            assert client_for(max).post(f"/cases/{case.number}/{form}", body, htmx=True).status_code in (200, 422)
        with as_company(case.tenant_id):
            assert case.history().filter(kind=f"cases-{kind}").count() == (2 if kind == "escalated" else 1)


class TestHostileUploads:
    @pytest.mark.parametrize(
        ("name", "body"),
        [
            ("page.jpg", b"<html><script>alert(1)</script></html>"),
            ("drawing.png", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
            ("pack.pdf", b"PK\x03\x04" + b"\0" * 60),
            ("empty.jpg", b""),
            ("program.jpg", b"MZ" + b"\0" * 200),
            ("script.txt", b"#!/bin/sh\nrm -rf /\n\0\0"),
        ],
    )
    def test_are_refused_in_words_and_leave_nothing(self, name, body, case, ada, client_for, media):
        sent = {"file": SimpleUploadedFile(name, body, content_type="image/jpeg"), "client_key": str(uuid4())}
        answer = client_for(ada).post(f"/cases/{case.number}/evidence/", sent, htmx=True)
        assert (answer.status_code, answer["Content-Type"]) == (422, "text/plain; charset=utf-8")
        assert answer.content.strip()
        with as_company(case.tenant_id):
            assert not Item.objects.exists()

    @pytest.mark.parametrize(
        "name",
        ["..\\..\\x.php", "../../x.txt", "a\0b.txt", "\u202etxt.exe.txt", "x" * 400 + ".txt", ".htaccess", "ñ🙂.txt"],
    )
    def test_names_lead_nowhere(self, name, case, ada, client_for, media):
        sent = {"file": SimpleUploadedFile("a.txt", b"Plain words."), "client_key": str(uuid4())}
        sent["file"].name = name
        answer = client_for(ada).post(f"/cases/{case.number}/evidence/", sent, htmx=True)
        assert answer.status_code in (204, 422)
        assert all(path.is_relative_to(media) and len(path.name) < 60 for path in media.rglob("*"))

    def test_without_a_file_or_a_key_it_says_so(self, case, ada, client_for):
        answer = client_for(ada).post(f"/cases/{case.number}/evidence/", {"client_key": "no"}, htmx=True)
        assert answer.status_code == 422
        assert "Choose a file." in answer.content.decode()
