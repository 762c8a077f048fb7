"""Making files harmless: once, a few times at most, and never two workers at once."""

import os
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from evidence import tasks
from evidence.models import Item, Refusal
from evidence.models.cleaning import MAX_ATTEMPTS
from tenants.current import TenantRequired, tenant_scope
from tenants.models import Heartbeat
from tests.cast import as_company, at_once, outside

from . import pictures
from .conftest import CASE, NOON, files_in

DIES = "import os; os.kill(os.getpid(), 9)"


def clean_again(item):
    """As the sweep does when the lease has run out."""
    Item.objects.filter(pk=item.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    item.make_clean()
    item.refresh_from_db()
    return item


def test_an_iphone_photo_is_upright_says_when_but_not_where(in_acme, receive, storage, heic):
    photo = receive(heic, "IMG_0042.HEIC")
    photo.make_clean()
    photo.refresh_from_db()
    assert photo.is_clean
    assert (photo.width, photo.height, photo.lease_until) == (480, 640, None)
    assert photo.taken_at == datetime(2026, 10, 5, 16, 31, 22, tzinfo=UTC)
    assert photo.uploaded_at == NOON
    assert (storage / photo.original).read_bytes() == heic
    copies = [storage / f"{photo.copies}.{size}.jpg" for size in photo.sizes]
    assert [pictures.opened(copy.read_bytes()).size for copy in copies] == [(240, 320), (480, 640), (480, 640)]
    assert not any(b"Exif" in copy.read_bytes() for copy in copies)
    assert len(files_in(storage)) == 4


def test_a_camera_without_a_zone_is_read_in_the_company_s(in_acme, receive):
    photo = receive(pictures.from_camera(pictures.photo(), offset=False))
    photo.make_clean()
    assert photo.taken_at == datetime(2026, 10, 5, 13, 31, 22, tzinfo=UTC)


@pytest.mark.parametrize("taken", ["1970:01:01 00:00:00", "2026:11:22 12:00:00", "0000:00:00 00:00:00"])
def test_a_camera_that_was_never_set_is_not_believed(in_acme, receive, taken):
    exif = pictures.Image.Exif()
    exif[306] = taken
    photo = receive(pictures.jpeg(exif=exif))
    photo.make_clean()
    assert photo.is_clean
    assert photo.taken_at is None


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"OggS\0", b"WEBVTT\n", "Grüße".encode()])
def test_other_files_are_compared_with_what_came(in_acme, receive, storage, content):
    file = receive(content, "x")
    file.make_clean()
    assert (file.is_clean, file.copies) == (True, "")
    assert files_in(storage) == [file.original]


def test_a_file_that_changed_on_the_storage_is_not_shown(in_acme, receive, storage):
    file = receive(b"%PDF-1.7", "x.pdf")
    (storage / file.original).write_bytes(b"%PDF-6.6")
    file.make_clean()
    assert file.is_waiting


def test_a_damaged_photo_fails_at_once_with_words(in_acme, receive, storage):
    photo = receive(pictures.jpeg()[:400])
    photo.make_clean()
    photo.refresh_from_db()
    assert (photo.is_failed, photo.attempts) == (True, 1)
    assert photo.get_refusal_display() == "This photo is damaged, or is not a photo. Please send it again."
    assert files_in(storage) == [photo.original]


def test_a_photo_of_too_many_pixels_fails_with_words(in_acme, receive):
    photo = receive(pictures.png_claiming(20_000, 20_000))
    photo.make_clean()
    assert photo.get_refusal_display().startswith("This photo has more than 50 megapixels.")


def test_a_photo_that_kills_its_child_fails_in_the_end_and_others_go_on(in_acme, receive, child_is, monkeypatch):
    poison, other = receive(), receive()
    child_is(DIES)
    poison.make_clean()
    poison.refresh_from_db()
    assert poison.is_waiting
    assert poison.lease_until > timezone.now()
    poison.make_clean()
    assert poison.attempts == 1
    clean_again(poison)
    assert (poison.is_waiting, poison.attempts) == (True, 2)
    clean_again(poison)
    assert (poison.is_failed, poison.refusal, poison.attempts) == (True, Refusal.GAVE_UP, MAX_ATTEMPTS)
    monkeypatch.undo()
    other.make_clean()
    assert other.is_clean


