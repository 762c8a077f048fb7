"""Receiving files: what is kept, what is refused with words, and what is never doubled."""

import os
import re
import zipfile
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.db import IntegrityError, transaction

from evidence.models import CannotReceive, Item
from tenants.current import TenantRequired, tenant_scope
from tests.cast import as_company, at_once

from . import pictures
from .conftest import CASE, NOON, files_in


def refusal(receive, *args, **kwargs):
    with pytest.raises(CannotReceive) as refused:
        receive(*args, **kwargs)
    return refused.value.args[0]


def test_a_photo_waits_in_quarantine_under_a_name_nobody_chose(in_acme, ada, receive, storage):
    photo = receive(name="Señor Núñez' pump.jpg", by=ada)
    assert photo.is_waiting
    assert (photo.kind, photo.format, photo.name) == ("image", "jpeg", "Señor Núñez' pump.jpg")
    assert (photo.uploaded_by, photo.uploaded_at, photo.size) == (ada, NOON, len(pictures.jpeg()))
    assert re.fullmatch(rf"{in_acme.pk}/2026/11/[0-9a-f-]{{36}}", photo.original)
    assert str(photo.pk) not in photo.original
    assert files_in(storage) == [photo.original]


def test_a_worker_is_asked_once_the_row_is_safe(in_acme, receive, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as asked:
        receive()
    assert len(asked) == 1


def test_the_same_key_twice_is_one_item(in_acme, receive, storage):
    key = uuid4()
    assert receive(client_key=key) == receive(b"%PDF-1.7", "other.pdf", client_key=key)
    assert len(files_in(storage)) == Item.objects.count() == 1


def test_a_key_is_not_an_item_of_another_subject(in_acme, receive):
    key = uuid4()
    receive(client_key=key)
    assert refusal(receive, client_key=key, about=uuid4()) == "“pump.jpg” was already sent to another place."


@pytest.mark.django_db(transaction=True)
def test_the_same_photo_by_two_ways_at_once_is_one_item(acme, receive, storage):
    key = uuid4()

    def send():
        with tenant_scope(acme):
            return receive(client_key=key).pk

    assert len(set(at_once(send, send, send))) == 1
    with tenant_scope(acme):
        assert Item.objects.count() == 1
    assert len(files_in(storage)) == 1


def zipped():
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "pump.jpg", "“pump.jpg” is empty."),
        (b"<svg onload=alert(1)>", "pump.jpg", "“pump.jpg” is a web page or a drawing, which could carry a program."),
        (b"<!doctype html>", "pump.jpg", "“pump.jpg” is a web page or a drawing, which could carry a program."),
        (b"GIF89a" + bytes(20), "pump.jpg", "“pump.jpg” is a kind of picture that is not kept."),
        (b"%!PS-Adobe-3.0 EPSF-3.0", "pump.jpg", "“pump.jpg” is a kind of picture that is not kept."),
        (zipped(), "offer.docx", "“offer.docx” is an archive or an Office document."),
        (b"MZ\x90\x00\x03", "pump.jpg.exe", "“pump.jpg.exe” is not a photo, PDF, sound recording or plain text"),
        (b"  %PDF-1.7\x00", "late.pdf", "“late.pdf” is not a photo, PDF, sound recording or plain text"),
        (b"caf\xe9", "menu.txt", "“menu.txt” is not a photo, PDF, sound recording or plain text"),
    ],
)
def test_what_cannot_be_evidence_is_refused_with_words(in_acme, receive, storage, content, name, words):
    assert refusal(receive, content, name).startswith(words)
    assert files_in(storage) == []
    assert Item.objects.count() == 0


@pytest.mark.parametrize(
    ("content", "megabytes"), [(pictures.jpeg(), 20), (b"%PDF-1.7", 20), (b"OggS\0", 200), (b"plain text", 2)]
)
def test_every_kind_has_its_limit(in_acme, storage, content, megabytes):
    def send(size):
        upload = SimpleUploadedFile("big", content)
        upload.size = size
        return Item.objects.receive("case", CASE, upload, by=None, client_key=uuid4())

    assert send(megabytes * 1_000_000).is_waiting
    assert refusal(send, megabytes * 1_000_000 + 1) == f"“big” is larger than {megabytes} MB."


@pytest.mark.parametrize(
    "name", ["..\\..\\x.php", "pump\x00.jpg", "photo\u202egpj.exe", "x" * 400 + ".jpeg", ".htaccess"]
)
def test_no_name_leaves_its_place(in_acme, receive, storage, name):
    photo = receive(name=name)
    photo.refresh_from_db()
    assert len(photo.name) <= 120
    assert not set("/\\\0\u202e") & set(photo.name)
    assert files_in(storage) == [photo.original]


def test_a_file_that_came_by_way_of_the_disk_is_received_too(in_acme, storage):
    upload = TemporaryUploadedFile("call.ogg", "audio/ogg", 5, None)
    upload.write(b"OggS\0")
    upload.seek(0)
    call = Item.objects.receive("case", CASE, upload, by=None, client_key=uuid4())
    upload.close()
    assert (storage / call.original).read_bytes() == b"OggS\0"


def test_a_full_disk_is_said_and_nothing_is_written(in_acme, receive, storage, settings):
    (storage / "full").touch()
    settings.MEDIA_ROOT = str(storage / "full")
    assert refusal(receive) == "“pump.jpg” could not be stored. Please send it again."
    assert Item.objects.count() == 0


def test_a_member_of_another_company_cannot_be_the_sender(in_acme, eve, receive, storage):
    with pytest.raises(IntegrityError), transaction.atomic():
        receive(by=eve)
    assert files_in(storage) == []


def test_another_company_sees_nothing(acme, globex, receive):
    with as_company(acme):
        photo = receive()
        assert Item.objects.about("case", CASE).get() == photo
    with as_company(globex):
        assert not Item.objects.about("case", CASE).exists()
        assert not Item._base_manager.filter(pk=photo.pk).exists()
        other = receive(client_key=photo.client_key)
        assert other != photo
    with pytest.raises(TenantRequired):
        Item.objects.count()


def test_files_that_no_row_names_are_tidied_after_a_day(in_acme, receive, storage):
    kept = receive()
    kept.make_clean()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        receive()
        raise ZeroDivisionError
    (storage / kept.original).with_name(f"{uuid4()}.view.jpg").touch()
    for path in files_in(storage):
        os.utime(storage / path, (NOON.timestamp(), NOON.timestamp()))
    assert Item.objects.tidy(NOON + timedelta(hours=23)) == 0
    assert Item.objects.tidy(NOON + timedelta(hours=25)) == 2
    copies = [f"{kept.copies}.{size}.jpg" for size in kept.sizes]
    assert files_in(storage) == sorted([kept.original, *copies])
