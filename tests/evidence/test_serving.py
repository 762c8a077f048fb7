"""Handing files out, and the questions and captions around them."""

from uuid import uuid4

import pytest
from django.http import Http404

from evidence.http import serve
from evidence.models import Item
from tests.cast import queries_of

from . import pictures
from .conftest import CASE, NOON

pytestmark = pytest.mark.usefixtures("in_acme")


@pytest.fixture
def clean(receive):
    def make(*args, **kwargs):
        item = receive(*args, **kwargs)
        item.make_clean()
        return item

    return make


def body(response):
    return b"".join(response.streaming_content)


@pytest.mark.parametrize(("size", "pixels"), [("thumb", (320, 240)), ("view", (1280, 960)), ("file", (1400, 1050))])
def test_a_photo_is_shown_in_three_sizes(clean, size, pixels):
    response = serve(clean(pictures.encoded(pictures.photo(1400, 1050)), 'Grüße "1".PNG'), size)
    assert pictures.opened(body(response)).size == pixels
    assert response.headers == {
        "Content-Type": "image/jpeg",
        "Content-Length": response["Content-Length"],
        "Content-Disposition": "inline; filename*=utf-8''Gr%C3%BC%C3%9Fe%20%221%22.PNG.jpg",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, max-age=300",
    }


@pytest.mark.parametrize(
    ("content", "name", "content_type", "saved_as"),
    [
        (b"%PDF-1.7", "offer.pdf", "application/pdf", "offer.pdf"),
        (b"%PDF-1.7", "offer.html", "application/pdf", "offer.html.pdf"),
        (b"@echo off", "run.bat", "text/plain; charset=utf-8", "run.bat.txt"),
        (b"OggS\0", "call.opus", "audio/ogg", "call.opus"),
        (b"WEBVTT\n", "monday.vtt", "text/plain; charset=utf-8", "monday.vtt"),
    ],
)
def test_anything_else_is_only_saved(clean, content, name, content_type, saved_as):
    response = serve(clean(content, name), "file")
    assert body(response) == content
    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"] == f'attachment; filename="{saved_as}"'
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_photo_s_name_says_what_it_has_become(clean, heic):
    assert clean(heic, "IMG_0042.HEIC").served("file").name == "IMG_0042.jpg"
    assert clean(name="pump.jpeg").served("file").name == "pump.jpeg"


def test_nothing_is_served_before_it_is_clean_nor_after_it_failed(receive):
    waiting, failed = receive(), receive(pictures.jpeg()[:400])
    failed.make_clean()
    for item in (waiting, failed):
        for size in item.sizes:
            with pytest.raises(Http404):
                serve(item, size)


@pytest.mark.parametrize("size", ["original", "", "../x", "huge"])
def test_there_is_no_other_size(clean, size):
    with pytest.raises(Http404):
        serve(clean(), size)


def test_a_pdf_has_no_thumbnail(clean):
    document = clean(b"%PDF-1.7", "x.pdf")
    assert document.sizes == ("file",)
    assert document.served("thumb") is None


def test_a_lost_file_is_not_found(clean, storage):
    photo = clean()
    (storage / f"{photo.copies}.view.jpg").unlink()
    with pytest.raises(Http404):
        serve(photo, "view")


def test_a_caption_is_one_line_of_bounded_length(receive, ada):
    photo = receive()
    photo.caption_as("  the pump,\r\n from\0 below ", by=ada)
    photo.refresh_from_db()
    assert photo.caption == "the pump, from below"
    photo.caption_as("x" * 500, by=ada)
    assert len(photo.caption) == 300


@pytest.mark.parametrize("photos", [1, 3])
def test_a_gallery_is_one_question(receive, ada, photos):
    for _ in range(photos):
        receive(by=ada)
    names = []
    asked = queries_of(
        lambda: names.extend(item.uploaded_by.name for item in Item.objects.about("case", CASE).for_gallery())
    )
    assert (len(asked), names) == (1, ["Ada Lovelace"] * photos)


def test_counting(clean, receive):
    elsewhere, first = uuid4(), clean()
    second, third = receive(pictures.jpeg()[:400]), receive()
    second.make_clean()
    clean(b"plain", "a.txt", about=elsewhere)
    assert Item.objects.about("case", CASE).tally() == {"shown": 1, "waiting": 1, "failed": 1}
    assert Item.objects.counts_of("case", [CASE, elsewhere, uuid4()]) == {CASE: 1, elsewhere: 1}
    assert list(Item.objects.about("case", CASE).oldest_first()) == [first, second, third]
    assert list(Item.objects.failed()) == [second]
    assert first.uploaded_at == NOON