def test_a_photo_that_takes_the_worker_with_it_is_given_up(in_acme, receive):
    photo = receive()
    Item.objects.filter(pk=photo.pk).update(attempts=MAX_ATTEMPTS)
    assert clean_again(photo).refusal == Refusal.GAVE_UP


def test_a_lost_original_is_tried_again_and_then_given_up(in_acme, receive, storage):
    photo = receive()
    (storage / photo.original).unlink()
    for _attempt in range(MAX_ATTEMPTS):
        clean_again(photo)
    assert photo.refusal == Refusal.GAVE_UP


def test_a_finished_item_is_left_alone(in_acme, receive, storage):
    photo = receive()
    photo.make_clean()
    before = files_in(storage)
    clean_again(photo)
    assert (photo.attempts, files_in(storage)) == (1, before)


@pytest.mark.django_db(transaction=True)
def test_two_workers_clean_one_photo_once(acme, receive, storage):
    with tenant_scope(acme):
        photo = receive()
        twin = Item.objects.get()
    assert at_once(photo.make_clean, twin.make_clean) == [None, None]
    with tenant_scope(acme):
        photo.refresh_from_db()
    assert (photo.is_clean, photo.attempts) == (True, 1)
    assert len(files_in(storage)) == 4


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_comes_back_late_changes_nothing(acme, receive, storage, child_is, tmp_path):
    gate = tmp_path / "gate"
    os.mkfifo(gate)
    child_is(f'open({str(gate)!r}).read(); print(\'{{"refused": "unreadable"}}\')')
    with tenant_scope(acme):
        photo = receive()

    def somebody_else_takes_over():
        with gate.open("w"), tenant_scope(acme):  # opens when the child has opened its end
            return Item.objects.quarantined().filter(attempts=1).update(attempts=2)

    assert at_once(photo.make_clean, somebody_else_takes_over) == [None, 1]
    with tenant_scope(acme):
        photo.refresh_from_db()
    assert (photo.is_waiting, photo.attempts, photo.refusal) == (True, 2, "")


def due(most=20):
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM kept_evidence_due(%s)", [most])
        return {pk for (pk,) in cursor.fetchall()}


def test_the_sweep_finds_what_waits_in_every_company_and_is_fair(acme, globex, receive):
    with as_company(acme):
        oldest, second, fresh, done = receive(at=NOON - timedelta(days=1)), receive(), receive(), receive()
        held, abandoned = receive(), receive()
        done.make_clean()
        soon = timezone.now() + timedelta(hours=1)
        Item.objects.filter(pk__in=[fresh.pk]).update(uploaded_at=soon)
        Item.objects.filter(pk=held.pk).update(lease_until=soon)
        Item.objects.filter(pk=abandoned.pk).update(lease_until=NOON - timedelta(days=300))
    with as_company(globex):
        other = receive()
    with outside():
        assert due() == {oldest.pk, second.pk, abandoned.pk, other.pk}
        assert due(most=1) == {oldest.pk, other.pk}
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM evidence_item")
            assert cursor.fetchone() == (0,)


def test_the_sweep_leaves_a_heartbeat(acme, receive):
    with as_company(acme):
        receive()
    with outside():
        tasks.sweep()
        tasks.tidy()
    assert Heartbeat.objects.filter(name="evidence.sweep").exists()


def test_the_step_needs_a_company_and_then_cleans(acme, receive):
    with as_company(acme):
        photo = receive()
    with outside():
        with pytest.raises(TenantRequired):
            tasks.clean.apply(args=[str(photo.pk)], throw=True)
        tasks.clean.apply(args=[str(photo.pk)], headers={"tenant": str(acme.pk)}, throw=True)
        tasks.tidy_company.apply(headers={"tenant": str(acme.pk)}, throw=True)
    with as_company(acme):
        assert Item.objects.shown().about("case", CASE).get() == photo
